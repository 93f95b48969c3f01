package plan

import (
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/paths"
)

// Path is an expression that is a pipeline from $this and something simple that is made of the elements at its end.
type Path struct {
	steps []paths.Step
	end   ending
	text  string // the separator of joined
	to    Target // of referenced
	all   bool   // all elements are wanted, however many

	// woven is an expression of pipelines that are its strands.
	woven   Node
	strands []*strand
}

// ending says what is made of the elements that a path comes to.
type ending uint8

const (
	elements   ending = iota // nothing: the elements are the result
	key                      // the text of the one element, which is a resource's id
	referenced               // the key in the text of the one element, which is a reference
	joined                   // the texts of all elements
	existing                 // whether there is one
	weave                    // what an expression makes of what its pipelines come to
)

// AddTo adds the path to a branch of a tree and returns its place; ok is false where the tree does not take it: it is full,
// or the path stays at $this on the first branch.
func (p *Path) AddTo(t *paths.Tree, branch int) (place int, ok bool) {
	if p.end != weave {
		return add(t, branch, p.steps, p.take())
	}
	for _, s := range p.strands {
		if s.place, ok = add(t, branch, s.steps, s.take); !ok {
			return 0, false
		}
	}
	return p.strands[0].place, true
}

func add(t *paths.Tree, branch int, steps []paths.Step, take paths.Take) (place int, ok bool) {
	if branch == 0 && len(steps) == 0 {
		return 0, false
	}
	return t.Add(branch, steps, take)
}

// Steps returns the steps of a path that yields elements.
func (p *Path) Steps() []paths.Step { return p.steps }

// take says what is done with further elements that the path comes to.
func (p *Path) take() paths.Take {
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
		p, ok = ended(n.X, referenced, "", paths.Step{Op: paths.Child, Name: n.Name})
		p.to = n.To
		return p, ok
	case *Joined:
		return ended(n.X, joined, n.Separator)
	case *Exists:
		return Path{steps: n.path.steps, end: existing}, true
	}
	return woven(n)
}

// IsElements is true for a path that yields the elements that it comes to.
func (p *Path) IsElements() bool { return p.end == elements }

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
