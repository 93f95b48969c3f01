package funcs

import (
	"strconv"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// Specification: FHIRPath, "Aggregates".
var aggregates = []Def{
	{Name: "aggregate", Section: "Aggregates", Status: TrialUse, Params: []Param{projection, optional(Param{Name: "init"})}, Eval: aggregate},
	{Name: "sum", Section: "Aggregates", Status: TrialUse, Result: SameNumber, Reads: Values, Eval: sum},
	{Name: "min", Section: "Aggregates", Status: TrialUse, Result: InputItem, Reads: Values, Eval: extreme(func(cmp int) bool { return cmp < 0 })},
	{Name: "max", Section: "Aggregates", Status: TrialUse, Result: InputItem, Reads: Values, Eval: extreme(func(cmp int) bool { return cmp > 0 })},
	{Name: "avg", Section: "Aggregates", Status: TrialUse, Result: OrQuantity, Type: model.SystemDecimal, Reads: Values, Eval: avg},
}

// aggregate keeps $total at one place of the stack, below what each evaluation of the aggregator needs.
func aggregate(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	outer := c.Total
	defer func() { c.Total = outer }()
	var total value.Collection
	if len(args) > 1 {
		var err error
		if total, err = args[1].Eval(c); err != nil {
			return nil, err
		}
	}
	c.Total = total
	mark := c.Mark()
	err := plan.Each(c, in, args[0], func(_ int, vs value.Collection) error {
		c.Keep(mark, vs)
		c.Total = c.Since(mark)
		return nil
	})
	return c.Total, err
}

// items returns the values of a collection whose items have to be of one type; primitives without a value do not
// count.
func items(c *plan.Context, in value.Collection) (value.Collection, error) {
	mark := c.Mark()
	c.Spend(len(in))
	for i := range in {
		v, ok, err := plan.SingleOperand(in[i : i+1])
		if err != nil {
			return nil, err
		}
		if ok {
			c.Push(v)
		}
	}
	vs := c.Since(mark)
	for _, v := range vs {
		if v.Kind() != vs[0].Kind() {
			return nil, plan.Failf("all items have to be of one type, have %s and %s", vs[0].TypeName(), v.TypeName())
		}
	}
	return vs, c.Err()
}

func sum(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	vs, err := items(c, in)
	if err != nil || len(vs) == 0 {
		return nil, err
	}
	total, ok, err := sumOf(c, vs)
	if err != nil || !ok {
		return nil, err
	}
	return c.One(total), nil
}

func sumOf(c *plan.Context, vs value.Collection) (total value.Value, ok bool, err error) {
	if _, ok, err = quantityOrNumber(vs[:1]); err != nil || !ok {
		return total, false, err
	}
	c.Spend(len(vs) * costOfRounding)
	total = vs[0]
	for _, v := range vs[1:] {
		if total, ok, err = plan.Add(c, total, v); err != nil || !ok {
			return total, false, err
		}
	}
	return total, true, nil
}

func avg(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
	vs, err := items(c, in)
	if err != nil || len(vs) == 0 {
		return nil, err
	}
	for i, v := range vs {
		if text, ok := v.Number(); ok {
			vs[i] = value.Dec(text)
		}
	}
	total, ok, err := sumOf(c, vs)
	if err != nil || !ok {
		return nil, err
	}
	mean, ok, err := plan.Divide(c, total, value.Dec(strconv.Itoa(len(vs))))
	if err != nil || !ok {
		return nil, err
	}
	return c.One(mean), nil
}

// extreme returns min or max: the item that is before all others. It is empty where two items cannot be compared, as
// the comparison is.
func extreme(before func(cmp int) bool) plan.Func {
	return func(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
		vs, err := items(c, in)
		if err != nil || len(vs) == 0 {
			return nil, err
		}
		if _, _, err := plan.Order(vs[0], vs[0]); err != nil {
			return nil, err
		}
		best, at := vs[0], -1
		for i := range in {
			v, ok, _ := plan.SingleOperand(in[i : i+1])
			if !ok {
				continue
			}
			cmp, known, err := plan.Order(v, best)
			if err != nil || !known {
				return nil, err
			}
			if at < 0 || before(cmp) {
				best, at = v, i
			}
		}
		return in[at : at+1], nil
	}
}
