package funcs

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

var (
	criterion = Param{Name: "criteria", Kind: Criterion}
	other     = Param{Name: "other", Kind: Items}
)

// Specification: FHIRPath, "Existence".
var existence = []Def{
	{Name: "empty", Section: "Existence", Status: Normative, Type: model.SystemBoolean, Eval: empty},
	{Name: "exists", Section: "Existence", Status: Normative, Params: []Param{optional(criterion)}, Type: model.SystemBoolean, Eval: exists},
	{Name: "all", Section: "Existence", Status: Normative, Params: []Param{criterion}, Type: model.SystemBoolean, Eval: all},
	{Name: "allTrue", Section: "Existence", Status: Normative, Type: model.SystemBoolean, Reads: Values, Eval: quantifier(false, false)},
	{Name: "anyTrue", Section: "Existence", Status: Normative, Type: model.SystemBoolean, Reads: Values, Eval: quantifier(true, true)},
	{Name: "allFalse", Section: "Existence", Status: Normative, Type: model.SystemBoolean, Reads: Values, Eval: quantifier(true, false)},
	{Name: "anyFalse", Section: "Existence", Status: Normative, Type: model.SystemBoolean, Reads: Values, Eval: quantifier(false, true)},
	{Name: "subsetOf", Section: "Existence", Status: Normative, Params: []Param{other}, Type: model.SystemBoolean, Reads: Everything, Eval: subsetOf},
	{Name: "supersetOf", Section: "Existence", Status: Normative, Params: []Param{other}, Type: model.SystemBoolean, Reads: Everything, Eval: supersetOf},
	{Name: "count", Section: "Existence", Status: Normative, Type: model.SystemInteger, Eval: count},
	{Name: "distinct", Section: "Existence", Status: Normative, Result: Input, Reads: Everything, Eval: distinct},
	{Name: "isDistinct", Section: "Existence", Status: Normative, Type: model.SystemBoolean, Reads: Everything, Eval: isDistinct},
}

func empty(_ *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	return plan.Boolean(len(in) == 0), nil
}

func exists(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	if len(args) == 0 {
		return plan.Boolean(len(in) > 0), nil
	}
	found := false
	err := plan.Filter(c, in, args[0], func(_ int, t plan.Truth) bool {
		found = t == plan.True
		return !found
	})
	return plan.Boolean(found), err
}

func all(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	holds := true
	err := plan.Filter(c, in, args[0], func(_ int, t plan.Truth) bool {
		holds = t == plan.True
		return holds
	})
	return plan.Boolean(holds), err
}

// quantifier returns one of allTrue, anyTrue, allFalse and anyFalse: result is the answer as soon as an item is
// wanted, and its opposite where none is.
func quantifier(wanted, result bool) plan.Func {
	return func(_ *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
		found := false
		for _, v := range in {
			sys, ok, err := v.System()
			if err != nil {
				return nil, err
			}
			if !ok || sys.Kind() != value.KindBoolean {
				return nil, plan.Failf("every item has to be a Boolean")
			}
			found = found || sys.IsTrue() == wanted
		}
		return plan.Boolean(found == result), nil
	}
}

func subsetOf(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	others, err := args[0].Eval(c)
	return plan.Boolean(subset(c, in, others)), err
}

func supersetOf(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	others, err := args[0].Eval(c)
	return plan.Boolean(subset(c, others, in)), err
}

func subset(c *plan.Context, vs, of value.Collection) bool {
	set := plan.NewSet(c, of...)
	for _, v := range vs {
		if !set.Has(c, v) || c.Exhausted() {
			return false
		}
	}
	return true
}

func count(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	return c.One(value.Int(int32(len(in)))), nil
}

func distinct(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	return plan.Distinct(c, in), nil
}

func isDistinct(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	return plan.Boolean(len(plan.Distinct(c, in)) == len(in)), nil
}
