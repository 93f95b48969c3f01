package upload

import (
	"bytes"
	"encoding/json"
	"net/url"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// IdentifierKey returns an Options.Key that finds records by their first identifier of a system. An empty system is
// any. Records without such an identifier fail.
func IdentifierKey(system string) func(Record) (string, error) {
	return func(r Record) (string, error) {
		var resource struct {
			Identifier json.RawMessage `json:"identifier"`
		}
		if json.Unmarshal(r.Data, &resource) != nil {
			return "", fhir.ErrNotJSON
		}
		for _, id := range identifiers(resource.Identifier) {
			if id.Value != "" && (system == "" || id.System == system) {
				return "identifier=" + url.QueryEscape(searchToken(id.System)+"|"+searchToken(id.Value)), nil
			}
		}
		return "", errNoKey
	}
}

type identifier struct {
	System string `json:"system"`
	Value  string `json:"value"`
}

// identifiers reads the element of either form: a list, or one alone as in a Bundle or a QuestionnaireResponse.
func identifiers(data []byte) []identifier {
	var many []identifier
	if json.Unmarshal(data, &many) == nil {
		return many
	}
	var one identifier
	if json.Unmarshal(data, &one) == nil {
		return []identifier{one}
	}
	return nil
}

// searchToken escapes the characters that mean something in the value of a search parameter.
func searchToken(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		switch s[i] {
		case '\\', '|', ',', '$':
			out = append(out, '\\')
		}
		out = append(out, s[i])
	}
	return string(out)
}

// identifierConditions are the searches that find a resource by each of its identifiers, as conditionKey has them.
func identifierConditions(it *item) []string {
	if !bytes.Contains(it.Data, []byte(`"identifier"`)) {
		return nil
	}
	var resource struct {
		Identifier json.RawMessage `json:"identifier"`
	}
	if json.Unmarshal(it.Data, &resource) != nil {
		return nil
	}
	var all []string
	for _, id := range identifiers(resource.Identifier) {
		for _, value := range []string{id.System + "|" + id.Value, searchToken(id.System) + "|" + searchToken(id.Value), id.Value} {
			all = append(all, fhir.ConditionKey(it.typ, url.Values{"identifier": {value}}))
		}
	}
	return all
}
