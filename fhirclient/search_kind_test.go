package fhirclient

import (
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// TestDamagedTypesAreMatches has entries of servers that tell no mode: what came along with a match is known by its type, and
// what has none that can be believed goes to whoever decodes it.
func TestDamagedTypesAreMatches(t *testing.T) {
	search := &Search{typ: "Patient"}
	for _, c := range []struct {
		name, Resource string
		want           entryKind
	}{
		{"the type", `{"resourceType":"Patient"}`, kindMatch},
		{"another", `{"resourceType":"Organization"}`, kindInclude},
		{"an outcome", `{"resourceType":"OperationOutcome"}`, kindOutcome},
		{"a control character", "{\"resourceType\":\"Pat\x00ent\"}", kindMatch},
		{"bad UTF-8", "{\"resourceType\":\"Pat\xe9ent\"}", kindMatch},
		{"empty", `{"resourceType":""}`, kindMatch},
		{"a number", `{"resourceType":1}`, kindMatch},
		{"none", `{"id":"x"}`, kindMatch},
		{"twice", `{"resourceType":"Organization","id":"x","resourceType":"Patient"}`, kindMatch},
		{"twice, then an outcome", `{"resourceType":"Patient","id":"x","resourceType":"OperationOutcome"}`, kindMatch},
	} {
		var b fhir.Bundle
		if err := b.ParsePage([]byte(`{"resourceType":"Bundle","entry":[{"resource":` + c.Resource + `}]}`)); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if have := search.kind(&b.Entries[0]); have != c.want {
			t.Errorf("%s: kind %d, want %d", c.name, have, c.want)
		}
	}
}
