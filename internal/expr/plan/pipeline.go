package plan

import (
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/paths"
	"github.com/fhirview/fhirview/internal/projection"
)

// Pipeline is a path from $this whose steps are simple enough to be walked from node to node, without a collection for
// every step: children of a name, filters, the first. Most columns are one.
//
// Each item goes through all the steps before the next one sets out, so that first() ends the walk.
type Pipeline struct {
	steps []paths.Step
	// plain is what the pipeline stands for, where that tells of mistakes in the data that the walk does not come to: it is
	// what is evaluated. A tree, which comes to all of them, follows the steps. Nil where the walk is as good.
	plain Node
	// values is true where all that it can come to are primitives.
	values bool
}

// then returns the pipeline of x and one more step, which n is; ok is false where x is neither a pipeline nor $this.
func then(n, x Node, step paths.Step) (p *Pipeline, ok bool) {
	switch x := x.(type) {
	case *Pipeline:
		p = &Pipeline{steps: append(append(make([]paths.Step, 0, len(x.steps)+1), x.steps...), step), values: x.values}
		if x.plain != nil {
			p.plain = n
		}
		return p, true
	case *Variable:
		return &Pipeline{steps: []paths.Step{step}}, x == This
	}
	return nil, false
}

// Eval implements Node.
func (n *Pipeline) Eval(c *Context) (value.Collection, error) {
	if n.plain != nil {
		return n.plain.Eval(c)
	}
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
		case paths.ExactType:
			if r.Type(n) != s.Type {
				return false, nil
			}
		case paths.Has, paths.HasOne: // of pipelines with a plain node alone
			return false, nil
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

func (c *Context) walkChildren(r *resource.Resource, n nodes.ID, name projection.Name, steps []paths.Step) (stop bool, err error) {
	if err := paths.MayHaveChildren(r, n); err != nil {
		return true, err
	}
	for n = (*nodes.Resource)(r).Table().Find(r.Child(n), name); n != 0; n = (*nodes.Resource)(r).Table().Find(r.Next(n), name) {
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
	Name projection.Name
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
