package expr

import (
	"slices"

	"github.com/fhirview/fhirview/internal/expr/check"
	"github.com/fhirview/fhirview/internal/projection"
)

// Kept finds out which elements have to be there as nodes when a tree is walked while a resource is decoded: those that
// expressions read which the tree has not taken. It compiles these once more, in a scope of their own, each on the branch
// on whose elements it will be evaluated; what they read there is what has to be kept.
//
// It is used before the tree is closed, by the goroutine that builds it.
type Kept struct {
	tree     *Tree
	scope    *Scope
	branches []keptBranch // those that expressions have been compiled on, the resource itself first
}

// keptBranch is a branch by the elements that expressions are compiled on.
type keptBranch struct {
	index int
	focus Focus
}

// NewKept returns a Kept for a tree of the scope's expressions.
func (s *Scope) NewKept(t *Tree) (*Kept, error) {
	own, err := NewScope(s.opts)
	if err != nil {
		return nil, err
	}
	return &Kept{tree: t, scope: own, branches: []keptBranch{{0, own.Root()}}}, nil
}

// KeptFocus is what an expression that is kept for is evaluated on.
type KeptFocus struct {
	focus  Focus
	branch int
}

// Branch returns the focus of a branch, whose elements are like those of a focus of the tree's expressions.
func (k *Kept) Branch(index int, like Focus) KeptFocus {
	for _, b := range k.branches {
		if b.index == index {
			return KeptFocus{b.focus, index}
		}
	}
	fresh := Focus{like.static}
	fresh.static.Refs, fresh.static.Doubtful = nil, nil
	for _, r := range like.static.Refs {
		own := k.scope.builder.Like(r)
		fresh.static.Refs = append(fresh.static.Refs, own)
		if slices.ContainsFunc(like.static.Doubtful, r.Same) {
			fresh.static.Doubtful = append(fresh.static.Doubtful, own)
		}
	}
	k.branches = append(k.branches, keptBranch{index, fresh})
	return KeptFocus{fresh, index}
}

// Expr keeps what an expression reads that is evaluated on a focus, and returns the focus of what it yields. Where the
// expression cannot be evaluated on nodes that are kept, it says why.
func (k *Kept) Expr(x *Expr, on KeptFocus) (out KeptFocus, why string) {
	_, whole := k.scope.builder.Below(k.scope.builder.Root())
	_, static, mistakes, _ := check.Compile(x.syntax, on.focus.static.Item(), k.scope.env)
	return KeptFocus{Focus{static}, on.branch}, k.why(on, len(mistakes) > 0, whole)
}

// Repeat is Expr for expressions that Scope.Repeat has compiled.
func (k *Kept) Repeat(xs []*Expr, on KeptFocus) (out KeptFocus, why string) {
	sources := make([]string, len(xs))
	for i, x := range xs {
		sources[i] = x.source
	}
	_, whole := k.scope.builder.Below(k.scope.builder.Root())
	_, all, err := k.scope.Repeat(sources, on.focus)
	return KeptFocus{all, on.branch}, k.why(on, err != nil, whole)
}

// why says what speaks against what was compiled last. The elements of branches other than the resource itself are no
// children of what they are part of.
func (k *Kept) why(on KeptFocus, mistaken, whole bool) string {
	env := k.scope.env
	_, all := k.scope.builder.Below(k.scope.builder.Root())
	resolves, above := env.Use.Resolve, env.Above
	env.Use.Resolve, env.Above = false, false
	switch {
	case all && !whole:
		return "reads all of the resource"
	case resolves:
		return "follows references"
	case above && on.branch != 0:
		return "looks at what an element is part of"
	case mistaken:
		return "cannot be evaluated on a part of the resource"
	}
	return ""
}

// Close tells the tree what is kept.
func (k *Kept) Close() {
	for _, b := range k.branches {
		var names []projection.Name
		for _, r := range b.focus.static.Refs {
			below, _ := k.scope.builder.Below(r) // all that is below is decoded as a whole, and there in any case
			names = append(names, below...)
		}
		slices.Sort(names)
		k.tree.tree.Keep(b.index, slices.Compact(names))
	}
}
