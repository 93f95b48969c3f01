package funcs

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// Specification: FHIRPath, "Combining".
var combining = []Def{
	{Name: "union", Section: "Combining", Status: Normative, Params: []Param{other}, Result: InputOrArg, Reads: Everything, Eval: union},
	{Name: "combine", Section: "Combining", Status: Normative, Params: []Param{{Name: "other"}, optional(Param{Name: "preserveOrder"})}, Result: InputOrArg, Eval: combine},
}

func union(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	others, err := args[0].Eval(c)
	if err != nil {
		return nil, err
	}
	return plan.Distinct(c, in, others), nil
}

// costOfCopy is what an item costs in memory that it is copied to, compared with visiting it.
const costOfCopy = 4

// combine always keeps the order of both collections, which is more than it has to without preserveOrder.
func combine(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	others, err := args[0].Eval(c)
	if err != nil {
		return nil, err
	}
	if len(args) > 1 {
		if _, err := plan.Condition(c, args[1]); err != nil {
			return nil, err
		}
	}
	mark := c.Mark()
	if c.Spend(costOfCopy * (len(in) + len(others))); c.Exhausted() {
		return nil, c.Err()
	}
	for _, v := range in {
		c.Push(v)
	}
	for _, v := range others {
		c.Push(v)
	}
	return c.Since(mark), nil
}
