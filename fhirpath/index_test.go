package fhirpath_test

import "testing"

// TestIndexTellsMistakes has values stand behind the first where objects should: an index looks at them, first() does not.
func TestIndexTellsMistakes(t *testing.T) {
	const damaged = `{"resourceType": "Patient", "name": [{"given": ["Ada", "Mae"], "family": "Zwart"}, "Blom"]}`
	check(t, damaged, []example{
		{"name.given[0]", "error: "}, {"name.given[0].length()", "error: "}, {"name.given.first()", "string Ada"},
		{"name[0].given[0]", "string Ada"}, {"name[0].given[1]", "string Mae"}, {"name[0].given[2]", ""},
		{"name[0].family", "string Zwart"}, {"name[1].family", "error: "}, {"name.given[0].exists()", "error: "},
		{"name[0].given[0].exists()", "Boolean true"}, {"name[0].given.join('-')", "String Ada-Mae"}, {"name[{}].family", ""},
	})
}
