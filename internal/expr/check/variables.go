package check

import (
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// local is a variable that the expression defines, visible in what follows it in a chain of steps, and what its value
// is known to be. Each points to the one before it.
type local struct {
	name   string // "" where the name is computed
	slot   int
	static Static
	outer  *local
}

// expr compiles an expression of which nothing is a part that follows it: the variables that it defines are not seen
// outside.
func (k *checker) expr(n ast.Node) (plan.Node, Static) {
	outer := k.locals
	x, s := k.steps(n)
	k.locals = outer
	return x, s
}

// define compiles defineVariable(). The name is known, or is looked for among the computed ones in the evaluation.
func (k *checker) define(n *ast.Call) (plan.Node, Static) {
	x, in := k.input(n)
	node := &plan.Define{X: x, At: n.Span}
	v := &local{static: in, outer: k.locals}
	if v.outer != nil {
		v.slot = v.outer.slot + 1
	}
	node.Slot = v.slot
	if len(n.Args) > 1 {
		node.Value, v.static = k.with(in, n.Args[1])
	}
	if name, ok := n.Args[0].(*ast.Literal); ok && name.Kind == ast.String {
		v.name = name.Text
		switch {
		case v.name == "":
			return k.fail(name.Span, "the name of a variable cannot be empty")
		case k.taken(v.name):
			return k.fail(name.Span, "variable %%%s is defined already; choose another name", v.name)
		}
	} else {
		var s Static
		node.Name, s = k.expr(n.Args[0])
		k.readValues(s)
		node.Named = k.computedNames()
		inner := *k // as it is here: what is defined later is of no concern
		node.Taken = inner.taken
	}
	k.locals = v
	return node, in
}

// taken is true for a name that stands for a variable.
func (k *checker) taken(name string) bool {
	return k.local(name) != nil || k.isEnvironment(name)
}

func (k *checker) isEnvironment(name string) bool {
	switch name {
	case "context", "resource", "rootResource", "rowIndex", "terminologies", "server", "factory":
		return true
	}
	if _, ok := k.Variables[name]; ok {
		return true
	}
	_, ok := fixedURL(name)
	return ok
}

// local returns the visible variable of a name that is known, or nil.
func (k *checker) local(name string) *local {
	for v := k.locals; v != nil; v = v.outer {
		if v.name == name {
			return v
		}
	}
	return nil
}

// computedNames returns the slots of the visible variables whose names are computed.
func (k *checker) computedNames() []int {
	var slots []int
	for v := k.locals; v != nil; v = v.outer {
		if v.name == "" {
			slots = append(slots, v.slot)
		}
	}
	return slots
}

// defined compiles %name where the expression defines it; ok is false where it does not.
func (k *checker) defined(n *ast.External) (x plan.Node, s Static, ok bool) {
	if v := k.local(n.Name); v != nil {
		return &plan.Local{Slot: v.slot, At: n.Span}, v.static, true
	}
	if k.isEnvironment(n.Name) {
		return nil, Static{}, false
	}
	slots := k.computedNames()
	if len(slots) == 0 {
		return nil, Static{}, false
	}
	first := true
	for v := k.locals; v != nil; v = v.outer {
		if v.name != "" {
			continue
		}
		if single := s.Single; first {
			s, first = v.static, false
		} else {
			s = Join(s, v.static)
			s.Single = single && v.static.Single
		}
	}
	return &plan.Local{Name: n.Name, Slots: slots, At: n.Span}, s, true
}
