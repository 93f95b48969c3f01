package plan

import (
	"math"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decimal"
	"github.com/fhirview/fhirview/internal/system"
	"github.com/fhirview/fhirview/internal/values"
)

// operation is an arithmetic operator by the types that it is defined for. ok is false where the result is empty:
// overflow, division by zero, units that do not fit.
type operation struct {
	integers func(x, y int64) (int64, bool)
	decimals func(x, y string) (string, bool)
	amounts  func(x, y system.Quantity) (system.Quantity, bool)
}

// The arithmetic operators on numbers and quantities.
//
// Specification: FHIRPath, "Math".
var (
	addition       = operation{addInt, decimal.Add, system.Quantity.Add}
	subtraction    = operation{subInt, decimal.Sub, system.Quantity.Sub}
	multiplication = operation{mulInt, decimal.Mul, system.Quantity.Mul}
	division       = operation{nil, decimal.Div, system.Quantity.Div}
	wholeDivision  = operation{divInt, decimal.DivInt, nil}
	remainder      = operation{modInt, decimal.Mod, nil}
)

// Add is the operator +: it also joins strings and moves dates.
func Add(c *Context, x, y value.Value) (value.Value, bool, error) {
	if x.Kind() == value.KindString && y.Kind() == value.KindString {
		v, err := c.Join(x.Text(), y.Text())
		return v, err == nil, err
	}
	if values.IsTemporal(x) {
		return c.move(x, y, system.Temporal.Add)
	}
	return addition.apply(x, y)
}

// Subtract is the operator -.
func Subtract(c *Context, x, y value.Value) (value.Value, bool, error) {
	if values.IsTemporal(x) {
		return c.move(x, y, system.Temporal.Sub)
	}
	return subtraction.apply(x, y)
}

// Multiply is the operator *.
func Multiply(_ *Context, x, y value.Value) (value.Value, bool, error) {
	return multiplication.apply(x, y)
}

// Divide is the operator /: its result is always a Decimal or a Quantity.
func Divide(_ *Context, x, y value.Value) (value.Value, bool, error) { return division.apply(x, y) }

// DivideWhole is the operator div.
func DivideWhole(_ *Context, x, y value.Value) (value.Value, bool, error) {
	return wholeDivision.apply(x, y)
}

// Remainder is the operator mod.
func Remainder(_ *Context, x, y value.Value) (value.Value, bool, error) {
	return remainder.apply(x, y)
}

// Negated returns a number or a quantity with the opposite sign.
func Negated(v value.Value) (value.Value, bool, error) {
	if q, ok := values.Quantity(v); ok && v.Kind() == value.KindQuantity {
		q, ok = q.Neg()
		return values.OfQuantity(q), ok, nil
	}
	zero := value.Int(0)
	if _, ok := v.Number(); !ok {
		return v, false, Failf("a sign goes with a number or a quantity")
	}
	return subtraction.apply(zero, v)
}

func (op *operation) apply(x, y value.Value) (v value.Value, ok bool, err error) {
	a, okX := x.Number()
	b, okY := y.Number()
	if !okX || !okY {
		return op.onQuantities(x, y)
	}
	if op.integers == nil || x.Kind() == value.KindDecimal || y.Kind() == value.KindDecimal {
		text, ok := op.decimals(a, b)
		return value.Dec(text), ok, nil
	}
	i, ok := op.integers(x.Integer(), y.Integer())
	if x.Kind() == value.KindLong || y.Kind() == value.KindLong {
		return value.Long(i), ok, nil
	}
	return value.Int(int32(i)), ok && i == int64(int32(i)), nil
}

func (op *operation) onQuantities(x, y value.Value) (v value.Value, ok bool, err error) {
	a, okX := values.Quantity(x)
	b, okY := values.Quantity(y)
	if !okX || !okY || op.amounts == nil {
		return v, false, Failf("the operator is not defined for values of these types%s", noQuantity(x, y))
	}
	q, ok := op.amounts(a, b)
	return values.OfQuantity(q), ok, nil
}

// move adds a quantity to a date or time, or takes it away.
//
// Specification: FHIRPath, "Date/Time Arithmetic".
func (c *Context) move(x, y value.Value, by func(system.Temporal, system.Quantity) (system.Temporal, error)) (value.Value, bool, error) {
	t, ok := values.Temporal(x)
	if !ok {
		return x, false, Failf("not a valid date or time")
	}
	if y.Kind() != value.KindQuantity {
		return x, false, Failf("only a quantity of time can be added to a date or time")
	}
	q, _ := values.Quantity(y)
	moved, err := by(t, q)
	if err != nil {
		return x, false, err
	}
	return c.Temporal(x.Kind(), moved), true, nil
}

// Temporal returns a date or time as a value of a kind, whose text is made in the context's arena.
func (c *Context) Temporal(kind value.Kind, t system.Temporal) value.Value {
	return value.At(kind, c.Arena.Keep(t.AppendTo(c.Arena.Grow(maxTemporal))))
}

// maxTemporal is how long a date with time, nine digits of a fraction and an offset can be.
const maxTemporal = 40

func addInt(x, y int64) (int64, bool) {
	sum := x + y
	return sum, (sum > x) == (y > 0)
}

func subInt(x, y int64) (int64, bool) {
	difference := x - y
	return difference, (difference < x) == (y > 0)
}

func mulInt(x, y int64) (int64, bool) {
	if x == 0 || y == 0 {
		return 0, true
	}
	product := x * y
	overflow := product/y != x || x == -1 && y == math.MinInt64 || y == -1 && x == math.MinInt64
	return product, !overflow
}

func divInt(x, y int64) (int64, bool) {
	if y == 0 || x == math.MinInt64 && y == -1 {
		return 0, false
	}
	return x / y, true
}

func modInt(x, y int64) (int64, bool) {
	if y == 0 {
		return 0, false
	}
	if y == -1 {
		return 0, true
	}
	return x % y, true
}
