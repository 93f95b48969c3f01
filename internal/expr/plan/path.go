package plan

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/paths"
)

// Path is an expression that is a pipeline from $this and something simple that is made of the elements at its end.
type Path struct {
	steps []paths.Step
	end   ending
	text  string // the separator of joined, the type of referenced or ""
	all   bool   // all elements are wanted, however many
	apply Node   // of applied, the functions: of the elements, which are $this
}

// ending says what is made of the elements that a path comes to.
type ending uint8

const (
	elements   ending = iota // nothing: the elements are the result
	key                      // the text of the one element, which is a resource's id
	referenced               // the key in the text of the one element, which is a reference
	joined                   // the texts of all elements
	existing                 // whether there is one
	applied                  // what functions make of the values of all elements
)

// Steps returns the steps of the path.
func (p *Path) Steps() []paths.Step { return p.steps }

// Take says what is done with further elements that the path comes to.
func (p *Path) Take() paths.Take {
	switch {
	case p.all || p.end == joined:
		return paths.TakeAll
	case p.end == existing:
		return paths.TakeAny
	}
	return paths.TakeOne
}

// PathOf returns a compiled expression as a path; ok is false where it is none. The path of $this has no steps.
func PathOf(n Node) (p Path, ok bool) {
	switch n := n.(type) {
	case *Variable:
		return Path{}, n == This
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
	case *Call:
		steps, apply, ok := application(n)
		return Path{steps: steps, end: applied, all: true, apply: apply}, ok
	}
	return Path{}, false
}

// application returns calls of functions, one on the other and on a pipeline or $this, as the steps and as calls on $this.
// The functions look at nothing but values, and their arguments are constants.
func application(n Node) (steps []paths.Step, apply Node, ok bool) {
	switch n := n.(type) {
	case *Pipeline:
		return n.steps, This, true
	case *Variable:
		return nil, This, n == This
	case *Joined:
		return application(n.Call)
	case *Call:
		isVariable := func(n Node) bool {
			_, ok := n.(*Constant)
			return !ok
		}
		if !n.OfValues || slices.ContainsFunc(n.Args, isVariable) {
			return nil, nil, false
		}
		call := *n
		steps, call.X, ok = application(n.X)
		return steps, &call, ok
	}
	return nil, nil, false
}

// IsElements is true for a path that yields the elements that it comes to.
func (p *Path) IsElements() bool { return p.end == elements }

// IsThis is true for a path that stays where it starts, at $this.
func (p *Path) IsThis() bool { return len(p.steps) == 0 }

// All returns a path that yields elements as one of which all are wanted.
func (p Path) All() Path {
	p.all = true
	return p
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
