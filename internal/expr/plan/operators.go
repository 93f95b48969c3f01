package plan

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
)

// Arithmetic is an operator on two single values.
type Arithmetic struct {
	X, Y Node
	Op   func(c *Context, x, y value.Value) (v value.Value, ok bool, err error)
	At   ast.Span
}

// Eval implements Node.
func (n *Arithmetic) Eval(c *Context) (value.Collection, error) {
	xs, err := n.X.Eval(c)
	if err != nil {
		return nil, err
	}
	ys, err := n.Y.Eval(c)
	if err != nil {
		return nil, err
	}
	x, okX, err := SingleOperand(xs)
	if err != nil {
		return nil, at(n.At, err)
	}
	y, okY, err := SingleOperand(ys)
	if err != nil || !okX || !okY {
		return nil, at(n.At, err)
	}
	v, ok, err := n.Op(c, x, y)
	if err != nil || !ok {
		return nil, at(n.At, err)
	}
	return c.One(v), nil
}

// SingleOperand returns what an operator computes with: the value of the only item of a collection, a Quantity where
// that is an element of this type. ok is false where there is none.
func SingleOperand(vs value.Collection) (v value.Value, ok bool, err error) {
	v, ok, err = Single(vs)
	if err != nil || !ok {
		return v, false, err
	}
	return operand(v)
}

// Concat is the operator &: an empty operand counts as an empty string.
//
// Specification: FHIRPath, "& (String concatenation)".
type Concat struct {
	X, Y Node
	At   ast.Span
}

// Eval implements Node.
func (n *Concat) Eval(c *Context) (value.Collection, error) {
	x, err := n.text(c, n.X)
	if err != nil {
		return nil, err
	}
	y, err := n.text(c, n.Y)
	if err != nil {
		return nil, err
	}
	v, err := c.Join(x, y)
	if err != nil {
		return nil, at(n.At, err)
	}
	return c.One(v), nil
}

func (n *Concat) text(c *Context, operand Node) (string, error) {
	vs, err := operand.Eval(c)
	if err != nil {
		return "", err
	}
	s, _, err := Text(vs)
	return s, at(n.At, err)
}

// Text returns the string of a collection that has to be a single String, or nothing.
func Text(vs value.Collection) (s string, ok bool, err error) {
	if s, ok := plainText(vs); ok {
		return s, true, nil
	}
	v, ok, err := singleOf(value.KindString, vs)
	return v.Text(), ok, err
}

// plainText is Text for a String, and for an element whose text is one: what there mostly is.
func plainText(vs value.Collection) (s string, ok bool) {
	if len(vs) != 1 {
		return "", false
	}
	switch v := &vs[0]; v.Kind() {
	case value.KindString:
		return v.Text(), true
	case value.KindElement:
		r, n := v.Element()
		return textOf(r, n)
	}
	return "", false
}

// Integer returns the number of a collection that has to be a single Integer, or nothing.
func Integer(vs value.Collection) (i int64, ok bool, err error) {
	v, ok, err := singleOf(value.KindInteger, vs)
	return v.Integer(), ok, err
}

// singleOf returns the only value of a collection, which has to be of a kind; ok is false where there is none.
func singleOf(kind value.Kind, vs value.Collection) (v value.Value, ok bool, err error) {
	v, ok, err = SingleSystem(vs)
	switch {
	case err != nil || ok && v.Kind() == kind || len(vs) == 0:
		return v, ok, err
	case !ok && valueless(vs[0]):
		return value.Value{}, false, nil
	}
	return value.Value{}, false, Failf("want a value of type %s, have one of type %s", kind, vs[0].TypeName())
}

// valueless is true for a primitive that has only an id or extensions.
func valueless(v value.Value) bool {
	_, ok, err := operand(v)
	return !ok && err == nil
}

// Join returns the String of two texts, made in the context's arena.
func (c *Context) Join(x, y string) (value.Value, error) {
	switch {
	case y == "":
		return value.Str(x), nil
	case x == "":
		return value.Str(y), nil
	}
	if err := c.SpendText(len(x) + len(y)); err != nil {
		return value.Value{}, err
	}
	b := append(c.Arena.Grow(len(x)+len(y)), x...)
	return value.Str(c.Arena.Keep(append(b, y...))), nil
}

// Union is the operator |.
//
// Specification: FHIRPath, "union".
type Union struct{ X, Y Node }

// Eval implements Node.
func (n *Union) Eval(c *Context) (value.Collection, error) {
	x, err := n.X.Eval(c)
	if err != nil {
		return nil, err
	}
	y, err := n.Y.Eval(c)
	if err != nil {
		return nil, err
	}
	return Distinct(c, x, y), nil
}

// few is how many items are compared with each other; more are put into a Set.
const few = 16

// Distinct returns the items of the collections in order, each once.
func Distinct(c *Context, vss ...value.Collection) value.Collection {
	mark := c.Mark()
	var set *Set
	for _, vs := range vss {
		for _, v := range vs {
			if have := c.Since(mark); set == nil && len(have) >= few {
				set = NewSet(c, have...)
			}
			if set != nil && set.Add(c, v) || set == nil && !Has(c, c.Since(mark), v) {
				c.Push(v)
			}
			if c.Exhausted() {
				return nil
			}
		}
	}
	return c.Since(mark)
}

// Negate is the unary minus.
//
// Specification: FHIRPath, "Unary operators".
type Negate struct {
	X    Node
	Keep bool // for the unary plus
	At   ast.Span
}

// Eval implements Node.
func (n *Negate) Eval(c *Context) (value.Collection, error) {
	vs, err := n.X.Eval(c)
	if err != nil {
		return nil, err
	}
	v, ok, err := SingleOperand(vs)
	if err != nil || !ok {
		return nil, at(n.At, err)
	}
	negated, ok, err := Negated(v)
	switch {
	case err != nil:
		return nil, at(n.At, err)
	case n.Keep:
		return c.One(v), nil
	case !ok:
		return nil, nil
	}
	return c.One(negated), nil
}
