package funcs

import (
	"regexp"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// Regular expressions are Go's (RE2): they take time in proportion to the text, whatever the pattern. Look-around and
// back references, which FHIRPath does not ask for either, are errors.

func matches(c *plan.Context, s string, args []string) (value.Value, error) {
	re, err := regex(c, s, args[0], args[1:])
	if err != nil {
		return value.Value{}, err
	}
	return value.Bool(re.MatchString(s)), nil
}

func replaceMatches(c *plan.Context, s string, args []string) (value.Value, error) {
	if args[0] == "" {
		return value.Str(s), nil
	}
	re, err := regex(c, s, args[0], args[2:])
	if err != nil {
		return value.Value{}, err
	}
	text, err := replaceAll(c, re, s, references(args[1]))
	return value.Str(text), err
}

// replaceAll is ReplaceAllString, but gives up before it makes too much text.
func replaceAll(c *plan.Context, re *regexp.Regexp, s, substitution string) (string, error) {
	groups := strings.Count(substitution, "$")
	var out []byte
	last := 0
	for _, match := range re.FindAllStringSubmatchIndex(s, -1) {
		start, end := match[0], match[1]
		if err := c.SpendText(start - last + len(substitution) + groups*(end-start)); err != nil {
			return "", err
		}
		out = re.ExpandString(append(out, s[last:start]...), substitution, s, match)
		last = end
	}
	return string(append(out, s[last:]...)), c.SpendText(len(s) - last)
}

// matchCost is how much longer it takes to match text than to copy it.
const matchCost = 4

// regex compiles a pattern to match s, or takes it from the context, which remembers those of the expressions it
// evaluates. The dot matches line ends too.
func regex(c *plan.Context, s, pattern string, flags []string) (*regexp.Regexp, error) {
	if err := c.SpendText(matchCost * len(s)); err != nil {
		return nil, err
	}
	mode := "s"
	if len(flags) > 0 {
		if strings.Trim(flags[0], "im") != "" {
			return nil, plan.Failf("the flags of a regular expression are i and m")
		}
		mode += flags[0]
	}
	return c.Regexp("(?" + mode + ")" + pattern)
}

// references writes a substitution in Go's way: $1 becomes ${1}, so that letters after it are not part of the name.
func references(substitution string) string {
	var b strings.Builder
	for i := 0; i < len(substitution); i++ {
		b.WriteByte(substitution[i])
		if substitution[i] != '$' {
			continue
		}
		end := i + 1
		for end < len(substitution) && '0' <= substitution[end] && substitution[end] <= '9' {
			end++
		}
		if end > i+1 {
			b.WriteString("{" + substitution[i+1:end] + "}")
			i = end - 1
		}
	}
	return b.String()
}
