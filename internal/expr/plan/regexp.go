package plan

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
)

// maxRegexps is how many patterns a context remembers. An expression has one or two, unless it takes them from data.
const maxRegexps = 64

// Regexp compiles a regular expression, or returns it from before.
func (c *Context) Regexp(pattern string) (*regexp.Regexp, error) {
	if re := c.regexps[pattern]; re != nil {
		return re, nil
	}
	re, err := CompileRegexp(pattern)
	if err != nil {
		return nil, err
	}
	if c.regexps == nil || len(c.regexps) >= maxRegexps {
		c.regexps = map[string]*regexp.Regexp{}
	}
	c.regexps[strings.Clone(pattern)] = re
	return re, nil
}

// CompileRegexp compiles a regular expression. The error says what is wrong with it, and nothing of its text, which may
// be from data.
func CompileRegexp(pattern string) (*regexp.Regexp, error) {
	re, err := regexp.Compile(pattern)
	if err == nil {
		return re, nil
	}
	if missing := missingIn(pattern); missing != nil {
		return nil, Failf("regular expressions (RE2) have no %s: %s", missing.name, missing.cure)
	}
	if mistake, ok := errors.AsType[*syntax.Error](err); ok {
		return nil, Failf("not a regular expression: %s", mistake.Code)
	}
	return nil, Failf("not a regular expression")
}

// construct is something that other regular expressions have, and RE2 has not since it could take exponential time.
type construct struct {
	marks      []string // what it begins with
	name, cure string
}

var constructs = []construct{
	{[]string{"(?=", "(?!"}, "look-ahead", "write a second matches(), with and or not()"},
	{[]string{"(?<=", "(?<!"}, "look-behind", "match what stands before too, or write a second matches(), with and or not()"},
	{[]string{`\1`, `\2`, `\3`, `\4`, `\5`, `\6`, `\7`, `\8`, `\9`, `\k<`, `\k{`, `\k'`, `\g`, "(?P="}, "back-references",
		"take the parts with replaceMatches() and compare them"},
	{[]string{"(?>"}, "atomic groups", "write (?:…)"},
	{[]string{"*+", "++", "?+", "}+"}, "possessive quantifiers", "leave out the second +"},
	{[]string{"(?("}, "conditions", "write the two cases with |"},
	{[]string{"(?R)", "(?0)", "(?1)", "(?&", "(?P>"}, "recursion", "write out as many levels as there are"},
}

// missingIn returns the first construct in a pattern that RE2 does not have, or nil.
func missingIn(pattern string) *construct {
	class := false
	for i := 0; i < len(pattern); i++ {
		switch {
		case class && pattern[i] == ']':
			class = false
			continue
		case !class && pattern[i] == '[':
			class = true
			if rest := strings.TrimPrefix(pattern[i+1:], "^"); strings.HasPrefix(rest, "]") {
				i = len(pattern) - len(rest) // a bracket that is one of the characters
			}
			continue
		}
		if !class {
			for j := range constructs {
				if constructs[j].begins(pattern[i:]) {
					return &constructs[j]
				}
			}
		}
		if pattern[i] == '\\' {
			i++
		}
	}
	return nil
}

func (c *construct) begins(pattern string) bool {
	for _, mark := range c.marks {
		if strings.HasPrefix(pattern, mark) {
			return true
		}
	}
	return false
}
