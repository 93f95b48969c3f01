package plan

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/paths"
)

// Pipeline is a path from $this whose steps are simple enough to be walked from node to node, without a collection for
// every step: children of a name, filters, the first. Most columns are one.
//
// Each item goes through all the steps before the next one sets out, so that first() ends the walk.
type Pipeline struct{ steps []paths.Step }

// then returns the pipeline of x and one more step; ok is false where x is neither a pipeline nor $this.
func then(x Node, step paths.Step) (p *Pipeline, ok bool) {
	switch x := x.(type) {
	case *Pipeline:
		steps := append(append(make([]paths.Step, 0, len(x.steps)+1), x.steps...), step)
		return &Pipeline{steps}, true
	case *Variable:
		return &Pipeline{[]paths.Step{step}}, x == This
	}
	return nil, false
}

// Children returns the node that selects the children of a name.
func Children(x Node, name resource.Name) Node {
	if p, ok := then(x, paths.Step{Op: paths.Child, Name: name}); ok {
		return p
	}
	return &Member{X: x, Name: name}
}

// First returns the node that selects the first item; ok is false where that is left to the function first().
func First(x Node) (n Node, ok bool) {
	p, isPipeline := x.(*Pipeline)
	if !isPipeline {
		return nil, false
	}
	return then(p, paths.Step{Op: paths.First})
}

// Typed returns the node that keeps the items of a type.
func Typed(x Node, t model.TypeID) Node {
	if p, ok := x.(*Pipeline); ok && t != model.SystemString {
		p, _ = then(p, paths.Step{Op: paths.Type, Type: t})
		return p
	}
	return &OfType{X: x, Type: t}
}

// Where returns the node that keeps the items for which a criterion holds; ok is false where that is left to the
// function where().
func Where(x, criterion Node) (n Node, ok bool) {
	p, isPipeline := x.(*Pipeline)
	if !isPipeline {
		return nil, false
	}
	filters, ok := textFilters(criterion)
	if !ok {
		return nil, false
	}
	for _, f := range filters {
		p, _ = then(p, f)
	}
	return p, true
}

// Extensions returns the node that keeps the extensions of a url; x are all the extensions.
func Extensions(x, url Node, name resource.Name, at ast.Span) Node {
	p, ok := x.(*Pipeline)
	c, constant := url.(*Constant)
	if ok && constant && len(c.Values) == 1 && c.Values[0].Kind() == value.KindString {
		p, _ = then(p, paths.Step{Op: paths.Text, Name: name, Text: c.Values[0].Text()})
		return p
	}
	return &Extension{X: x, URL: url, Name: name, At: at}
}

// textFilters returns the filters that a criterion stands for: one comparison, or several joined by and.
func textFilters(criterion Node) ([]paths.Step, bool) {
	switch n := criterion.(type) {
	case *TextEquals:
		return []paths.Step{{Op: paths.Text, Name: n.Name, Text: n.Text}}, true
	case *Logic:
		if !n.IsAnd {
			return nil, false
		}
		x, okX := textFilters(n.X)
		y, okY := textFilters(n.Y)
		return append(x, y...), okX && okY
	}
	return nil, false
}

// Eval implements Node.
func (n *Pipeline) Eval(c *Context) (value.Collection, error) {
	mark := c.Mark()
	for i := range c.This {
		if c.This[i].Kind() != value.KindElement {
			continue
		}
		r, id := c.This[i].Element()
		from := c.Walked()
		found, stop, err := n.Walk(c, r, id)
		c.Unwalk(from)
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			c.stack = append(c.stack, value.Elem(r, id))
		}
		if stop {
			break
		}
	}
	return c.Since(mark), nil
}

// Walk returns the nodes that the pipeline comes to from a node; stop is true where no other node is to set out. They
// stand on a stack of the context: see Walked.
func (n *Pipeline) Walk(c *Context, r *resource.Resource, from resource.NodeID) (found []resource.NodeID, stop bool, err error) {
	mark := len(c.walked)
	stop, err = c.walk(r, from, n.steps)
	found = c.walked[mark:]
	c.Spend(len(found))
	return found, stop, err
}

// Walked returns the height of the stack of nodes that walks have come to, for Unwalk.
func (c *Context) Walked() int { return len(c.walked) }

// Unwalk gives up what walks have come to since the mark.
func (c *Context) Unwalk(mark int) { c.walked = c.walked[:mark] }

// walk sends a node through the steps and keeps what comes out. It returns true where no other node is to follow.
func (c *Context) walk(r *resource.Resource, n resource.NodeID, steps []paths.Step) (stop bool, err error) {
	for i := range steps {
		switch s := &steps[i]; s.Op {
		case paths.Text:
			if err := paths.MayHaveChildren(r, n); err != nil {
				return true, err
			}
			if equal, _ := paths.HasText(r, n, s.Name, s.Text); !equal {
				return false, nil
			}
		case paths.Type:
			if t := r.Type(n); t != s.Type && !paths.IsOf(c.Model, t, s.Type) {
				return false, nil
			}
		case paths.First:
			_, err := c.walk(r, n, steps[i+1:])
			return true, err
		case paths.Child:
			return c.walkChildren(r, n, s.Name, steps[i+1:])
		}
	}
	c.walked = append(c.walked, n)
	return false, nil
}

func (c *Context) walkChildren(r *resource.Resource, n resource.NodeID, name resource.Name, steps []paths.Step) (stop bool, err error) {
	if err := paths.MayHaveChildren(r, n); err != nil {
		return true, err
	}
	for n = r.Find(r.Child(n), name); n != 0; n = r.Find(r.Next(n), name) {
		if len(steps) == 0 {
			c.walked = append(c.walked, n)
			continue
		}
		if stop, err := c.walk(r, n, steps); stop || err != nil {
			return stop, err
		}
	}
	return false, nil
}

// TextEquals is the comparison of a child of $this with a String, where the child's type has Strings as values.
type TextEquals struct {
	Name resource.Name
	Text string
	// Otherwise is the comparison in general form.
	Otherwise *Relation
}

// Eval implements Node.
func (n *TextEquals) Eval(c *Context) (value.Collection, error) { return n.Otherwise.Eval(c) }

// Test implements Tester.
func (n *TextEquals) Test(c *Context) (Truth, error) {
	if len(c.This) != 1 || c.This[0].Kind() != value.KindElement {
		return n.Otherwise.Test(c)
	}
	r, id := c.This[0].Element()
	if equal, known := paths.HasText(r, id, n.Name, n.Text); known {
		return TruthOf(equal), nil
	}
	return n.Otherwise.Test(c)
}

// EqualsText returns the node for a comparison by = whose left side has Strings as values: the general one where it
// is not that of a child of $this with a constant.
func EqualsText(r *Relation) Node {
	p, ok := r.X.(*Pipeline)
	c, constant := r.Y.(*Constant)
	if !ok || !constant || len(p.steps) != 1 || p.steps[0].Op != paths.Child || len(c.Values) != 1 {
		return r
	}
	if c.Values[0].Kind() != value.KindString {
		return r
	}
	return &TextEquals{Name: p.steps[0].Name, Text: c.Values[0].Text(), Otherwise: r}
}
