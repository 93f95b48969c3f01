package viewdef

import (
	"strings"

	"github.com/fhirview/fhirview/internal/expr"
)

// keeper collects what has to be there as nodes when a tree is walked while a resource is decoded: what all expressions
// read that are evaluated by themselves.
type keeper struct {
	*expr.Kept
	once bool     // expressions can be noticed outside of the view, which must not be evaluated a second time
	why  []string // what speaks against it
}

// keptFocus is what a clause is evaluated on.
type keptFocus struct {
	expr.KeptFocus
	// nodes is true where the tree of the view does not come there: the clause is evaluated on nodes, and all that it reads
	// is read of them.
	nodes bool
}

func (k *keeper) branch(index int, like expr.Focus) keptFocus {
	return keptFocus{k.Branch(index, like), false}
}

// expr keeps what an expression reads, which stands at a place in the view.
func (k *keeper) expr(place string, x *expr.Expr, on keptFocus) keptFocus {
	out, why := k.Expr(x, on.KeptFocus)
	k.against(place, why, oneLine(x))
	return keptFocus{out, true}
}

func (k *keeper) repeat(place string, xs []*expr.Expr, on keptFocus) keptFocus {
	out, why := k.Repeat(xs, on.KeptFocus)
	k.against(place, why, pathsOf(xs))
	return keptFocus{out, true}
}

func (k *keeper) against(place, why, source string) {
	if k.once {
		why = "can be noticed outside of the view, and may have to be evaluated twice"
	}
	if why != "" {
		k.why = append(k.why, place+" "+why+": "+source)
	}
}

// keep tells the tree of a view what its other expressions read. It returns why resources cannot be decoded along the tree:
// which expressions look at what is above an element, read everything, or can be noticed outside of the view, for a
// resource may have to be evaluated a second time.
func (c *compiler) keep(tree *expr.Tree, root clause, where []condition, opts *Options) (why []string) {
	kept, err := c.scope.NewKept(tree)
	if err != nil {
		return []string{err.Error()}
	}
	k := &keeper{Kept: kept, once: !opts.repeatable()}
	on := k.branch(0, c.scope.Root())
	for _, w := range where {
		k.expr(w.path, w.expr, on)
	}
	root.keep(k, on)
	k.Close()
	return k.why
}

// WhyPlain returns the reasons why resources are decoded as a whole for the view, and then evaluated: the plain way. There
// are none where a [Flattener] makes rows while it decodes: the fast way. Each names the place in the view. For people to read.
func (p *Plan) WhyPlain() []string { return p.plain }

// explainWay writes the lines of an explanation that say which way resources go.
func (p *Plan) explainWay(b *strings.Builder) {
	if len(p.plain) == 0 {
		line(b, 1, "fast way: yes")
		return
	}
	line(b, 1, "fast way: no")
	for _, w := range p.plain {
		line(b, 2, w)
	}
}
