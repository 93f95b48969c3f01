package funcs

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/values"
)

// Specification: FHIRPath, "Comparison".
var comparison = []Def{
	{Name: "comparable", Section: "Comparison", Status: TrialUse, Params: []Param{{Name: "other"}}, Type: model.SystemBoolean, Reads: Values, Eval: comparableTo},
}

// comparableTo is the function comparable(). It is empty for whatever is not a single quantity or number.
func comparableTo(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	others, err := args[0].Eval(c)
	if err != nil || len(in) != 1 || len(others) != 1 {
		return nil, err
	}
	q, okQ := values.Quantity(in[0])
	p, okP := values.Quantity(others[0])
	if !okQ || !okP {
		return nil, nil
	}
	return plan.Boolean(q.Comparable(p)), nil
}
