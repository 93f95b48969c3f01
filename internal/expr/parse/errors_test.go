package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// badCases are sources with the errors expected, each as the text of its place, an arrow and the message.
var badCases = []struct {
	src  string
	want []string
}{
	// nothing there, or not all of it
	{``, []string{` → expression is empty`}},
	{" \t\n", []string{" \t\n → expression is empty"}},
	{`// only a comment`, []string{`// only a comment → expression is empty`}},
	{`a and`, []string{`and → expected an expression after "and"`}},
	{`2 + 2 /`, []string{`/ → expected an expression after "/"`}},
	{`-`, []string{`- → expected an expression after "-"`}},
	{`a.`, []string{`. → expected a name after "."`}},
	{`a..b`, []string{`. → expected a name after "."`}},
	{`a.1`, []string{`. → expected a name after "."`}},
	{`a.%b`, []string{`. → expected a name after "."`}},
	{`a is`, []string{`is → expected a type after "is"`}},
	{`a as 5`, []string{`as → expected a type after "as"`}},
	{`a is B.`, []string{`. → expected a type after "."`}},
	{`%`, []string{`% → expected a name after "%"`}},
	{`% + 1`, []string{`% → expected a name after "%"`}},
	{`()`, []string{`( → expected an expression after "("`}},
	{`a[]`, []string{`[ → expected an expression after "["`}},
	{`f(a,)`, []string{`, → expected an expression after ","`}},

	// too much of it
	{`a b`, []string{`b → unexpected "b"`}},
	{`a b c`, []string{`b → unexpected "b"`}},
	{`a, b`, []string{`, → unexpected ","`}},
	{`f(a)(b)`, []string{`( → unexpected "("`}},
	{`f(,a)`, []string{`, → unexpected ","`}},
	{`1 year year`, []string{`year → unexpected "year"`}},
	{`1 'mg' 'kg'`, []string{`'kg' → unexpected "'kg'"`}},
	{`45L 'mg'`, []string{`'mg' → unexpected "'mg'"`}},
	{`a is B.c.d`, []string{`. → unexpected "."`}},
	{`a is B.not()`, []string{`( → unexpected "("`}},
	{`a.b.c { d: 1 }`, []string{`{ → unexpected "{"`}},
	{`{ a }`, []string{`a → unexpected "a"`}},
	{`: a`, []string{`: → unexpected ":"`}},
	{`[0]`, []string{`[ → unexpected "["`}},
	{`a 'a long string that nobody wants to read'`, []string{
		`'a long string that nobody wants to read' → unexpected "'a long string that nobody wa…"`,
	}},

	// operators
	{`* 2`, []string{`* → expected an expression before "*"`}},
	{`(and a)`, []string{`and → expected an expression before "and"`}},
	{`f(a, or b)`, []string{`or → expected an expression before "or"`}},
	{`a and or b`, []string{`and → expected an expression after "and"`}},
	{`a == b`, []string{`= → expected an expression after "="`}},
	{`a and and b and )`, []string{`and → expected an expression after "and"`, `) → unexpected ")"`}},

	// brackets
	{`a)`, []string{`) → unexpected ")"`}},
	{`f(a`, []string{`( → "(" is not closed`}},
	{`f(g(h[`, []string{`( → "(" is not closed`, `( → "(" is not closed`, `[ → "[" is not closed`}},
	{`f(a]`, []string{`( → "(" is not closed`, `] → unexpected "]"`}},
	{`f(a[1)`, []string{`[ → "[" is not closed`}},
	{`f(a b`, []string{`( → "(" is not closed`}},
	{`X { a: 1`, []string{`{ → "{" is not closed`}},

	// instance selectors and sort
	{`Period {}`, []string{`{ → expected a field, or ":" for none, after "{"`}},
	{`X { a }`, []string{`a → expected ":" after "a"`}},
	{`X { a: }`, []string{`: → expected an expression after ":"`}},
	{`X { 1: a }`, []string{`1 → unexpected "1"`}},
	{`X { a: 1, }`, []string{`, → expected a name after ","`}},
	{`where(a desc)`, []string{`desc → "desc" can only stand behind a key of sort`}},
	{`a desc`, []string{`desc → unexpected "desc"`}},

	// characters, strings and names
	{`'abc`, []string{`' → string is not closed`}},
	{`f('abc)`, []string{`' → string is not closed`}},
	{`a = 'it\'s`, []string{`'it\' → string is not closed: \' stands for a quote in it`}},
	{"a.`b", []string{"` → name in backticks is not closed"}},
	{"a.``", []string{"`` → name in backticks is empty"}},
	{`%''`, []string{`%'' → name of the variable is empty`}},
	{`2 + 2 /* not finished`, []string{`/* → comment is not closed`}},
	{`a = "b"`, []string{`"b" → strings stand in single quotes, not in double ones`}},
	{`a "`, []string{`" → unexpected '"'`}},
	{`a # b`, []string{`# → unexpected "#"`}},
	{`é`, []string{`é → unexpected "é"`}},
	{"a\u00a0= b", []string{"\u00a0 → unexpected \"\\u00a0\""}},
	{`a ! b`, []string{`! → unexpected "!"`}},
	{`$foo = $`, []string{
		`$foo → "$foo" is not a variable: only $this, $index and $total are`,
		`$ → "$" is not a variable: only $this, $index and $total are`,
	}},
	{`'\ud83d' & '\udd25\ud83d' & '\ud83dx'`, []string{
		`\ud83d → "\ud83d" is half of a surrogate pair: the other half must stand beside it`,
		`\udd25 → "\udd25" is half of a surrogate pair: the other half must stand beside it`,
		`\ud83d → "\ud83d" is half of a surrogate pair: the other half must stand beside it`,
		`\ud83d → "\ud83d" is half of a surrogate pair: the other half must stand beside it`,
	}},
	{"a = '\xff'", []string{"\xff → expression is not valid UTF-8"}},

	// dates and times
	{`@@`, []string{`@@ → "@@" is not a date, dateTime or time`}},
	{`@`, []string{`@ → "@" is not a date, dateTime or time`}},
	{`a > @20`, []string{`@20 → "@20" is not a date, dateTime or time`}},
	{`@-10-20`, []string{`@-10-20 → "@-10-20" is not a date, dateTime or time`}},
	{`@T`, []string{`@T → "@T" is not a date, dateTime or time`}},
	{`@0000`, []string{`@0000 → year 0000 does not exist: years are 0001 to 9999`}},
	{`@2014-13`, []string{`@2014-13 → month 13 does not exist`}},
	{`@2014-00-01`, []string{`@2014-00-01 → month 00 does not exist`}},
	{`@2014-01-32`, []string{`@2014-01-32 → month 2014-01 has no day 32`}},
	{`@2015-02-29`, []string{`@2015-02-29 → month 2015-02 has no day 29`}},
	{`@2014-02-30T10:00`, []string{`@2014-02-30T10:00 → month 2014-02 has no day 30`}},
	{`@2014T10:00`, []string{`@2014T10:00 → a time of day needs a full date before it`}},
	{`@T25`, []string{`@T25 → hour 25 does not exist: the last is 23`}},
	{`@T24:00`, []string{`@T24:00 → hour 24 does not exist: the last is 23`}},
	{`@2014-01-01T10:60Z`, []string{`@2014-01-01T10:60Z → minute 60 does not exist: the last is 59`}},
	{`@T10:00:61.5`, []string{`@T10:00:61.5 → second 61 does not exist: the last is 60`}},
	{`@2014-01-01T10+15:00`, []string{
		`@2014-01-01T10+15:00 → time zone +15:00 does not exist: they are -14:00 to +14:00`,
	}},
	{`@2014-01-01T10-00:60`, []string{
		`@2014-01-01T10-00:60 → time zone -00:60 does not exist: they are -14:00 to +14:00`,
	}},
	{`@T14:34:28Z.is(Time)`, []string{`@T14:34:28Z → a time has no time zone`}},
	{`@T14:34:28+10:00`, []string{`@T14:34:28+10:00 → a time has no time zone`}},

	// numbers
	{`2147483648`, []string{`2147483648 → ` + tooLargeInteger}},
	{`+2147483648`, []string{`2147483648 → ` + tooLargeInteger}},
	{`-2147483648.abs()`, []string{`2147483648 → ` + tooLargeInteger}},
	{`-(2147483648)`, []string{`2147483648 → ` + tooLargeInteger}},
	{`1 - 2147483648`, []string{`2147483648 → ` + tooLargeInteger}},
	{`-2147483649`, []string{`2147483649 → ` + tooLargeInteger}},
	{`9223372036854775808L`, []string{`9223372036854775808L → number is too large: the largest is 9223372036854775807L`}},
	{`-9223372036854775809L`, []string{`9223372036854775809L → number is too large: the largest is 9223372036854775807L`}},
	{`99999999999999999999999`, []string{`99999999999999999999999 → ` + tooLargeInteger}},

	// several at once
	{`f(a b, c and, * d)`, []string{
		`b → unexpected "b"`,
		`and → expected an expression after "and"`,
		`* → expected an expression before "*"`,
	}},
	{`f(a b c d, (e f).g h)`, []string{`b → unexpected "b"`, `f → unexpected "f"`, `h → unexpected "h"`}},
	{`f(a. , b[])`, []string{`. → expected a name after "."`, `[ → expected an expression after "["`}},
	{`X { a: 1 b: 2, c: }`, []string{`b → unexpected "b"`, `: → expected an expression after ":"`}},
	{`f(g(a b), c d)`, []string{`b → unexpected "b"`, `d → unexpected "d"`}},
	{`a and and b or @2014-13 or '\udd25' # c`, []string{
		`and → expected an expression after "and"`,
		`@2014-13 → month 13 does not exist`,
		`\udd25 → "\udd25" is half of a surrogate pair: the other half must stand beside it`,
		`# → unexpected "#"`,
	}},
	{`'äöü' = a b`, []string{`b → unexpected "b"`}},
	{"`🔥` = 'ß' and", []string{`and → expected an expression after "and"`}},
}

const tooLargeInteger = "number is too large: the largest is 2147483647, or 9223372036854775807L as a Long"

func TestErrors(t *testing.T) {
	for _, c := range badCases {
		t.Run(c.src, func(t *testing.T) {
			root, errs := Parse(c.src)
			if root != nil {
				t.Errorf("tree of a bad expression: %v", root)
			}
			if diff := cmp.Diff(c.want, inWords(c.src, errs)); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

func inWords(src string, errs []Error) []string {
	var words []string
	for _, err := range errs {
		words = append(words, src[err.Span.Start:err.Span.End]+" → "+err.Msg)
	}
	return words
}

func TestLimits(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("(", n) + "a" + strings.Repeat(")", n) }
	cases := []struct{ name, src, want string }{
		{"long sum", strings.Repeat("1 + ", maxDepth) + "1", ""},
		{"longer sum", strings.Repeat("1 + ", maxDepth+1) + "1",
			"expression has more than 10000 operators and steps in a row"},
		{"long path", "a" + strings.Repeat(".a", maxDepth), ""},
		{"longer path", "a" + strings.Repeat(".a", maxDepth+1),
			"expression has more than 10000 operators and steps in a row"},
		{"many signs", strings.Repeat("-", maxDepth) + "1", ""},
		{"too many signs", strings.Repeat("-", maxDepth+1) + "1",
			"expression has more than 10000 operators and steps in a row"},
		{"many indexes", "a" + strings.Repeat("[0]", maxDepth/2), ""},
		{"chain around a chain", "(" + strings.Repeat("a.", maxDepth) + "a).a",
			"expression has more than 10000 operators and steps in a row"},
		{"chains beside each other", "f(" + strings.Repeat("1+", 9000) + "1, " + strings.Repeat("1+", 9000) + "1)", ""},
		{"brackets", nested(maxNesting), ""},
		{"more brackets", nested(maxNesting + 1), "expression is nested more than 500 brackets deep"},
		{"calls", strings.Repeat("a(", maxNesting) + strings.Repeat(")", maxNesting), ""},
		{"more calls", strings.Repeat("a(", maxNesting+1) + strings.Repeat(")", maxNesting+1),
			"expression is nested more than 500 brackets deep"},
		{"only brackets", strings.Repeat("(", maxSource), "expression is nested more than 500 brackets deep"},
		{"long string", "'" + strings.Repeat("x", maxSource-2) + "'", ""},
		{"longer string", "'" + strings.Repeat("x", maxSource-1) + "'", "expression is longer than 1048576 bytes"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			root, errs := Parse(c.src)
			got := ""
			if len(errs) > 0 {
				got = errs[len(errs)-1].Msg
			}
			if got != c.want {
				t.Fatalf("error %q, want %q", got, c.want)
			}
			if root != nil {
				roundTrip(t, root)
			}
		})
	}
}

// TestTimeIsLinear ends in a second, or, where each token makes the lexer or a message look at all of the rest, never.
func TestTimeIsLinear(_ *testing.T) {
	pieces := []string{
		"'", `'\`, `\'`, "'a", "`", "`\\`", `"`, "/*", "/**/", "/*/", "(*", "//\n", "@", "@T", "@2014-", "$", "%", "-", "{", "é",
		"a ", "a,", "a.", "a(", "a{", "a{b:", "a.b{:}.", "1 ", "is ", "desc ",
	}
	for _, piece := range pieces {
		Parse(strings.Repeat(piece, maxSource/16/len(piece)))
	}
}

func TestErrorsAreFew(t *testing.T) {
	_, errs := Parse(strings.Repeat("(", 100) + strings.Repeat("# ", 100))
	if len(errs) != maxErrors {
		t.Errorf("%d errors, want %d", len(errs), maxErrors)
	}
}
