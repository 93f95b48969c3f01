package funcs

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

var projection = Param{Name: "projection", Kind: Projection}

// Specification: FHIRPath, "Filtering and projection".
var filtering = []Def{
	{Name: "where", Section: "Filtering and projection", Status: Normative, Params: []Param{criterion}, Result: Input, Eval: where},
	{Name: "select", Section: "Filtering and projection", Status: Normative, Params: []Param{projection}, Result: Args, Eval: selectEach},
	{Name: "sort", Section: "Filtering and projection", Status: TrialUse, Params: []Param{optional(Param{Name: "keySelector", Kind: Projection})}, Variadic: true, Result: Input},
	{Name: "repeat", Section: "Filtering and projection", Status: Normative, Params: []Param{projection}, Result: Closure, Reads: Everything, Eval: repeat},
	{Name: "repeatAll", Section: "Filtering and projection", Status: TrialUse, Params: []Param{projection}, Result: Closure, Eval: repeatAll},
	{Name: "ofType", Section: "Filtering and projection", Status: Normative, Params: []Param{typeName}, Result: OfType},
	{Name: "coalesce", Section: "Filtering and projection", Status: TrialUse, Params: []Param{{Name: "value", Kind: Branch}}, Variadic: true, Result: Args, Eval: coalesce},
}

func where(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	mark := c.Mark()
	err := plan.Filter(c, in, args[0], func(i int, t plan.Truth) bool {
		if t == plan.True {
			c.Push(in[i])
		}
		return true
	})
	return c.Since(mark), err
}

func selectEach(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	mark := c.Mark()
	end := mark
	err := plan.Each(c, in, args[0], func(_ int, vs value.Collection) error {
		c.Keep(end, vs)
		end = c.Mark()
		return nil
	})
	return c.Since(mark), err
}

func repeat(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	var out value.Collection
	seen := plan.NewSet(c)
	queue := append(value.Collection(nil), in...)
	for len(queue) > 0 {
		mark := c.Mark()
		from := len(out)
		err := plan.Each(c, queue, args[0], func(_ int, vs value.Collection) error {
			for _, v := range vs {
				if seen.Add(c, v) {
					out = append(out, v)
				}
			}
			c.Release(mark)
			return nil
		})
		if err != nil {
			return nil, err
		}
		queue = out[from:]
	}
	return out, nil
}

// costOfItem is what an item costs in memory that a repetition without end would fill, compared with visiting it.
const costOfItem = 10

func repeatAll(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	var out value.Collection
	queue := in
	for len(queue) > 0 {
		mark := c.Mark()
		from := len(out)
		err := plan.Each(c, queue, args[0], func(_ int, vs value.Collection) error {
			c.Spend(costOfItem * len(vs))
			out = append(out, vs...)
			c.Release(mark)
			return c.Err()
		})
		if err != nil {
			return nil, err
		}
		queue = out[from:]
	}
	return out, nil
}

// coalesce evaluates with the whole input as $this, as iif does, and stops at the first argument that is not empty.
func coalesce(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	this := c.This
	defer func() { c.This = this }()
	c.This = in
	for _, arg := range args {
		if vs, err := arg.Eval(c); err != nil || len(vs) > 0 {
			return vs, err
		}
	}
	return nil, nil
}
