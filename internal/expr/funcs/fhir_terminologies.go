package funcs

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// terminologies are the functions of %terminologies.
//
// Specification: FHIR R5, "FHIRPath", "Terminology Service API".
var terminologies = []Def{
	{Name: "expand", Section: "Terminology Service API", Status: FHIR, Params: []Param{entire("valueSet"), optional(params)}, Result: Outside, Returns: "ValueSet", Needs: Terminology, Eval: expand},
	{Name: "lookup", Section: "Terminology Service API", Status: FHIR, Params: []Param{entire("coded"), optional(params)}, Result: Outside, Returns: "Parameters", Needs: Terminology, Eval: lookupCode},
	{Name: "validateVS", Section: "Terminology Service API", Status: FHIR, Params: []Param{entire("valueSet"), entire("coded"), optional(params)}, Result: Outside, Returns: "Parameters", Needs: Terminology, Eval: validate(opValidateVS, "valueSet", "ValueSet")},
	{Name: "validateCS", Section: "Terminology Service API", Status: FHIR, Params: []Param{entire("codeSystem"), entire("coded"), optional(params)}, Result: Outside, Returns: "Parameters", Needs: Terminology, Eval: validate(opValidateCS, "codeSystem", "CodeSystem")},
	{Name: "subsumes", Section: "Terminology Service API", Status: FHIR, Params: []Param{{Name: "system"}, entire("coded1"), entire("coded2"), optional(params)}, Result: Outside, Returns: "code", Needs: Terminology, Eval: subsumesCode},
	{Name: "translate", Section: "Terminology Service API", Status: FHIR, Params: []Param{entire("conceptMap"), entire("coded"), optional(params)}, Result: Outside, Returns: "Parameters", Needs: Terminology, Eval: translate},
}

var params = Param{Name: "params"}

func entire(name string) Param { return Param{Name: name, Kind: Items} }

// one evaluates an argument that has to be a single item; ok is false for all else, of which the functions of
// %terminologies tell nothing.
func one(c *plan.Context, arg plan.Node) (v value.Value, ok bool, err error) {
	vs, err := arg.Eval(c)
	if err != nil || len(vs) != 1 {
		return v, false, err
	}
	return vs[0], true, nil
}

// addResource adds a resource, or the URL of one.
func (p *parameters) addResource(v value.Value, name, typ string) (ok bool, err error) {
	if v.TypeName() == typ {
		return p.addElement(v, name, "resource"), nil
	}
	sys, ok, err := v.System()
	if !ok || err != nil || sys.Kind() != value.KindString {
		return false, err
	}
	p.addText("url", "valueUri", sys.Text())
	return true, nil
}

// valueFields are the types of the parameters that params can name; all others are strings.
var valueFields = map[string]string{
	"activeOnly": "valueBoolean", "includeDesignations": "valueBoolean", "includeDefinition": "valueBoolean",
	"excludeNested": "valueBoolean", "excludeNotForUI": "valueBoolean", "excludePostCoordinated": "valueBoolean",
	"abstract": "valueBoolean", "inferSystem": "valueBoolean", "reverse": "valueBoolean", "lenient-display-validation": "valueBoolean",
	"offset": "valueInteger", "count": "valueInteger", "displayLanguage": "valueCode", "property": "valueCode",
	"date": "valueDateTime", "url": "valueUri", "system": "valueUri", "source": "valueUri", "target": "valueUri",
	"context": "valueUri", "targetSystem": "valueUri", "targetsystem": "valueUri", "sourceScope": "valueUri",
	"targetScope": "valueUri", "system-version": "valueCanonical", "check-system-version": "valueCanonical",
	"force-system-version": "valueCanonical", "exclude-system": "valueCanonical", "useSupplement": "valueCanonical",
}

// addEncoded adds the parameters of a URL-encoded string, where the argument is there.
func (p *parameters) addEncoded(c *plan.Context, args []plan.Node, at int) error {
	if at >= len(args) {
		return nil
	}
	text, ok, err := stringArg(c, args[at])
	if !ok || err != nil {
		return err
	}
	query, err := url.ParseQuery(text)
	if err != nil {
		return plan.Failf("params has to be URL-encoded, such as displayLanguage=en&activeOnly=true")
	}
	names := make([]string, 0, len(query))
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range query[name] {
			if err := p.addTyped(name, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *parameters) addTyped(name, text string) error {
	field := valueFields[name]
	var err error
	switch field {
	case "valueBoolean":
		_, err = strconv.ParseBool(text)
	case "valueInteger":
		_, err = strconv.Atoi(text)
	case "":
		p.addText(name, "valueString", text)
		return nil
	default:
		p.addText(name, field, text)
		return nil
	}
	if err != nil {
		return plan.Failf("a parameter in params is no %s", map[string]string{"valueBoolean": "boolean", "valueInteger": "integer"}[field])
	}
	p.add(name, field, []byte(text))
	return nil
}

// ask calls an operation and yields the resource that it returns.
func (p *parameters) ask(c *plan.Context, operation string) (value.Collection, error) {
	data, err := p.call(c, operation)
	if data == nil || err != nil {
		return nil, err
	}
	v, err := c.Received(data)
	if err != nil {
		return nil, err
	}
	return c.One(v), nil
}

func expand(c *plan.Context, _ value.Collection, args []plan.Node) (value.Collection, error) {
	var p parameters
	set, ok, err := one(c, args[0])
	if !ok || err != nil {
		return nil, err
	}
	if ok, err = p.addResource(set, "valueSet", "ValueSet"); !ok || err != nil {
		return nil, err
	}
	if err := p.addEncoded(c, args, 1); err != nil {
		return nil, err
	}
	return p.ask(c, opExpand)
}

func lookupCode(c *plan.Context, _ value.Collection, args []plan.Node) (value.Collection, error) {
	var p parameters
	v, ok, err := one(c, args[0])
	if !ok || err != nil {
		return nil, err
	}
	if ok, err = p.addFirstCoding(v); !ok || err != nil {
		return nil, err
	}
	if err := p.addEncoded(c, args, 1); err != nil {
		return nil, err
	}
	return p.ask(c, opLookup)
}

// addFirstCoding adds a code or a Coding; of a CodeableConcept its first Coding, since the operation takes one.
func (p *parameters) addFirstCoding(v value.Value) (bool, error) {
	if v.TypeName() != "CodeableConcept" {
		return p.addCoded(v, "code", "coding", "", false)
	}
	r, n := v.Element()
	for n = r.Child(n); n != 0; n = r.Next(n) {
		if string(r.Key(n)) == "coding" && r.Kind(n) == resource.Object {
			p.add("coding", "valueCoding", r.JSON(n))
			return true, nil
		}
	}
	return false, nil
}

// validate returns validateVS and validateCS.
func validate(operation, name, typ string) plan.Func {
	return func(c *plan.Context, _ value.Collection, args []plan.Node) (value.Collection, error) {
		var p parameters
		set, ok, err := one(c, args[0])
		if !ok || err != nil {
			return nil, err
		}
		if ok, err = p.addResource(set, name, typ); !ok || err != nil {
			return nil, err
		}
		coded, ok, err := one(c, args[1])
		if !ok || err != nil {
			return nil, err
		}
		ok, err = p.addCoded(coded, "code", "coding", "codeableConcept", operation == opValidateVS)
		if !ok || err != nil {
			return nil, err
		}
		if err := p.addEncoded(c, args, 2); err != nil {
			return nil, err
		}
		return p.ask(c, operation)
	}
}

func subsumesCode(c *plan.Context, _ value.Collection, args []plan.Node) (value.Collection, error) {
	system, ok, err := stringArg(c, args[0])
	if !ok || err != nil {
		return nil, err
	}
	var p parameters
	p.addText("system", "valueUri", system)
	for i, suffix := range [...]string{"A", "B"} {
		v, ok, err := one(c, args[i+1])
		if !ok || err != nil {
			return nil, err
		}
		if ok, err = p.addCoded(v, "code"+suffix, "coding"+suffix, "", false); !ok || err != nil {
			return nil, err
		}
	}
	if err := p.addEncoded(c, args, 3); err != nil {
		return nil, err
	}
	data, err := p.call(c, opSubsumes)
	if data == nil || err != nil {
		return nil, err
	}
	outcome, err := outcomeOf(data)
	if err != nil || outcome == "" {
		return nil, err
	}
	code, _ := c.Model.Lookup("code")
	return c.One(value.Str(outcome).Typed(code)), nil
}

func translate(c *plan.Context, _ value.Collection, args []plan.Node) (value.Collection, error) {
	var p parameters
	m, ok, err := one(c, args[0])
	if !ok || err != nil {
		return nil, err
	}
	if ok, err = p.addResource(m, "conceptMap", "ConceptMap"); !ok || err != nil {
		return nil, err
	}
	v, ok, err := one(c, args[1])
	if !ok || err != nil {
		return nil, err
	}
	names := [...]string{"code", "coding", "codeableConcept"}
	if renamed(c.Model) {
		names = [...]string{"sourceCode", "sourceCoding", "sourceCodeableConcept"}
	}
	if ok, err = p.addCoded(v, names[0], names[1], names[2], false); !ok || err != nil {
		return nil, err
	}
	if err := p.addEncoded(c, args, 2); err != nil {
		return nil, err
	}
	return p.ask(c, opTranslate)
}

// renamed is true for R5 and later, whose $translate has other names for its parameters.
func renamed(m *model.Model) bool { return m.Version() >= "5" }
