package funcs

import (
	"time"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// Specification: FHIRPath, "Utility functions".
var utility = []Def{
	{Name: "trace", Section: "Utility functions", Status: Normative, Params: []Param{{Name: "name"}, optional(projection)}, Result: Input, Reads: Everything, Eval: trace},
	{Name: "pathname", Section: "Utility functions", Status: TrialUse, Params: []Param{optional(Param{Name: "short"})}, Result: ComputedItems, Type: model.SystemString, Above: true, Eval: pathname},
	{Name: "now", Section: "Utility functions", Status: Normative, Type: model.SystemDateTime, Eval: clock(value.KindDateTime, "2006-01-02T15:04:05.000Z07:00")},
	{Name: "timeOfDay", Section: "Utility functions", Status: Normative, Type: model.SystemTime, Eval: clock(value.KindTime, "15:04:05.000")},
	{Name: "today", Section: "Utility functions", Status: Normative, Type: model.SystemDate, Eval: clock(value.KindDate, time.DateOnly)},
	{Name: "defineVariable", Section: "Utility functions", Status: TrialUse, Params: []Param{{Name: "name"}, optional(Param{Name: "projection", Kind: Branch})}, Result: Input},
	{Name: "precision", Section: "Utility functions", Status: TrialUse, Type: model.SystemInteger, Reads: Values, Eval: precisionOf},
}

// Specification: FHIRPath, "Types".
var types = []Def{
	{Name: "is", Section: "Types", Status: Normative, Params: []Param{typeName}, Type: model.SystemBoolean},
	{Name: "as", Section: "Types", Status: Normative, Params: []Param{typeName}, Result: OfType},
	{Name: "type", Section: "Types and Reflection", Status: TrialUse, Eval: typeOf},
}

var typeName = Param{Name: "type", Kind: TypeName}

// Specification: FHIRPath, "Boolean logic".
var logic = []Def{
	{Name: "not", Section: "Boolean logic", Status: Normative, Type: model.SystemBoolean, Reads: Values, Eval: not},
}

func not(_ *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	t, err := plan.ToBoolean(in)
	return t.Not().Collection(), err
}

// clock returns the function that tells the time of the evaluation in a layout.
func clock(kind value.Kind, layout string) plan.Func {
	return func(c *plan.Context, _ value.Collection, _ []plan.Node) (out value.Collection, err error) {
		defer plan.Recover("the clock", &err)
		return c.One(value.At(kind, c.Start().Format(layout))), nil
	}
}

func trace(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	name, _, err := stringArg(c, args[0])
	if err != nil || c.Trace == nil {
		return in, err
	}
	if len(args) == 1 {
		return in, c.Traced(name, in)
	}
	var traced value.Collection
	err = plan.Each(c, in, args[1], func(_ int, vs value.Collection) error {
		traced = append(traced, vs...)
		return nil
	})
	if told := c.Traced(name, traced); err == nil {
		err = told
	}
	return in, err
}
