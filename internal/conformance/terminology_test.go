package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// smallTerminology is a terminology service with the content that the suites ask about: the administrative genders, and
// how uses of an address are called in HL7 version 2. It answers from that content, also with no.
type smallTerminology struct{}

var (
	genders     = []string{"male", "female", "other", "unknown"}
	addressUses = map[string]string{"home": "H", "temp": "C", "old": "BA"}
)

const (
	genderSet     = "http://hl7.org/fhir/ValueSet/administrative-gender"
	addressUseMap = "http://hl7.org/fhir/ConceptMap/cm-address-use-v2"
)

func (smallTerminology) Call(_ context.Context, operation string, parameters []byte) ([]byte, error) {
	values, err := stringParameters(parameters)
	if err != nil {
		return nil, err
	}
	switch {
	case operation == "ValueSet/$expand" && slices.Contains(values, genderSet):
		codes := make([]string, len(genders))
		for i, g := range genders {
			codes[i] = fmt.Sprintf(`{"code": %q}`, g)
		}
		return fmt.Appendf(nil, `{"resourceType": "ValueSet", "status": "active", "expansion": {"timestamp": "2026-01-01", "contains": [%s]}}`,
			strings.Join(codes, ", ")), nil
	case operation == "ValueSet/$validate-code" && slices.Contains(values, genderSet):
		known := slices.ContainsFunc(values, func(v string) bool { return slices.Contains(genders, v) })
		return fmt.Appendf(nil, `{"resourceType": "Parameters", "parameter": [{"name": "result", "valueBoolean": %t}]}`, known), nil
	case operation == "ConceptMap/$translate" && slices.Contains(values, addressUseMap):
		for _, v := range values {
			if target, ok := addressUses[v]; ok {
				return fmt.Appendf(nil, `{"resourceType": "Parameters", "parameter": [{"name": "result", "valueBoolean": true},
					{"name": "match", "part": [{"name": "concept", "valueCoding": {"code": %q}}]}]}`, target), nil
			}
		}
		return []byte(`{"resourceType": "Parameters", "parameter": [{"name": "result", "valueBoolean": false}]}`), nil
	}
	return nil, nil
}

// stringParameters returns the string values of a Parameters resource, those inside of codings too.
func stringParameters(parameters []byte) ([]string, error) {
	var values []string
	var collect func(v any)
	collect = func(v any) {
		switch v := v.(type) {
		case string:
			values = append(values, v)
		case []any:
			for _, item := range v {
				collect(item)
			}
		case map[string]any:
			for _, item := range v {
				collect(item)
			}
		}
	}
	var p any
	if err := json.Unmarshal(parameters, &p); err != nil {
		return nil, err
	}
	collect(p)
	return values, nil
}
