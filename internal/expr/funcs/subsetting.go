package funcs

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

var num = Param{Name: "num", Kind: Value}

// Specification: FHIRPath, "Subsetting".
var subsetting = []Def{
	{Name: "single", Section: "Subsetting", Status: Normative, Result: InputItem, Eval: single},
	{Name: "first", Section: "Subsetting", Status: Normative, Result: InputItem, Eval: first},
	{Name: "last", Section: "Subsetting", Status: Normative, Result: InputItem, Eval: last},
	{Name: "tail", Section: "Subsetting", Status: Normative, Result: Input, Eval: tail},
	{Name: "skip", Section: "Subsetting", Status: Normative, Params: []Param{num}, Result: Input, Eval: skip},
	{Name: "take", Section: "Subsetting", Status: Normative, Params: []Param{num}, Result: Input, Eval: take},
	{Name: "intersect", Section: "Subsetting", Status: Normative, Params: []Param{other}, Result: Input, Reads: Everything, Eval: intersect},
	{Name: "exclude", Section: "Subsetting", Status: Normative, Params: []Param{other}, Result: Input, Reads: Everything, Eval: exclude},
}

func single(_ *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	_, _, err := plan.Single(in)
	return in, err
}

func first(_ *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	return in[:min(1, len(in))], nil
}

func last(_ *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	return in[max(0, len(in)-1):], nil
}

func tail(_ *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	return in[min(1, len(in)):], nil
}

func skip(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	n, ok, err := integer(c, args[0])
	if !ok || err != nil {
		return nil, err
	}
	return in[min(max(n, 0), int64(len(in))):], nil
}

func take(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	n, ok, err := integer(c, args[0])
	if !ok || err != nil {
		return nil, err
	}
	return in[:min(max(n, 0), int64(len(in)))], nil
}

func intersect(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	others, err := args[0].Eval(c)
	if err != nil {
		return nil, err
	}
	set, both := plan.NewSet(c), plan.NewSet(c, others...)
	mark := c.Mark()
	for _, v := range in {
		if both.Has(c, v) && set.Add(c, v) {
			c.Push(v)
		}
	}
	return c.Since(mark), nil
}

func exclude(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	others, err := args[0].Eval(c)
	if err != nil {
		return nil, err
	}
	set := plan.NewSet(c, others...)
	mark := c.Mark()
	for _, v := range in {
		if !set.Has(c, v) {
			c.Push(v)
		}
	}
	return c.Since(mark), nil
}

// integer evaluates an argument that has to be a single Integer; ok is false where it is empty.
func integer(c *plan.Context, arg plan.Node) (i int64, ok bool, err error) {
	vs, err := arg.Eval(c)
	if err != nil {
		return 0, false, err
	}
	return plan.Integer(vs)
}
