package check

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/funcs"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/projection"
)

// aggregate compiles aggregate(). $total is what init yields, or the aggregator: which depends on what $total is, so
// that the aggregator is compiled until nothing new comes of it.
func (k *checker) aggregate(n *ast.Call) (plan.Node, Static) {
	if k.repeats == maxRepeats {
		return k.fail(n.NameSpan, "%s() is nested more than %d times", n.Name, maxRepeats)
	}
	k.repeats++
	defer func() { k.repeats-- }()
	x, in := k.input(n)
	def, _ := funcs.Lookup(n.Name)
	node := &plan.Call{X: x, Fn: def.Eval, Args: make([]plan.Node, len(n.Args)), At: n.Span}
	total := Static{Single: true}
	if len(n.Args) > 1 {
		node.Args[1], total = k.expr(n.Args[1])
	}
	outer, errors := k.total, len(k.errors)
	defer func() { k.total = outer }()
	for {
		k.errors = k.errors[:errors]
		k.total = &total
		var s Static
		node.Args[0], s = k.with(in.Item(), n.Args[0])
		grown, more := k.grown(total, s)
		if !more {
			return node, grown
		}
		total = grown
	}
}

// grown returns the static of a $total that can also be what s stands for; more is false where it was that before.
// Elements of the same type are given one shape, as in a closure.
func (k *checker) grown(total, s Static) (grown Static, more bool) {
	grown = total
	for _, r := range s.Refs {
		if !grown.has(r) && !grown.unified(k.Builder, r) {
			grown = Join(grown, Static{Refs: []projection.Ref{r}})
			more = true
		}
	}
	system := Join(grown, Static{System: s.System}).System
	single := total.Single && s.Single
	more = more || system != total.System || single != total.Single
	grown.System, grown.Single = system, single
	if grown.Several.What == "" {
		grown.Several = s.Several
	}
	return grown, more
}

// totalVariable compiles $total, which outside of aggregate() is nothing.
func (k *checker) totalVariable() (plan.Node, Static) {
	if k.total == nil {
		return plan.Total, computed(model.SystemAny)
	}
	return plan.Total, *k.total
}
