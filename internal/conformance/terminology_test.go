package conformance

import (
	"bytes"
	"context"
)

// smallTerminology is a terminology service that knows as much as the suites ask: the four administrative genders, and
// how the home among the uses of an address is called in HL7 version 2.
type smallTerminology struct{}

func (smallTerminology) Call(_ context.Context, operation string, parameters []byte) ([]byte, error) {
	asksFor := func(url string) bool { return bytes.Contains(parameters, []byte(`"http://hl7.org/fhir/`+url+`"`)) }
	switch {
	case operation == "ValueSet/$expand" && asksFor("ValueSet/administrative-gender"):
		return []byte(`{"resourceType": "ValueSet", "status": "active", "expansion": {"timestamp": "2026-01-01", "contains": [
			{"code": "male"}, {"code": "female"}, {"code": "other"}, {"code": "unknown"}]}}`), nil
	case operation == "ValueSet/$validate-code" && asksFor("ValueSet/administrative-gender"):
		return []byte(`{"resourceType": "Parameters", "parameter": [{"name": "result", "valueBoolean": true}]}`), nil
	case operation == "ConceptMap/$translate" && asksFor("ConceptMap/cm-address-use-v2"):
		return []byte(`{"resourceType": "Parameters", "parameter": [{"name": "result", "valueBoolean": true}, {"name": "match",
			"part": [{"name": "concept", "valueCoding": {"system": "http://terminology.hl7.org/CodeSystem/v2-0190", "code": "H"}}]}]}`), nil
	}
	return nil, nil
}
