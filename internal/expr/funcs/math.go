package funcs

import (
	"math"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decimal"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/values"
)

// Specification: FHIRPath, "Math".
var mathFuncs = []Def{
	{Name: "abs", Section: "Math", Status: TrialUse, Result: SameNumber, Reads: Values, Eval: number(abs)},
	whole("ceiling", decimal.Ceil),
	decimalFunction("exp", costOfSeries, exp),
	whole("floor", decimal.Floor),
	decimalFunction("ln", costOfSeries, decimal.Ln),
	{Name: "log", Section: "Math", Status: TrialUse, Params: []Param{{Name: "base"}}, Type: model.SystemDecimal, Reads: Values, Eval: withNumber(2*costOfSeries, decimal.Log, positive)},
	{Name: "power", Section: "Math", Status: TrialUse, Params: []Param{{Name: "exponent"}}, Type: model.SystemDecimal, Reads: Values, Eval: withNumber(costOfPower, decimal.Power, nil)},
	{Name: "round", Section: "Math", Status: TrialUse, Params: []Param{precision}, Result: OrQuantity, Type: model.SystemDecimal, Reads: Values, Eval: round},
	decimalFunction("sqrt", costOfRoot, decimal.Sqrt),
	whole("truncate", decimal.Truncate),
}

// What functions of numbers take, compared with visiting an item: series are computed to many digits.
const (
	costOfRounding = 20
	costOfRoot     = 500
	costOfSeries   = 1000
	costOfPower    = 5000
)

// number defines a function of the number or the quantity in the input. ok is false where the result is empty.
func number(f func(v value.Value) (result value.Value, ok bool)) plan.Func {
	return func(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
		v, ok, err := quantityOrNumber(in)
		if err != nil || !ok {
			return nil, err
		}
		c.Spend(costOfRounding)
		v, ok = f(v)
		if !ok {
			return nil, nil
		}
		return c.One(v), nil
	}
}

// quantityOrNumber returns the single number or quantity of a collection; ok is false where there is none.
func quantityOrNumber(in value.Collection) (v value.Value, ok bool, err error) {
	v, ok, err = plan.SingleOperand(in)
	if err != nil || !ok {
		return v, false, err
	}
	if _, ok := v.Number(); !ok && v.Kind() != value.KindQuantity {
		return v, false, plan.Failf("want a number or a quantity, have a value of type %s", v.TypeName())
	}
	return v, true, nil
}

// decimalText returns the single number of a collection; ok is false where there is none.
func decimalText(in value.Collection) (text string, ok bool, err error) {
	v, ok, err := quantityOrNumber(in)
	if err != nil || !ok {
		return "", false, err
	}
	if text, ok = v.Number(); !ok {
		return "", false, plan.Failf("want a number, have a quantity")
	}
	return text, true, nil
}

func abs(v value.Value) (value.Value, bool) {
	negative := plan.Sign(v) < 0
	if !negative {
		return v, true
	}
	v, ok, err := plan.Negated(v)
	return v, ok && err == nil
}

// whole defines a function whose result is an Integer, or a Quantity where the input is one. A number that is too large
// for an Integer gives nothing.
func whole(name string, f func(text string) (string, bool)) Def {
	return Def{
		Name: name, Section: "Math", Status: TrialUse, Result: OrQuantity, Type: model.SystemInteger, Reads: Values,
		Eval: number(func(v value.Value) (value.Value, bool) {
			text, ok := v.Number()
			if !ok {
				q, _ := values.Quantity(v)
				q.Value, ok = f(q.Value)
				return values.OfQuantity(q), ok
			}
			if text, ok = f(text); !ok {
				return v, false
			}
			return toInteger(value.Str(text), "")
		}),
	}
}

// decimalFunction defines a function from numbers to Decimals.
func decimalFunction(name string, cost int, f func(text string) (string, bool)) Def {
	return Def{
		Name: name, Section: "Math", Status: TrialUse, Type: model.SystemDecimal, Reads: Values,
		Eval: func(c *plan.Context, in value.Collection, _ []plan.Node) (value.Collection, error) {
			text, ok, err := decimalText(in)
			if err != nil || !ok {
				return nil, err
			}
			c.Spend(cost)
			if text, ok = f(text); !ok {
				return nil, nil
			}
			return c.One(value.Dec(text)), nil
		},
	}
}

// withNumber defines a function of two numbers. Both have to fulfil a condition, unless it is nil.
func withNumber(cost int, f func(x, y string) (string, bool), condition func(text string) error) plan.Func {
	return func(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
		x, okX, err := decimalText(in)
		if err != nil {
			return nil, err
		}
		vs, err := args[0].Eval(c)
		if err != nil {
			return nil, err
		}
		y, okY, err := decimalText(vs)
		if err != nil || !okX || !okY {
			return nil, err
		}
		for _, operand := range [...]string{x, y} {
			if condition == nil {
				break
			}
			if err := condition(operand); err != nil {
				return nil, err
			}
		}
		c.Spend(cost)
		if err := c.Err(); err != nil {
			return nil, err
		}
		text, ok := f(x, y)
		if !ok {
			return nil, nil
		}
		return c.One(value.Dec(text)), nil
	}
}

// exp does not try what has more than the hundred digits that a result may have.
func exp(text string) (string, bool) {
	if decimal.Compare(text, "300") > 0 || decimal.Compare(text, "-300") < 0 {
		return "", false
	}
	return decimal.Exp(text)
}

func positive(text string) error {
	if decimal.Compare(text, "0") <= 0 {
		return plan.Failf("log() wants a number and a base that are greater than 0")
	}
	return nil
}

func round(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	places := int64(0)
	if len(args) > 0 {
		var ok bool
		var err error
		if places, ok, err = integer(c, args[0]); err != nil || !ok {
			return nil, err
		}
		if places < 0 {
			return nil, plan.Failf("the precision of round() cannot be negative")
		}
	}
	return number(func(v value.Value) (value.Value, bool) {
		if v.Kind() == value.KindQuantity {
			q, _ := values.Quantity(v)
			var ok bool
			q.Value, ok = decimal.Round(q.Value, int(min(places, math.MaxInt16)))
			return values.OfQuantity(q), ok
		}
		text, _ := v.Number()
		text, ok := decimal.Round(text, int(min(places, math.MaxInt16)))
		return value.Dec(text), ok
	})(c, in, nil)
}
