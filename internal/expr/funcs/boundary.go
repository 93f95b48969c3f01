package funcs

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decimal"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/system"
	"github.com/fhirview/fhirview/internal/values"
)

var precision = optional(Param{Name: "precision"})

// Specification: FHIRPath, "lowBoundary" and "highBoundary". SQL on FHIR has them on Period too.
var boundaries = []Def{
	{Name: "lowBoundary", Section: "Utility functions", Status: TrialUse, Params: []Param{precision}, Result: Boundary, Reads: Values, Eval: boundary("start", decimal.LowBoundary, system.Temporal.LowBoundary)},
	{Name: "highBoundary", Section: "Utility functions", Status: TrialUse, Params: []Param{precision}, Result: Boundary, Reads: Values, Eval: boundary("end", decimal.HighBoundary, system.Temporal.HighBoundary)},
}

// boundary returns lowBoundary or highBoundary. A Period has the boundary of its element of the given name, which is
// empty where the period is open on that side.
func boundary(
	element string,
	ofDecimal func(text string, precision int) (string, bool),
	ofTemporal func(t system.Temporal, digits int) (system.Temporal, bool),
) plan.Func {
	return func(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
		v, ok, err := plan.Single(in)
		if !ok || err != nil {
			return nil, err
		}
		places := int64(decimal.DefaultPrecision)
		if len(args) > 0 {
			if places, ok, err = integer(c, args[0]); !ok || err != nil {
				return nil, err
			}
			places = min(max(places, -1), 1000)
		}
		if v, ok, err = bounded(c, v, element); !ok || err != nil {
			return nil, err
		}
		return boundaryOf(c, v, int(places), ofDecimal, ofTemporal)
	}
}

// bounded returns the System value whose boundary is asked for; ok is false where there is none.
func bounded(c *plan.Context, v value.Value, element string) (value.Value, bool, error) {
	sys, ok, err := v.System()
	if err != nil || ok {
		return sys, ok, err
	}
	if q, ok := values.Quantity(v); ok {
		return values.OfQuantity(q), true, nil
	}
	if values.Valueless(v) {
		return v, false, nil
	}
	period, _ := c.Model.Lookup("Period")
	r, n := v.Element()
	if !c.Model.Is(v.Type(), period) {
		if (*nodes.Resource)(r).Table().HasText(n) || r.Child(n) == 0 && c.Model.System(v.FHIRType()) != 0 {
			return v, false, nil
		}
		return v, false, plan.Failf("want a Decimal, Quantity, Date, DateTime, Time or Period")
	}
	for n = r.Child(n); n != 0; n = r.Next(n) {
		if string(r.Key(n)) == element {
			return value.Elem(r, n).System()
		}
	}
	return v, false, nil
}

func boundaryOf(
	c *plan.Context, v value.Value, places int,
	ofDecimal func(text string, precision int) (string, bool),
	ofTemporal func(t system.Temporal, digits int) (system.Temporal, bool),
) (value.Collection, error) {
	if text, ok := v.Number(); ok {
		bound, ok := ofDecimal(text, places)
		if !ok {
			return nil, nil
		}
		return c.One(value.Dec(bound)), nil
	}
	if v.Kind() == value.KindQuantity {
		q, _ := values.Quantity(v)
		var ok bool
		if q.Value, ok = ofDecimal(q.Value, places); !ok {
			return nil, nil
		}
		return c.One(values.OfQuantity(q)), nil
	}
	if !values.IsTemporal(v) {
		return nil, plan.Failf("want a Decimal, Quantity, Date, DateTime, Time or Period")
	}
	t, ok := values.Temporal(v)
	if !ok {
		return nil, plan.Failf("not a valid date or time")
	}
	bound, ok := ofTemporal(t, places)
	if !ok {
		return nil, nil
	}
	return c.One(c.Temporal(v.Kind(), bound)), nil
}
