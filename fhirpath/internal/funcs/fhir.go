package funcs

import (
	"github.com/fhirview/fhirview/fhirpath/internal/plan"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
)

// Specification: FHIR, "FHIRPath", "Additional functions".
var fhirFuncs = []Def{
	{Name: "extension", Section: "FHIR", Status: FHIR, Params: []Param{{Name: "url"}}, Result: Extensions},
	{Name: "hasValue", Section: "FHIR", Status: FHIR, Type: model.SystemBoolean, Reads: Values, Eval: hasValue},
	{Name: "getValue", Section: "FHIR", Status: FHIR, Type: model.SystemAny, Reads: Values, Eval: getValue},
	{Name: "resolve", Section: "FHIR", Status: FHIR},
	{Name: "elementDefinition", Section: "FHIR", Status: FHIR},
	{Name: "slice", Section: "FHIR", Status: FHIR, Params: []Param{{Name: "structure"}, {Name: "name"}}},
	{Name: "checkModifiers", Section: "FHIR", Status: FHIR, Params: []Param{{Name: "modifier"}}},
	{Name: "conformsTo", Section: "FHIR", Status: FHIR, Params: []Param{{Name: "structure"}}, Type: model.SystemBoolean},
	{Name: "memberOf", Section: "FHIR", Status: FHIR, Params: []Param{{Name: "valueset"}}, Type: model.SystemBoolean},
	{Name: "subsumes", Section: "FHIR", Status: FHIR, Params: []Param{{Name: "code"}}, Type: model.SystemBoolean},
	{Name: "subsumedBy", Section: "FHIR", Status: FHIR, Params: []Param{{Name: "code"}}, Type: model.SystemBoolean},
	{Name: "htmlChecks", Section: "FHIR", Status: FHIR, Type: model.SystemBoolean},
}

// Specification: SQL on FHIR, "Required Additional Functions".
var keys = []Def{
	{Name: "getResourceKey", Section: "SQL on FHIR", Status: SQLOnFHIR, Result: ResourceKey},
	{Name: "getReferenceKey", Section: "SQL on FHIR", Status: SQLOnFHIR, Params: []Param{optional(typeName)}, Result: Reference},
}

// Specification: FHIRPath, "Math". These come with the rest of the trial-use functions.
var math = []Def{
	{Name: "abs", Section: "Math", Status: TrialUse},
	{Name: "ceiling", Section: "Math", Status: TrialUse},
	{Name: "exp", Section: "Math", Status: TrialUse},
	{Name: "floor", Section: "Math", Status: TrialUse},
	{Name: "ln", Section: "Math", Status: TrialUse},
	{Name: "log", Section: "Math", Status: TrialUse, Params: []Param{{Name: "base"}}},
	{Name: "power", Section: "Math", Status: TrialUse, Params: []Param{{Name: "exponent"}}},
	{Name: "round", Section: "Math", Status: TrialUse, Params: []Param{precision}},
	{Name: "sqrt", Section: "Math", Status: TrialUse},
	{Name: "truncate", Section: "Math", Status: TrialUse},
}

// Specification: FHIRPath, "Aggregates".
var aggregates = []Def{
	{Name: "aggregate", Section: "Aggregates", Status: TrialUse, Params: []Param{projection, optional(Param{Name: "init"})}},
	{Name: "sum", Section: "Aggregates", Status: TrialUse},
	{Name: "min", Section: "Aggregates", Status: TrialUse},
	{Name: "max", Section: "Aggregates", Status: TrialUse},
	{Name: "avg", Section: "Aggregates", Status: TrialUse},
}

// Specification: FHIRPath, "Extract Date/DateTime/Time components" and "Date and Time Interval Functions".
var components = []Def{
	{Name: "yearOf", Section: "Utility functions", Status: TrialUse, Type: model.SystemInteger},
	{Name: "monthOf", Section: "Utility functions", Status: TrialUse, Type: model.SystemInteger},
	{Name: "dayOf", Section: "Utility functions", Status: TrialUse, Type: model.SystemInteger},
	{Name: "hourOf", Section: "Utility functions", Status: TrialUse, Type: model.SystemInteger},
	{Name: "minuteOf", Section: "Utility functions", Status: TrialUse, Type: model.SystemInteger},
	{Name: "secondOf", Section: "Utility functions", Status: TrialUse, Type: model.SystemInteger},
	{Name: "millisecondOf", Section: "Utility functions", Status: TrialUse, Type: model.SystemInteger},
	{Name: "timezoneOffsetOf", Section: "Utility functions", Status: TrialUse, Type: model.SystemDecimal},
	{Name: "dateOf", Section: "Utility functions", Status: TrialUse, Type: model.SystemDate},
	{Name: "timeOf", Section: "Utility functions", Status: TrialUse, Type: model.SystemTime},
	{Name: "duration", Section: "Utility functions", Status: TrialUse, Params: []Param{{Name: "value"}, {Name: "precision"}}, Type: model.SystemInteger},
	{Name: "difference", Section: "Utility functions", Status: TrialUse, Params: []Param{{Name: "value"}, {Name: "precision"}}, Type: model.SystemInteger},
}

// Specification: FHIRPath, "Comparison".
var comparison = []Def{
	{Name: "comparable", Section: "Comparison", Status: TrialUse, Params: []Param{{Name: "other"}}, Type: model.SystemBoolean},
}

func hasValue(_ *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	_, ok, err := primitive(in)
	return plan.Boolean(ok), err
}

func getValue(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	v, ok, err := primitive(in)
	if !ok || err != nil {
		return nil, err
	}
	return c.One(v), nil
}

// primitive returns the System value of a collection that is a single primitive; ok is false for all others.
func primitive(in value.Collection) (v value.Value, ok bool, err error) {
	if len(in) != 1 {
		return v, false, nil
	}
	return in[0].System()
}
