package check

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/funcs"
	"github.com/fhirview/fhirview/internal/projection"
)

// Cause says why a collection can have several items: the place, and what is there in words, such as "coding repeats".
type Cause struct {
	At   ast.Span
	What string
}

// alternative is a single element of one of several types, or what is left of it where types have been selected. Of two
// types of one such element at most one is there.
type alternative struct {
	of   projection.Ref // what has it; where that can be several things, the first of them
	name string
	// types are those that have been selected; none as long as it can be all.
	types []model.TypeID
}

// chosen returns the alternative with a type selected of it.
func (a alternative) chosen(t model.TypeID) alternative {
	if a.name != "" && len(a.types) == 0 {
		a.types = []model.TypeID{t}
	}
	return a
}

// either returns what two alternatives are together that exclude each other: parts of one choice, none of whose types is
// derived from one of the other's. ok is false where both can be there.
func (k *checker) either(a, b alternative) (both alternative, ok bool) {
	if a.name == "" || a.name != b.name || !a.of.Same(b.of) || len(a.types) == 0 || len(b.types) == 0 {
		return alternative{}, false
	}
	for _, t := range a.types {
		if slices.ContainsFunc(b.types, func(u model.TypeID) bool { return k.Model.Is(t, u) || k.Model.Is(u, t) }) {
			return alternative{}, false
		}
	}
	a.types = slices.Concat(a.types, b.types)
	return a, true
}

// joined returns the collection that holds the items of two, and says why it can have several. Two that have an item each
// make two, unless they are types of one choice: then there is one, and no question of order. One of which nothing is
// known, or which has a condition, may be there in the place of the other.
func (k *checker) joined(at ast.Span, x, y ast.Node, sx, sy Static) Static {
	all := Join(sx, sy)
	_, knownX := sx.Types()
	_, knownY := sy.Types()
	both, exclusive := k.either(sx.alternative, sy.alternative)
	all.alternative = both
	if all.Several.What == "" && knownX && knownY && !exclusive && !isConditional(x) && !isConditional(y) {
		all.Several = Cause{at, "both sides can be there"}
	}
	all.Unordered = !exclusive || all.Several.What != ""
	return all
}

func isConditional(n ast.Node) bool {
	call, ok := n.(*ast.Call)
	return ok && call.Name == "iif"
}

// severalOf returns why the result of a call can have several items, where the function itself makes them.
func severalOf(n *ast.Call, in, out Static) Cause {
	switch n.Name {
	case "split", "toChars":
		return Cause{n.NameSpan, n.Name + "() makes several"}
	case "children", "descendants":
		if _, known := in.Types(); known {
			return Cause{n.NameSpan, n.Name + "() finds several"}
		}
	case "repeat", "repeatAll":
		if _, known := out.Types(); known && out.Several.What == "" {
			return Cause{n.NameSpan, n.Name + "() finds several"}
		}
	case "where":
		if name, ok := selectsExtension(n); ok && in.Several.What == repeats(name) {
			return Cause{}
		}
	}
	return out.Several
}

func repeats(element string) string { return element + " repeats" }

// selectsExtension is true for extension.where(url = …), which is what extension(…) stands for, with the name of the
// element. By its type there can be several of one URL, by its definition there mostly is one: so neither is said to be
// several.
func selectsExtension(n *ast.Call) (name string, ok bool) {
	x, ok := n.X.(*ast.Member)
	if !ok || x.Name != "extension" && x.Name != "modifierExtension" || len(n.Args) != 1 {
		return "", false
	}
	return x.Name, demands(n.Args[0], func(side, _ ast.Node) bool {
		url, ok := side.(*ast.Member)
		if !ok || url.Name != "url" {
			return false
		}
		this, ok := url.X.(*ast.Variable)
		return url.X == nil || ok && this.Name == "this"
	})
}

// selectsPlace is true for where($index = 0), which is an index in other words.
func selectsPlace(n *ast.Call) bool {
	return len(n.Args) == 1 && demands(n.Args[0], func(side, other ast.Node) bool {
		index, isVariable := side.(*ast.Variable)
		_, isLiteral := other.(*ast.Literal)
		return isLiteral && isVariable && index.Name == "index"
	})
}

// demands is true for a criterion that wants what is on one side of an equality to be what is on the other, whatever else
// it wants.
func demands(criterion ast.Node, what func(side, other ast.Node) bool) bool {
	n, ok := criterion.(*ast.Binary)
	switch {
	case ok && n.Op == "and":
		return demands(n.X, what) || demands(n.Y, what)
	case ok && n.Op == "=":
		return what(n.X, n.Y) || what(n.Y, n.X)
	}
	return false
}

// takesOne are the functions that are no use on several items, besides those whose signature says so: they fail, or are
// false or empty for them.
var takesOne = []string{
	"not", "lowBoundary", "highBoundary", "precision", "comparable", "hasValue", "getValue", "memberOf", "subsumes",
	"subsumedBy", "htmlChecks",
}

// wantsOneInput is true for a function whose input has to be a single item.
func wantsOneInput(def *funcs.Def, sig signature) bool {
	return sig.in != nil && !sig.each || def.Section == "Conversion" || slices.Contains(takesOne, def.Name)
}

// wantOne warns where there are certainly several items, or can be by the model, and one is wanted. What names who wants
// it.
//
// Specification: FHIRPath, "Singleton Evaluation of Collections".
func (k *checker) wantOne(at ast.Span, what string, s Static) {
	switch {
	case s.Many:
		k.warnf(at, "this is several items where a single one is wanted")
	case s.Several.What != "":
		k.warnf(at, "%s takes a single item, and there can be several here, as %s: take one with first(), or ask each with exists(…), all(…) or select(…)",
			what, s.Several.What)
	}
}

// checkEqual warns where a single item is compared with what can be several: such a comparison tells nothing about each
// of them. Two collections may be compared on purpose.
//
// Specification: FHIRPath, "Equals": "collections … of different size".
func (k *checker) checkEqual(n *ast.Binary, x, y Static) {
	single := func(s Static) bool { return s.Single && !s.empty() }
	switch {
	case y.Several.What != "" && single(x):
		k.differentSize(n, n.Y.Range(), y)
	case x.Several.What != "" && single(y):
		k.differentSize(n, n.X.Range(), x)
	}
}

func (k *checker) differentSize(n *ast.Binary, at ast.Span, s Static) {
	always, cure := "false", "exists($this "+n.Op+" …)"
	if n.Op[0] == '!' {
		always, cure = "true", "all($this "+n.Op+" …)"
	}
	k.warnf(at, "there can be several items here, as %s, and %s is then %s: ask each with %s, or take one with first()",
		s.Several.What, n.Op, always, cure)
}

// empty is true for the collection that never has an item.
func (s Static) empty() bool { return len(s.Refs) == 0 && s.System == model.Unknown }
