package plan

import (
	"regexp"
	"strings"
)

// maxRegexps is how many patterns a context remembers. An expression has one or two, unless it takes them from data.
const maxRegexps = 64

// Regexp compiles a regular expression, or returns it from before.
func (c *Context) Regexp(pattern string) (*regexp.Regexp, error) {
	if re := c.regexps[pattern]; re != nil {
		return re, nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, Failf("not a regular expression")
	}
	if c.regexps == nil || len(c.regexps) >= maxRegexps {
		c.regexps = map[string]*regexp.Regexp{}
	}
	c.regexps[strings.Clone(pattern)] = re
	return re, nil
}
