package funcs

import (
	"encoding/json"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// The operations of FHIR's terminology service.
const (
	opExpand     = "ValueSet/$expand"
	opValidateVS = "ValueSet/$validate-code"
	opValidateCS = "CodeSystem/$validate-code"
	opLookup     = "CodeSystem/$lookup"
	opSubsumes   = "CodeSystem/$subsumes"
	opTranslate  = "ConceptMap/$translate"
)

// parameters are the parameters of an operation, for a Parameters resource.
type parameters [][]byte

// add appends a parameter; field is valueCode and the like, or resource.
func (p *parameters) add(name, field string, text []byte) {
	o := &plan.Object{}
	o.Set("name", plan.JSONString(name))
	o.Set(field, text)
	*p = append(*p, o.Bytes())
}

func (p *parameters) addText(name, field, text string) { p.add(name, field, plan.JSONString(text)) }

// call asks the terminology service; nil is what it does not know.
func (p *parameters) call(c *plan.Context, operation string) ([]byte, error) {
	body := []byte(`{"resourceType":"Parameters","parameter":[`)
	for i, text := range *p {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, text...)
	}
	return c.Outside.Call(operation, append(body, "]}"...))
}

// answer is a Parameters resource that a service returned.
type answer struct {
	Parameter []struct {
		Name         string `json:"name"`
		ValueBoolean *bool  `json:"valueBoolean"`
		ValueCode    string `json:"valueCode"`
	} `json:"parameter"`
}

func parseAnswer(data []byte) (a answer, err error) {
	if err := json.Unmarshal(data, &a); err != nil {
		return a, plan.Failf("the terminology service returned what is no Parameters resource")
	}
	return a, nil
}

// memberOf asks whether a code is in a value set. A code without a system is one of the value set's only system. Of a
// value set that the service does not know it tells nothing.
//
// Specification: FHIR, "FHIRPath", "memberOf".
func memberOf(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	url, ok, err := stringArg(c, args[0])
	if !ok || err != nil || len(in) != 1 {
		return nil, err
	}
	var p parameters
	p.addText("url", "valueUri", url)
	ok, err = p.addCoded(in[0], "code", "coding", "codeableConcept", true)
	if !ok || err != nil {
		return nil, err
	}
	data, err := p.call(c, opValidateVS)
	if data == nil || err != nil {
		return nil, err
	}
	a, err := parseAnswer(data)
	if err != nil {
		return nil, err
	}
	for _, param := range a.Parameter {
		if param.Name == "result" && param.ValueBoolean != nil {
			return plan.Boolean(*param.ValueBoolean), nil
		}
	}
	return nil, plan.Failf("the terminology service did not answer with a result")
}

// addCoded adds a code, Coding or CodeableConcept under the name of its kind; an empty name is of a kind that the
// operation does not take. ok is false for what is none of them. inferred has a code be of the value set's one system.
func (p *parameters) addCoded(v value.Value, code, coding, concept string, inferred bool) (ok bool, err error) {
	switch v.TypeName() {
	case "Coding":
		return p.addElement(v, coding, "valueCoding"), nil
	case "CodeableConcept":
		return p.addElement(v, concept, "valueCodeableConcept"), nil
	case "Quantity":
		text, ok := quantityCoding(v)
		if ok && coding != "" {
			p.add(coding, "valueCoding", text)
		}
		return ok && coding != "", nil
	}
	sys, ok, err := v.System()
	if !ok || err != nil || sys.Kind() != value.KindString {
		return false, err
	}
	p.addText(code, "valueCode", sys.Text())
	if inferred {
		p.add("inferSystem", "valueBoolean", []byte("true"))
	}
	return true, nil
}

func (p *parameters) addElement(v value.Value, name, field string) bool {
	if v.Kind() != value.KindElement || name == "" {
		return false
	}
	r, n := v.Element()
	if r.Kind(n) != resource.Object {
		return false
	}
	p.add(name, field, r.JSON(n))
	return true
}

// quantityCoding returns the code of a quantity's unit as a Coding.
func quantityCoding(v value.Value) ([]byte, bool) {
	if v.Kind() != value.KindElement {
		return nil, false
	}
	c := codingOf(v.Element())
	o := &plan.Object{}
	o.Set("system", plan.JSONString(c.system))
	o.Set("code", plan.JSONString(c.code))
	return o.Bytes(), c.code != ""
}

// coding is a code in its system.
type coding struct{ system, version, code string }

func codingOf(r *resource.Resource, n resource.NodeID) coding {
	var c coding
	for n = r.Child(n); n != 0; n = r.Next(n) {
		switch string(r.Key(n)) {
		case "system":
			c.system = r.Text(n)
		case "version":
			c.version = r.Text(n)
		case "code":
			c.code = r.Text(n)
		}
	}
	return c
}

// codingsOf returns the codings of a Coding or a CodeableConcept.
func codingsOf(v value.Value) ([]coding, error) {
	name := v.TypeName()
	if v.Kind() != value.KindElement || name != "Coding" && name != "CodeableConcept" {
		return nil, plan.Failf("want a Coding or a CodeableConcept, have a %s", name)
	}
	r, n := v.Element()
	if name == "Coding" {
		return []coding{codingOf(r, n)}, nil
	}
	var codings []coding
	for n = r.Child(n); n != 0; n = r.Next(n) {
		if string(r.Key(n)) == "coding" {
			codings = append(codings, codingOf(r, n))
		}
	}
	return codings, nil
}

// subsumption returns the function that is true where a code of the input and one of the argument are related as the
// outcome says, or equivalent. Codes of different systems are not known to be related.
//
// Specification: FHIR, "FHIRPath", "subsumes" and "subsumedBy".
func subsumption(outcome string) plan.Func {
	return func(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
		other, err := args[0].Eval(c)
		if err != nil || len(in) != 1 || len(other) != 1 {
			return nil, err
		}
		left, err := codingsOf(in[0])
		if err != nil {
			return nil, err
		}
		right, err := codingsOf(other[0])
		if err != nil {
			return nil, err
		}
		return related(c, left, right, outcome)
	}
}

func related(c *plan.Context, left, right []coding, outcome string) (value.Collection, error) {
	known := false
	for _, a := range left {
		for _, b := range right {
			if a.system == "" || a.system != b.system || a.code == "" || b.code == "" {
				continue
			}
			have, err := subsumesOutcome(c, a, b)
			if err != nil {
				return nil, err
			}
			if have == outcome || have == "equivalent" {
				return plan.Boolean(true), nil
			}
			known = known || have != ""
		}
	}
	if !known {
		return nil, nil
	}
	return plan.Boolean(false), nil
}

// subsumesOutcome asks how two codes of a system are related; "" is not known.
func subsumesOutcome(c *plan.Context, a, b coding) (string, error) {
	var p parameters
	p.addText("system", "valueUri", a.system)
	if a.version != "" && a.version == b.version {
		p.addText("version", "valueString", a.version)
	}
	p.addText("codeA", "valueCode", a.code)
	p.addText("codeB", "valueCode", b.code)
	data, err := p.call(c, opSubsumes)
	if data == nil || err != nil {
		return "", err
	}
	return outcomeOf(data)
}

func outcomeOf(data []byte) (string, error) {
	a, err := parseAnswer(data)
	if err != nil {
		return "", err
	}
	for _, param := range a.Parameter {
		if param.Name == "outcome" {
			return param.ValueCode, nil
		}
	}
	return "", plan.Failf("the terminology service did not answer with an outcome")
}
