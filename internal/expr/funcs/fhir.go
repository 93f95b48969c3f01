package funcs

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// Specification: FHIR, "FHIRPath", "Additional functions".
var fhirFuncs = []Def{
	{Name: "extension", Section: "FHIR", Status: FHIR, Params: []Param{{Name: "url"}}, Result: Extensions},
	{Name: "hasValue", Section: "FHIR", Status: FHIR, Type: model.SystemBoolean, Reads: Values, Eval: hasValue},
	{Name: "getValue", Section: "FHIR", Status: FHIR, Type: model.SystemAny, Reads: Values, Eval: getValue},
	{Name: "resolve", Section: "FHIR", Status: FHIR, Result: Outside, Returns: "Resource"},
	{Name: "elementDefinition", Section: "FHIR", Status: FHIR, Result: Outside, Returns: "ElementDefinition", Needs: Profiles, Above: true, Eval: elementDefinition},
	{Name: "slice", Section: "FHIR", Status: FHIR, Params: []Param{{Name: "structure"}, {Name: "name"}}, Result: Input, Reads: Everything, Needs: Profiles, Eval: slice},
	{Name: "checkModifiers", Section: "FHIR", Status: FHIR, Params: []Param{{Name: "modifier"}}, Variadic: true, Result: Input, Eval: checkModifiers},
	{Name: "conformsTo", Section: "FHIR", Status: FHIR, Params: []Param{{Name: "structure"}}, Type: model.SystemBoolean, Eval: conformsTo},
	{Name: "memberOf", Section: "FHIR", Status: FHIR, Params: []Param{{Name: "valueset"}}, Type: model.SystemBoolean, Reads: Everything, Needs: Terminology, Eval: memberOf},
	{Name: "subsumes", Section: "FHIR", Status: FHIR, Params: []Param{entire("code")}, Type: model.SystemBoolean, Reads: Everything, Needs: Terminology, Eval: subsumption("subsumes")},
	{Name: "subsumedBy", Section: "FHIR", Status: FHIR, Params: []Param{entire("code")}, Type: model.SystemBoolean, Reads: Everything, Needs: Terminology, Eval: subsumption("subsumed-by")},
	{Name: "htmlChecks", Section: "FHIR", Status: FHIR, Type: model.SystemBoolean, Reads: Values, Eval: htmlChecks},
}

// Specification: SQL on FHIR, "Required Additional Functions".
var keys = []Def{
	{Name: "getResourceKey", Section: "SQL on FHIR", Status: SQLOnFHIR, Result: ResourceKey},
	{Name: "getReferenceKey", Section: "SQL on FHIR", Status: SQLOnFHIR, Params: []Param{optional(typeName)}, Result: Reference},
}

func hasValue(_ *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	if !isFHIR(in) {
		return plan.Boolean(false), nil
	}
	_, ok, err := primitive(in)
	return plan.Boolean(ok), err
}

func getValue(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	if !isFHIR(in) {
		return nil, nil
	}
	v, ok, err := primitive(in)
	if !ok || err != nil {
		return nil, err
	}
	return c.One(v), nil
}

// isFHIR is true for a collection that begins with an element, or with a constant of a FHIR type: a System value is no
// primitive of FHIR's.
func isFHIR(in value.Collection) bool {
	return len(in) > 0 && (in[0].Kind() == value.KindElement || in[0].FHIRType() != model.Unknown)
}

// primitive returns the System value of a collection that is a single primitive; ok is false for all others.
func primitive(in value.Collection) (v value.Value, ok bool, err error) {
	if len(in) != 1 {
		return v, false, nil
	}
	return in[0].System()
}
