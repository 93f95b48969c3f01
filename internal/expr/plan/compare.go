package plan

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/values"
)

// Relation is an operator that compares its operands: it has a truth value for every pair of collections.
type Relation struct {
	X, Y Node
	Op   Comparison
	At   ast.Span
	// OfTexts is true for the operator = whose left side has Strings as values.
	OfTexts bool
}

// Comparison decides about two collections.
type Comparison func(c *Context, x, y value.Collection) (Truth, error)

// Eval implements Node.
func (n *Relation) Eval(c *Context) (value.Collection, error) {
	t, err := n.Test(c)
	return t.Collection(), err
}

// Test implements Tester.
func (n *Relation) Test(c *Context) (Truth, error) {
	mark := c.Mark()
	x, err := n.X.Eval(c)
	if err != nil {
		return Empty, err
	}
	y, err := n.Y.Eval(c)
	if err != nil {
		return Empty, err
	}
	c.Spend(textSteps(x) + textSteps(y))
	t, err := n.Op(c, x, y)
	c.Release(mark)
	return t, at(n.At, err)
}

// textSteps is what it takes to compare a string that the expression has made.
func textSteps(vs value.Collection) int {
	if len(vs) != 1 || vs[0].Kind() == value.KindElement {
		return 0
	}
	return len(vs[0].Text()) / (8 * bytesPerStep)
}

// Equals is the operator =.
//
// Specification: FHIRPath, "Equals".
func Equals(c *Context, x, y value.Collection) (Truth, error) {
	if len(x) == 0 || len(y) == 0 {
		return Empty, nil
	}
	if len(x) != len(y) {
		return False, nil
	}
	c.Spend(len(x))
	result := True
	for i := range x {
		switch equal, known := values.Equal(x[i], y[i]); {
		case !known:
			result = Empty
		case !equal:
			return False, nil
		}
	}
	return result, nil
}

// NotEquals is the operator !=.
func NotEquals(c *Context, x, y value.Collection) (Truth, error) {
	t, err := Equals(c, x, y)
	return t.Not(), err
}

// Equivalent is the operator ~. It is empty only for two quantities whose units have nothing in common.
//
// Specification: FHIRPath, "Equivalent".
func Equivalent(c *Context, x, y value.Collection) (Truth, error) {
	if len(x) != len(y) {
		return False, nil
	}
	if len(x) == 1 {
		equivalent, known := values.Equivalent(x[0], y[0])
		if !known {
			return Empty, nil
		}
		return TruthOf(equivalent), nil
	}
	used := make([]bool, len(y))
	for _, v := range x {
		if c.Spend(len(y)); c.Exhausted() || !useEquivalent(v, y, used) {
			return False, nil
		}
	}
	return True, nil
}

// useEquivalent marks the first item that is equivalent to v and not marked yet; false where there is none.
func useEquivalent(v value.Value, vs value.Collection, used []bool) bool {
	for i, w := range vs {
		if used[i] {
			continue
		}
		if equivalent, known := values.Equivalent(v, w); equivalent && known {
			used[i] = true
			return true
		}
	}
	return false
}

// NotEquivalent is the operator !~.
func NotEquivalent(c *Context, x, y value.Collection) (Truth, error) {
	t, err := Equivalent(c, x, y)
	return t.Not(), err
}

// Ordering returns the operator that holds where holds is true of the order of its operands.
//
// Specification: FHIRPath, "Comparison".
func Ordering(holds func(cmp int) bool) Comparison {
	return func(_ *Context, x, y value.Collection) (Truth, error) {
		a, okA, err := Single(x)
		if err != nil {
			return Empty, err
		}
		b, okB, err := Single(y)
		if err != nil || !okA || !okB {
			return Empty, err
		}
		cmp, known, err := Order(a, b)
		if err != nil || !known {
			return Empty, err
		}
		return TruthOf(holds(cmp)), nil
	}
}

// isMalformed is true for a date or time that is none.
func isMalformed(v value.Value) bool {
	if !values.IsTemporal(v) {
		return false
	}
	_, ok := values.Temporal(v)
	return !ok
}

// Order compares two items as the operators < and > do; elements are compared by their values. known is false where
// those operators are empty.
func Order(a, b value.Value) (cmp int, known bool, err error) {
	sa, okA, err := operand(a)
	if err != nil {
		return 0, false, err
	}
	sb, okB, err := operand(b)
	if err != nil || !okA || !okB {
		return 0, false, err
	}
	cmp, known, ok := values.Compare(sa, sb)
	if !known && (isMalformed(sa) || isMalformed(sb)) {
		return 0, false, Failf("a value is no valid date or time")
	}
	if !ok {
		return 0, false, Failf("values of these types have no order%s", noQuantity(sa, sb))
	}
	return cmp, known, nil
}

// noQuantity says what is wrong with values of which one is an element of type Quantity that is none to compute with;
// nothing where none is.
func noQuantity(operands ...value.Value) string {
	for _, v := range operands {
		if v.Kind() != value.KindElement {
			continue
		}
		r, _ := v.Element()
		if quantity, _ := r.Model().Lookup("Quantity"); r.Model().Is(v.Type(), quantity) {
			return ": a Quantity with a comparator, or whose code is not of UCUM, is none to compute with; take its value"
		}
	}
	return ""
}

// operand returns what an operator computes with: a System value, or a quantity that stays an element. ok is false
// for a primitive or a Quantity without a value, which counts as empty.
func operand(v value.Value) (sys value.Value, ok bool, err error) {
	if v.Kind() != value.KindElement {
		return v, true, nil
	}
	sys, ok, err = v.System()
	if err != nil || ok {
		return sys, ok, err
	}
	if q, ok := values.Quantity(v); ok {
		return values.OfQuantity(q), true, nil
	}
	if r, n := v.Element(); !(*nodes.Resource)(r).Table().HasText(n) && r.Model().System(v.FHIRType()) != 0 {
		return v, false, nil
	}
	return v, !values.Valueless(v), nil
}

// In is the operator in.
//
// Specification: FHIRPath, "in (membership)".
func In(c *Context, x, y value.Collection) (Truth, error) {
	v, ok, err := Single(x)
	if err != nil || !ok {
		return Empty, err
	}
	return TruthOf(Has(c, y, v)), nil
}

// Contains is the operator contains.
func Contains(c *Context, x, y value.Collection) (Truth, error) { return In(c, y, x) }

// Has is true where a collection holds an item equal to v.
func Has(c *Context, vs value.Collection, v value.Value) bool {
	c.Spend(len(vs))
	for _, w := range vs {
		if equal, known := values.Equal(w, v); equal && known {
			return true
		}
	}
	return false
}
