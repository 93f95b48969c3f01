package fhirpath_test

import (
	"testing"

	"github.com/fhirview/fhirview/fhirpath"
)

// What RE2 does not have is told, and when an expression is compiled where the pattern is a literal.
func TestRegularExpressions(t *testing.T) {
	for _, e := range []struct{ pattern, want string }{
		{"^(?!x).+", "have no look-ahead: write a second matches()"},
		{"a(?=b)", "have no look-ahead"},
		{"(?<=a)b", "have no look-behind: match what stands before"},
		{"(?<!a)b", "have no look-behind"},
		{`(a)\1`, "have no back-references"},
		{`(?<n>a)\k<n>`, "have no back-references"},
		{"(?>a)b", "have no atomic groups: write (?:"},
		{"a++b", "have no possessive quantifiers"},
		{"a{2}+", "have no possessive quantifiers"},
		{"(a)?(?(1)b|c)", "have no conditions"},
		{"(a(?R)?b)", "have no recursion"},
		{"(", "not a regular expression: missing closing )"},
		{"[a", "not a regular expression: missing closing ]"},
		{`[(?=]\h`, "not a regular expression: invalid escape sequence"},
		{`\(?=(`, "not a regular expression: missing closing )"},
	} {
		quoted := ""
		for _, c := range e.pattern {
			if c == '\\' {
				quoted += `\`
			}
			quoted += string(c)
		}
		for _, call := range []string{"matches('" + quoted + "')", "matchesFull('" + quoted + "', 'i')", "replaceMatches('" + quoted + "', '')"} {
			_, err := fhirpath.Compile("gender."+call, &fhirpath.Options{Resource: "Patient"})
			if err == nil || !agrees("error: "+err.Error(), "error: "+e.want) {
				t.Errorf("%s: %v, want %s", call, err, e.want)
			}
		}
		source := "'x'.matches(gender.substring(9) & '" + quoted + "')"
		if _, err := fhirpath.Compile(source, &fhirpath.Options{Resource: "Patient"}); err != nil {
			t.Errorf("%s: %v", source, err)
		}
		source = "'x'.matches('" + quoted + "' & iif(active, '', 'x'))"
		if have := outcome(source, patient, &fhirpath.Options{Resource: "Patient"}); !agrees(have, "error: "+e.want) {
			t.Errorf("%s: %s, want %s", source, have, e.want)
		}
	}
	check(t, patient, []example{
		{`'a++'.matches('a[+]+$')`, "Boolean true"},
		{`'a+'.matches('a\\++')`, "Boolean true"},
		{`'ab'.matches('(?<x>a)b')`, "Boolean true"},
		{`'ab'.matches('(?i)A(?:b)')`, "Boolean true"},
	})
}
