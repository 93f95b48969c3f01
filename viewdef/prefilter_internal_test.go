package viewdef

import "testing"

func TestLiteral(t *testing.T) {
	for _, c := range []struct {
		texts []string
		data  string
		ok    bool // one can be looked for
		found bool
	}{
		{[]string{"718-7"}, `{"code":"718-7"}`, true, true},
		{[]string{"718-7"}, `{"code":"1718-7"}`, true, false},
		{[]string{"718-7"}, `{"code":"718-71"}`, true, false},
		{[]string{"718-7"}, `{"code":"7\u00318-7"}`, true, true},
		{[]string{"718-7"}, `{"text":"a\nb \"c\""}`, true, false},
		{[]string{"a/b"}, `{"code":"a\/b"}`, true, true},
		{[]string{"http://loinc.org/very/long", "8-1"}, `{"system":"http://loinc.org/very/long"}`, true, false},
		{[]string{"http://loinc.org", "urn:oid:1.2.3"}, `"http://loinc.org"`, true, true},
		{[]string{"short", "longest", "long"}, `"longest"`, true, true},
		{[]string{"é", `a"b`, `a\b`, "a\nb", ""}, `"é"`, false, false},
		{[]string{"é", "e"}, `"e"`, true, true},
		{nil, ``, false, false},
	} {
		l, ok := literalOf(c.texts)
		if ok != c.ok {
			t.Errorf("%q: %v, want %v", c.texts, ok, c.ok)
			continue
		}
		if ok && l.mayBeIn([]byte(c.data), new(escaped)) != c.found {
			t.Errorf("%q may be in %s: %v, want %v", c.texts, c.data, !c.found, c.found)
		}
	}
}
