package plan

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/paths"
	"github.com/fhirview/fhirview/internal/projection"
)

// Constant is a collection that is known when the expression is compiled.
type Constant struct{ Values value.Collection }

// Eval implements Node.
func (n *Constant) Eval(*Context) (value.Collection, error) { return n.Values, nil }

// Variable is one of the values that the context holds.
type Variable struct {
	Get func(c *Context) value.Collection
}

// Eval implements Node.
func (n *Variable) Eval(c *Context) (value.Collection, error) { return n.Get(c), nil }

// The variables of a context.
var (
	This         = &Variable{func(c *Context) value.Collection { return c.This }}
	Index        = &Variable{func(c *Context) value.Collection { return c.One(value.Int(int32(c.Index))) }}
	Total        = &Variable{func(c *Context) value.Collection { return c.Total }}
	Root         = &Variable{func(c *Context) value.Collection { return c.Root }}
	Resource     = &Variable{func(c *Context) value.Collection { return c.Resource }}
	RootResource = &Variable{func(c *Context) value.Collection { return c.RootResource }}
	RowIndex     = &Variable{func(c *Context) value.Collection { return c.One(value.Int(int32(c.RowIndex))) }}
)

// Member selects the children of a name.
type Member struct {
	X    Node
	Name projection.Name
	// Values is true where all that it can yield are primitives.
	Values bool
}

// Eval implements Node.
func (n *Member) Eval(c *Context) (value.Collection, error) {
	in, err := n.X.Eval(c)
	if err != nil {
		return nil, err
	}
	mark := c.Mark()
	for i := range in {
		if in[i].Kind() != value.KindElement {
			continue
		}
		if err := c.pushChildren(in[i], n.Name); err != nil {
			return nil, err
		}
	}
	out := c.Since(mark)
	c.Spend(len(out))
	return out, nil
}

// pushChildren pushes the children of a name.
func (c *Context) pushChildren(v value.Value, name projection.Name) error {
	r, id := v.Element()
	if err := paths.MayHaveChildren(r, id); err != nil {
		return err
	}
	for id = r.Child(id); id != 0; id = r.Next(id) {
		if (*nodes.Resource)(r).Table().Nodes[id].Name == name {
			c.stack = append(c.stack, value.Elem(r, id))
		}
	}
	return nil
}

// isSystemID is true for an element id, which the definitions of FHIR give the type System.String beside the one that it
// has as an element.
func isSystemID(v value.Value) bool {
	if v.Kind() != value.KindElement {
		return false
	}
	r, n := v.Element()
	return r.Model().System(r.Type(n)) == model.SystemString && string(r.Key(n)) == "id"
}

// OfType keeps the items that are of a type or of one derived from it: see paths.IsOf.
type OfType struct {
	X    Node
	Type model.TypeID
	// Exact leaves out derived types.
	Exact bool
	// Single makes more than one item an error, as the operator `as` does.
	Single bool
	// Values is true where the type is that of a primitive.
	Values bool
	At     ast.Span
}

// Eval implements Node.
func (n *OfType) Eval(c *Context) (value.Collection, error) {
	in, err := n.X.Eval(c)
	if err != nil {
		return nil, err
	}
	if n.Single && len(in) > 1 {
		return nil, at(n.At, Failf("as wants a single value, have %d", len(in)))
	}
	if len(in) == 1 && n.has(c.Model, in[0]) {
		return in, nil
	}
	mark := c.Mark()
	c.Spend(len(in))
	for _, v := range in {
		if n.has(c.Model, v) {
			c.Push(v)
		}
	}
	return c.Since(mark), nil
}

func (n *OfType) has(m *model.Model, v value.Value) bool {
	if n.Exact {
		return v.Type() == n.Type
	}
	return paths.IsOf(m, v.Type(), n.Type) || n.Type == model.SystemString && isSystemID(v)
}

// IsType tells whether the single item is of a type. Of nothing it tells nothing, as the release N1 and the official
// suites have it (testPolymorphismIsA3), although later texts say false.
//
// Specification: FHIRPath, "is".
type IsType struct {
	X    Node
	Type model.TypeID
	At   ast.Span
}

// Eval implements Node.
func (n *IsType) Eval(c *Context) (value.Collection, error) {
	t, err := n.Test(c)
	return t.Collection(), err
}

// Test implements Tester.
func (n *IsType) Test(c *Context) (Truth, error) {
	in, err := n.X.Eval(c)
	if err != nil {
		return Empty, err
	}
	v, ok, err := Single(in)
	if !ok || err != nil {
		return Empty, at(n.At, err)
	}
	return TruthOf(c.Model.Is(v.Type(), n.Type) || n.Type == model.SystemString && isSystemID(v)), nil
}

// At is the indexer, X[I].
type At struct {
	X, I Node
	Span ast.Span
}

// Eval implements Node.
func (n *At) Eval(c *Context) (value.Collection, error) {
	in, err := n.X.Eval(c)
	if err != nil {
		return nil, err
	}
	i, err := n.I.Eval(c)
	if err != nil {
		return nil, err
	}
	k, ok, err := Integer(i)
	if err != nil || !ok {
		return nil, at(n.Span, err)
	}
	if k >= 0 && k < int64(len(in)) {
		return in[k : k+1], nil
	}
	return nil, nil
}

// Func computes a function of the input collection. It evaluates the arguments that it needs.
type Func func(c *Context, in value.Collection, args []Node) (value.Collection, error)

// Call is the invocation of a function.
type Call struct {
	X    Node
	Name string // of a function of FHIRPath's, or ""
	Fn   Func
	Args []Node
	At   ast.Span
	// OfValues is true where it looks at nothing but the values of its input, which are primitives, or at how many items there
	// are, and at the values of its arguments.
	OfValues bool
}

// Eval implements Node.
func (n *Call) Eval(c *Context) (value.Collection, error) {
	in, err := n.X.Eval(c)
	if err != nil {
		return nil, err
	}
	out, err := n.Fn(c, in, n.Args)
	if err == nil {
		err = c.Err()
	}
	if err != nil {
		return nil, at(n.At, err)
	}
	return out, nil
}

// Each evaluates node for each item of in, with $this and $index set to it, and calls do with the result, which do
// has to have done with when it returns.
func Each(c *Context, in value.Collection, n Node, do func(i int, vs value.Collection) error) error {
	this, index := c.This, c.Index
	defer func() { c.This, c.Index = this, index }()
	for i := range in {
		c.This, c.Index = in[i:i+1:i+1], i
		vs, err := n.Eval(c)
		if err != nil {
			return err
		}
		c.Spend(1 + len(vs))
		if err := c.Err(); err != nil {
			return err
		}
		if err := do(i, vs); err != nil {
			return err
		}
	}
	return nil
}

// Filter calls keep with the criterion's truth for each item of in, until keep returns false.
func Filter(c *Context, in value.Collection, criterion Node, keep func(i int, t Truth) bool) error {
	this, index := c.This, c.Index
	defer func() { c.This, c.Index = this, index }()
	for i := range in {
		c.This, c.Index = in[i:i+1:i+1], i
		t, err := Condition(c, criterion)
		if err != nil {
			return err
		}
		c.Spend(1)
		if err := c.Err(); err != nil {
			return err
		}
		if !keep(i, t) {
			break
		}
	}
	return nil
}
