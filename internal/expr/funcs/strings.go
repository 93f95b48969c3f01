package funcs

import (
	"strings"
	"unicode/utf8"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// Specification: FHIRPath, "String Manipulation".
var stringFuncs = []Def{
	text("indexOf", model.SystemInteger, indexOf, Param{Name: "substring"}),
	trialUse(text("lastIndexOf", model.SystemInteger, lastIndexOf, Param{Name: "substring"})),
	{Name: "substring", Section: "String Manipulation", Status: Normative, Params: []Param{{Name: "start"}, optional(Param{Name: "length"})}, Type: model.SystemString, Reads: Values, Eval: substring},
	text("startsWith", model.SystemBoolean, test(strings.HasPrefix), Param{Name: "prefix"}),
	text("endsWith", model.SystemBoolean, test(strings.HasSuffix), Param{Name: "suffix"}),
	text("contains", model.SystemBoolean, test(strings.Contains), Param{Name: "substring"}),
	text("upper", model.SystemString, change(strings.ToUpper)),
	text("lower", model.SystemString, change(strings.ToLower)),
	text("replace", model.SystemString, replace, Param{Name: "pattern"}, Param{Name: "substitution"}),
	text("matches", model.SystemBoolean, matches, Param{Name: "regex"}, optional(Param{Name: "flags"})),
	trialUse(text("matchesFull", model.SystemBoolean, matchesFull, Param{Name: "regex"}, optional(Param{Name: "flags"}))),
	text("replaceMatches", model.SystemString, replaceMatches, Param{Name: "regex"}, Param{Name: "substitution"}, optional(Param{Name: "flags"})),
	text("length", model.SystemInteger, length),
	{Name: "toChars", Section: "String Manipulation", Status: Normative, Result: ComputedItems, Type: model.SystemString, Reads: Values, Eval: toChars},
}

// Specification: FHIRPath, "Additional String Functions".
var moreStringFuncs = []Def{
	moreText("encode", encode, Param{Name: "format"}),
	moreText("decode", decode, Param{Name: "format"}),
	moreText("escape", escape, Param{Name: "target"}),
	moreText("unescape", unescape, Param{Name: "target"}),
	moreText("trim", change(trim)),
	{Name: "split", Section: "Additional String Functions", Status: TrialUse, Params: []Param{{Name: "separator"}}, Result: ComputedItems, Type: model.SystemString, Reads: Values, Eval: split},
	{Name: "join", Section: "Additional String Functions", Status: TrialUse, Params: []Param{optional(Param{Name: "separator"})}, Type: model.SystemString, Reads: Values, Eval: join},
}

// textFunc computes a function of a string and of its string arguments. The zero value stands for an empty result.
type textFunc func(c *plan.Context, s string, args []string) (value.Value, error)

// text defines a function of a single String, all of whose arguments are Strings: it is empty where any is empty.
func text(name string, t model.TypeID, f textFunc, params ...Param) Def {
	return Def{
		Name: name, Section: "String Manipulation", Status: Normative, Params: params, Type: t, Reads: Values,
		Eval: func(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
			s, ok, err := plan.Text(in)
			if err != nil {
				return nil, err
			}
			var texts [3]string
			for i, arg := range args {
				var some bool
				if texts[i], some, err = stringArg(c, arg); err != nil {
					return nil, err
				}
				ok = ok && some
			}
			if !ok {
				return nil, nil
			}
			if err := c.SpendText(len(s)); err != nil {
				return nil, err
			}
			v, err := f(c, s, texts[:len(args)])
			if err != nil || v.Kind() == value.Nothing {
				return nil, err
			}
			return c.One(v), nil
		},
	}
}

// stringArg evaluates an argument that has to be a single String; ok is false where it is empty.
func stringArg(c *plan.Context, arg plan.Node) (s string, ok bool, err error) {
	vs, err := arg.Eval(c)
	if err != nil {
		return "", false, err
	}
	return plan.Text(vs)
}

func test(f func(s, arg string) bool) textFunc {
	return func(_ *plan.Context, s string, args []string) (value.Value, error) {
		return value.Bool(f(s, args[0])), nil
	}
}

func change(f func(string) string) textFunc {
	return func(_ *plan.Context, s string, _ []string) (value.Value, error) {
		return value.Str(f(s)), nil
	}
}

func indexOf(_ *plan.Context, s string, args []string) (value.Value, error) {
	i := strings.Index(s, args[0])
	if i > 0 {
		i = utf8.RuneCountInString(s[:i])
	}
	return value.Int(int32(i)), nil
}

func lastIndexOf(_ *plan.Context, s string, args []string) (value.Value, error) {
	i := strings.LastIndex(s, args[0])
	if i > 0 {
		i = utf8.RuneCountInString(s[:i])
	}
	return value.Int(int32(i)), nil
}

// matchesFull is true where the pattern matches the whole string, and not only one of its lines.
func matchesFull(c *plan.Context, s string, args []string) (value.Value, error) {
	if _, err := regex(c, s, args[0], args[1:]); err != nil {
		return value.Value{}, err
	}
	re, err := regex(c, s, `\A(?:`+args[0]+`)\z`, args[1:])
	if err != nil {
		return value.Value{}, err
	}
	return value.Bool(re.MatchString(s)), nil
}

func length(_ *plan.Context, s string, _ []string) (value.Value, error) {
	return value.Int(int32(utf8.RuneCountInString(s))), nil
}

func replace(c *plan.Context, s string, args []string) (value.Value, error) {
	pattern, substitution := args[0], args[1]
	n := strings.Count(s, pattern)
	if err := c.SpendText(n * len(substitution)); err != nil {
		return value.Value{}, err
	}
	if n == 1 && substitution == "" && strings.HasPrefix(s, pattern) {
		return value.Str(s[len(pattern):]), nil // as in subject.reference.replace('Patient/', '')
	}
	return value.Str(strings.ReplaceAll(s, pattern, substitution)), nil
}

func substring(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	s, ok, err := plan.Text(in)
	if err != nil {
		return nil, err
	}
	start, some, err := integer(c, args[0])
	if err != nil {
		return nil, err
	}
	size := int64(-1)
	if len(args) > 1 {
		n, given, err := integer(c, args[1])
		if err != nil {
			return nil, err
		}
		if given {
			size = max(n, 0)
		}
	}
	if !ok || !some {
		return nil, nil
	}
	from, inside := byteIndex(s, start)
	if !inside || from == len(s) {
		return nil, nil
	}
	to := len(s) - from
	if size >= 0 {
		to, _ = byteIndex(s[from:], size)
	}
	return c.One(value.Str(s[from : from+to])), c.SpendText(from + to)
}

// byteIndex returns where character i of a string begins; inside is false where the string is shorter, and the index
// then is its length.
func byteIndex(s string, i int64) (index int, inside bool) {
	if i < 0 {
		return 0, false
	}
	for at := range s {
		if i == 0 {
			return at, true
		}
		i--
	}
	return len(s), i == 0
}

func toChars(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	s, _, err := plan.Text(in)
	if err != nil {
		return nil, err
	}
	c.Spend(costOfCopy * len(s))
	if err := c.Err(); err != nil {
		return nil, err
	}
	mark := c.Mark()
	for len(s) > 0 {
		_, n := utf8.DecodeRuneInString(s)
		c.Push(value.Str(s[:n]))
		s = s[n:]
	}
	return c.Since(mark), nil
}

func join(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	separator := ""
	if len(args) > 0 {
		var err error
		if separator, _, err = stringArg(c, args[0]); err != nil {
			return nil, err
		}
	}
	size, items := 0, 0
	for i := range in {
		s, ok, err := plan.Text(in[i : i+1])
		if err != nil {
			return nil, err
		}
		if ok {
			size += len(s) + len(separator)
			items++
		}
	}
	if items == 0 {
		return nil, nil
	}
	if err := c.SpendText(size); err != nil {
		return nil, err
	}
	b := c.Arena.Grow(size)
	for i := range in {
		s, ok, _ := plan.Text(in[i : i+1])
		if !ok {
			continue
		}
		b = append(append(b, s...), separator...)
	}
	return c.One(value.Str(c.Arena.Keep(b[:size-len(separator)]))), nil
}
