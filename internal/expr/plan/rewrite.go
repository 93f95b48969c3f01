package plan

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/paths"
)

// Rewrite returns what is evaluated in the place of a compiled expression: its results and its errors are the same, and
// it is faster or, as a path, can be walked with others. It goes over the nodes once, from the inside to the outside,
// and changes them in place.
func Rewrite(n Node) Node {
	for _, part := range parts(n) {
		if *part != nil {
			*part = Rewrite(*part)
		}
	}
	for _, r := range rewrites {
		if better := r(n); better != nil {
			return better
		}
	}
	return n
}

// rewrites are tried in turn on each node, whose parts have been rewritten; the first that knows better is taken. One
// that does not returns nil.
var rewrites = [...]func(Node) Node{
	childStep, typeStep, firstStep, indexStep, whereStep, extensionStep, textEquality, existence, joining,
}

// parts returns the nodes that a node evaluates.
func parts(n Node) []*Node {
	switch n := n.(type) {
	case *Arithmetic:
		return []*Node{&n.X, &n.Y}
	case *At:
		return []*Node{&n.X, &n.I}
	case *Call:
		all := []*Node{&n.X}
		for i := range n.Args {
			all = append(all, &n.Args[i])
		}
		return all
	case *Concat:
		return []*Node{&n.X, &n.Y}
	case *Define:
		return []*Node{&n.X, &n.Value, &n.Name}
	case *Extension:
		return []*Node{&n.X, &n.URL}
	case *Instance:
		all := []*Node{&n.Value}
		for i := range n.Fields {
			all = append(all, &n.Fields[i].X)
		}
		return all
	case *Logic:
		return []*Node{&n.X, &n.Y}
	case *Relation:
		return []*Node{&n.X, &n.Y}
	case *Sort:
		all := []*Node{&n.X}
		for i := range n.Keys {
			all = append(all, &n.Keys[i].X)
		}
		return all
	case *Union:
		return []*Node{&n.X, &n.Y}
	}
	if x := input(n); x != nil {
		return []*Node{x}
	}
	return nil
}

// input returns the only node that a node evaluates, and nil for all others.
func input(n Node) *Node {
	switch n := n.(type) {
	case *IsType:
		return &n.X
	case *Member:
		return &n.X
	case *MemberByKey:
		return &n.X
	case *Negate:
		return &n.X
	case *OfType:
		return &n.X
	case *PrimitiveValue:
		return &n.X
	case *ReferenceKey:
		return &n.X
	case *Resolve:
		return &n.X
	case *ResourceKey:
		return &n.X
	case *ResourceType:
		return &n.X
	}
	return nil
}

// childStep makes a step of a pipeline of children of a name.
func childStep(n Node) Node {
	if m, ok := n.(*Member); ok {
		if p, ok := then(m, m.X, paths.Step{Op: paths.Child, Name: m.Name}); ok {
			p.values = m.Values
			return p
		}
	}
	return nil
}

// typeStep makes a step of a pipeline of ofType(), and of the JSON name of a choice, which asks for the very type.
func typeStep(n Node) Node {
	o, ok := n.(*OfType)
	if !ok || o.Single || o.Type == model.SystemString || !isPipeline(o.X) {
		return nil
	}
	step := paths.Step{Op: paths.Type, Type: o.Type}
	if o.Exact {
		step.Op = paths.ExactType
	}
	p, _ := then(o, o.X, step)
	p.values = o.Values
	return p
}

// firstStep makes a step of a pipeline of first().
func firstStep(n Node) Node {
	c, ok := n.(*Call)
	if !ok || c.Name != "first" || !isPipeline(c.X) {
		return nil
	}
	p, _ := then(c, c.X, paths.Step{Op: paths.First})
	return p
}

// indexStep makes a step of a pipeline of the index 0, which means the first. Other than first(), it is told what is wrong
// with the elements that follow.
func indexStep(n Node) Node {
	a, ok := n.(*At)
	if !ok || !isPipeline(a.X) {
		return nil
	}
	if i, ok := constant(a.I); !ok || i.Kind() != value.KindInteger || i.Integer() != 0 {
		return nil
	}
	p, _ := then(a, a.X, paths.Step{Op: paths.First})
	p.plain = a
	return p
}

// whereStep makes steps of a pipeline of where() with comparisons of texts and exists().
func whereStep(n Node) Node {
	c, ok := n.(*Call)
	if !ok || c.Name != "where" {
		return nil
	}
	return filtered(c, c.X, c.Args[0])
}

// filtered returns the pipeline of x with the steps that a criterion stands for, which n has; nil where there is none.
func filtered(n, x, criterion Node) Node {
	p, ok := x.(*Pipeline)
	if !ok {
		return nil
	}
	filters, ok := filtersOf(criterion)
	if !ok {
		return nil
	}
	for _, f := range filters {
		p, _ = then(n, p, f)
		if f.Op == paths.Has || f.Op == paths.HasOne {
			p.plain = n
		}
	}
	return p
}

// canProbe is true for steps that can be the path of a filter.
func canProbe(steps []paths.Step) bool {
	return !slices.ContainsFunc(steps, func(s paths.Step) bool {
		return s.Op == paths.First || s.Op == paths.Has || s.Op == paths.HasOne
	})
}

// filtersOf returns the filters that a criterion stands for: one comparison or exists(), or several joined by and.
func filtersOf(criterion Node) ([]paths.Step, bool) {
	switch n := criterion.(type) {
	case *TextEquals:
		return []paths.Step{{Op: paths.Text, Name: n.Name, Text: n.Text}}, true
	case *Exists:
		steps := n.path.steps
		if len(n.Args) > 0 {
			steps = steps[:len(steps)-1] // that there is a first says no more than that there is one
		}
		return []paths.Step{{Op: paths.Has, Path: steps}}, canProbe(steps)
	case *Relation:
		p, isPipeline := n.X.(*Pipeline)
		text, isText := constantText(n.Y)
		if !n.OfTexts || !isPipeline || !isText {
			return nil, false
		}
		return []paths.Step{{Op: paths.HasOne, Path: p.steps, Text: text}}, canProbe(p.steps)
	case *Logic:
		if !n.IsAnd {
			return nil, false
		}
		x, okX := filtersOf(n.X)
		y, okY := filtersOf(n.Y)
		return append(x, y...), okX && okY
	}
	return nil, false
}

// extensionStep makes a step of a pipeline of extension() with a url that is known.
func extensionStep(n Node) Node {
	e, ok := n.(*Extension)
	if !ok || !isPipeline(e.X) {
		return nil
	}
	url, ok := constantText(e.URL)
	if !ok {
		return nil
	}
	p, _ := then(e, e.X, paths.Step{Op: paths.Text, Name: e.Name, Text: url})
	return p
}

// textEquality makes a TextEquals of the comparison of a child of $this with a text, where the child's type has Strings
// as values.
func textEquality(n Node) Node {
	r, ok := n.(*Relation)
	if !ok || !r.OfTexts {
		return nil
	}
	p, ok := r.X.(*Pipeline)
	if !ok || len(p.steps) != 1 || p.steps[0].Op != paths.Child {
		return nil
	}
	if text, ok := constantText(r.Y); ok {
		return &TextEquals{Name: p.steps[0].Name, Text: text, Otherwise: r}
	}
	return nil
}

// existence makes an Exists of exists() on a pipeline, with a criterion that can be steps of it or none.
func existence(n Node) Node {
	c, ok := n.(*Call)
	if !ok || c.Name != "exists" {
		return nil
	}
	x := c.X
	if len(c.Args) > 0 {
		if x = filtered(c, c.X, c.Args[0]); x == nil {
			return nil
		}
		x, _ = then(c, x, paths.Step{Op: paths.First})
	}
	if p, ok := x.(*Pipeline); ok {
		return &Exists{c, p}
	}
	return nil
}

// joining makes a Joined of join() on a pipeline, with a separator that is known.
func joining(n Node) Node {
	c, ok := n.(*Call)
	if !ok || c.Name != "join" || !isPipeline(c.X) {
		return nil
	}
	if len(c.Args) == 0 {
		return &Joined{Call: c}
	}
	if separator, ok := constantText(c.Args[0]); ok {
		return &Joined{c, separator}
	}
	return nil
}

func isPipeline(n Node) bool {
	_, ok := n.(*Pipeline)
	return ok
}

// constant returns the value of a constant that has one.
func constant(n Node) (v value.Value, ok bool) {
	c, ok := n.(*Constant)
	if !ok || len(c.Values) != 1 {
		return v, false
	}
	return c.Values[0], true
}

// constantText returns the text of a constant that is one String.
func constantText(n Node) (text string, ok bool) {
	v, ok := constant(n)
	return v.Text(), ok && v.Kind() == value.KindString
}
