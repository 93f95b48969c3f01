package plan

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/paths"
)

// Path is an expression that is a pipeline from $this and something simple that is made of the elements at its end.
type Path struct {
	steps []paths.Step
	end   ending
	text  string // the separator of joined, the type of referenced or ""
}

// ending says what is made of the elements that a path comes to.
type ending uint8

const (
	elements   ending = iota // nothing: the elements are the result
	key                      // the text of the one element, which is a resource's id
	referenced               // the key in the text of the one element, which is a reference
	joined                   // the texts of all elements
	existing                 // whether there is one
)

// Steps returns the steps of the path.
func (p *Path) Steps() []paths.Step { return p.steps }

// Take says what is done with further elements that the path comes to.
func (p *Path) Take() paths.Take {
	switch p.end {
	case joined:
		return paths.TakeAll
	case existing:
		return paths.TakeAny
	}
	return paths.TakeOne
}

// PathOf returns a compiled expression as a path; ok is false where it is none.
func PathOf(n Node) (p Path, ok bool) {
	switch n := n.(type) {
	case *Pipeline:
		return Path{steps: n.steps}, true
	case *ResourceKey:
		return ended(n.X, key, "", paths.Step{Op: paths.Child, Name: n.Name})
	case *ReferenceKey:
		return ended(n.X, referenced, n.Type, paths.Step{Op: paths.Child, Name: n.Name})
	case *Joined:
		return ended(n.X, joined, n.Separator)
	case *Exists:
		return Path{steps: n.path.steps, end: existing}, true
	}
	return Path{}, false
}

// ended returns the path of a pipeline, or $this, with more steps and an ending.
func ended(x Node, end ending, text string, steps ...paths.Step) (p Path, ok bool) {
	for _, s := range steps {
		if x, ok = then(nil, x, s); !ok {
			return Path{}, false
		}
	}
	pipeline, ok := x.(*Pipeline)
	if !ok {
		return Path{}, false
	}
	return Path{steps: pipeline.steps, end: end, text: text}, true
}

// Joined is join() with a separator that is known when the expression is compiled.
type Joined struct {
	*Call
	Separator string
}

// Exists is exists() of a pipeline. It is walked to its end, so that what is wrong with a later element is told; where
// there is a criterion, up to the first element that fulfils it.
type Exists struct {
	*Call
	path *Pipeline
}

// Eval implements Node.
func (n *Exists) Eval(c *Context) (value.Collection, error) {
	t, err := n.Test(c)
	return t.Collection(), err
}

// Test implements Tester.
func (n *Exists) Test(c *Context) (Truth, error) {
	if n.path.plain != nil {
		vs, err := n.Call.Eval(c)
		if err != nil {
			return Empty, err
		}
		return ToBoolean(vs)
	}
	mark := c.Walked()
	for i := range c.This {
		if c.This[i].Kind() != value.KindElement {
			continue
		}
		r, id := c.This[i].Element()
		found, _, err := n.path.Walk(c, r, id)
		c.Unwalk(mark)
		if err != nil {
			return Empty, at(n.At, err)
		}
		if len(found) > 0 {
			return True, nil
		}
	}
	return False, nil
}
