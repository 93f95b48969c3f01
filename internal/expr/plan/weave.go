package plan

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/paths"
)

// An expression that looks at a resource by pipelines alone, and at nothing but the values of what they come to, is woven
// into a tree: the tree walks the pipelines, and the expression is evaluated on what the tree has found. So it needs no
// nodes but those, and what the pipelines have in common with others is walked once. Such are
// iif(code.text.exists(), code.text, code.coding.first().display) and system & '|' & value.

// strand is a pipeline of an expression that is woven: a node that yields what a tree has found for it.
type strand struct {
	steps []paths.Step
	take  paths.Take
	place int // in the frames of its branch
}

// Eval implements Node.
func (s *strand) Eval(c *Context) (value.Collection, error) {
	if s.take == paths.TakeAny {
		t, err := s.Test(c)
		return t.Collection(), err
	}
	mark := c.Mark()
	w, r := &c.Walker, c.Walker.Resource()
	n, link := w.Items[c.frame+s.place], w.Items[c.frame+s.place+1]
	for n != 0 {
		c.Push(value.Elem(r, n))
		if n = 0; link != 0 {
			n, link = w.Links[link].Node, w.Links[link].Next
		}
	}
	return c.Since(mark), nil
}

// Test implements Tester: it tells whether something has been found, for exists(), or is the condition that it is.
func (s *strand) Test(c *Context) (Truth, error) {
	if s.take == paths.TakeAny {
		return TruthOf(c.Walker.Items[c.frame+s.place] != 0), nil
	}
	vs, err := s.Eval(c)
	if err != nil {
		return Empty, err
	}
	return ToBoolean(vs)
}

// weaver makes a copy of an expression, with strands in the place of its pipelines.
type weaver struct{ strands []*strand }

func (w *weaver) strand(steps []paths.Step, take paths.Take) Node {
	s := &strand{steps: steps, take: take}
	w.strands = append(w.strands, s)
	return s
}

// node returns the copy of a node, or nil where it cannot be woven.
func (w *weaver) node(n Node) Node {
	switch n := n.(type) {
	case *Constant:
		return n
	case *Pipeline:
		if n.values {
			return w.strand(n.steps, paths.TakeAll)
		}
	case *Exists:
		return w.strand(n.path.steps, paths.TakeAny)
	case *TextEquals:
		return w.node(n.Otherwise)
	case *Joined:
		return w.call(n.Call)
	case *Call:
		return w.call(n)
	case *Member:
		if c := branching(n); c != nil {
			return w.call(c)
		}
	case *Relation:
		return w.relation(n)
	case *Logic:
		own := *n
		return w.both(&own, &own.X, &own.Y)
	case *Concat:
		own := *n
		return w.both(&own, &own.X, &own.Y)
	case *Arithmetic:
		own := *n
		return w.both(&own, &own.X, &own.Y)
	}
	return nil
}

// both weaves the operands of a node.
func (w *weaver) both(n Node, x, y *Node) Node {
	if *x, *y = w.node(*x), w.node(*y); *x == nil || *y == nil {
		return nil
	}
	return n
}

// relation weaves a comparison with a constant. Two elements that are compared are not only values: they have extensions.
func (w *weaver) relation(n *Relation) Node {
	_, constantX := n.X.(*Constant)
	_, constantY := n.Y.(*Constant)
	if !constantX && !constantY {
		return nil
	}
	own := *n
	return w.both(&own, &own.X, &own.Y)
}

// call weaves iif() on $this, and functions of values.
func (w *weaver) call(n *Call) Node {
	own := *n
	own.Args = slices.Clone(n.Args)
	switch x, isPipeline := n.X.(*Pipeline); {
	case n.Name == "iif" && n.X == This:
	case !n.OfValues:
		if c := branching(n); c != nil {
			return w.call(c)
		}
		return nil
	case isPipeline:
		own.X = w.strand(x.steps, paths.TakeAll)
	case n.X == This:
		own.X = w.strand(nil, paths.TakeAll)
	default:
		if own.X = w.node(n.X); own.X == nil {
			return nil
		}
	}
	for i, arg := range own.Args {
		if own.Args[i] = w.node(arg); own.Args[i] == nil {
			return nil
		}
	}
	return &own
}

// branching returns iif() on $this, with the steps that follow it put into its branches instead: iif(c, a, b).x is
// iif(c, a.x, b.x). It is nil for all else.
func branching(n Node) *Call {
	switch n := n.(type) {
	case *Member:
		return inBranches(branching(n.X), func(x Node) Node {
			own := *n
			own.X = x
			return childStep(&own)
		})
	case *Call:
		switch {
		case n.Name == "iif" && n.X == This:
			return n
		case n.Name == "first":
			return inBranches(branching(n.X), func(x Node) Node {
				own := *n
				own.X = x
				return firstStep(&own)
			})
		}
	}
	return nil
}

// inBranches returns a copy of iif() with a step on all of its branches; nil where one cannot have it.
func inBranches(c *Call, step func(Node) Node) *Call {
	if c == nil {
		return nil
	}
	own := *c
	own.Args = slices.Clone(c.Args)
	for i, arg := range own.Args[1:] {
		next := step(arg)
		if inner := branching(arg); inner != nil {
			if inner = inBranches(inner, step); inner == nil {
				return nil
			}
			next = inner
		}
		if next == nil {
			return nil
		}
		own.Args[1+i] = next
	}
	return &own
}

// woven returns a compiled expression as a path; ok is false where it cannot be woven.
func woven(n Node) (p Path, ok bool) {
	w := &weaver{}
	n = w.node(n)
	return Path{end: weave, strands: w.strands, woven: n}, n != nil && len(w.strands) > 0
}

// evaluate evaluates an expression that is woven, on a frame; ok is false where it fails, or yields several items.
func (p *Path) evaluate(c *Context, frame int) (f Found, ok bool) {
	mark, this := c.Mark(), c.This
	c.Push(value.Elem(c.Walker.Resource(), c.Walker.Items[frame+paths.FrameNode]))
	c.This, c.frame, c.Steps = c.Since(mark), frame, MaxSteps
	vs, err := p.woven.Eval(c)
	ok = err == nil && len(vs) <= 1 && !c.Exhausted()
	if ok && len(vs) == 1 {
		f.Kind, c.Found = FoundValue, vs[0]
	}
	c.Release(mark)
	c.This = this
	return f, ok
}
