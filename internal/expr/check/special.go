package check

import (
	"fmt"
	"math"
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/projection"
)

// special returns what compiles the functions that have nodes of their own, and nil for all others.
func (k *checker) special(name string) func(*ast.Call) (plan.Node, Static) {
	switch name {
	case "ofType", "as", "is":
		return k.typeCall
	case "extension":
		return k.extension
	case "type":
		return k.typeInfo
	case "sort":
		return k.sort
	case "coalesce":
		return k.coalesce
	case "aggregate":
		return k.aggregate
	case "defineVariable":
		return k.define
	case "getResourceKey":
		return k.resourceKey
	case "getReferenceKey":
		return k.referenceKey
	case "resolve":
		return k.resolve
	case "conformsTo":
		return k.conformsTo
	case "checkModifiers":
		return k.checkModifiers
	}
	return nil
}

func (k *checker) typeCall(n *ast.Call) (plan.Node, Static) {
	x, s := k.input(n)
	name, ok := typeArg(n.Args[0])
	if !ok {
		return k.fail(n.Args[0].Range(), "%s() wants the name of a type", n.Name)
	}
	t, ok := k.resolveType(name)
	if !ok {
		return k.fail(name.Span, "unknown type %s%s", quote(name), k.suggestType(name.Name))
	}
	if n.Name != "ofType" {
		k.wantOne(n.NameSpan, n.Name+"()", s)
	}
	if n.Name == "is" {
		k.checkType(name.Span, n.X, s, t)
		return &plan.IsType{X: x, Type: t, At: n.Span}, computed(model.SystemBoolean)
	}
	k.checkSelection(name.Span, n.X, s, t)
	if n.Name == "ofType" {
		return &plan.OfType{X: x, Type: t, Values: k.Model.Kind(t) == model.KindPrimitive}, k.selected(n.X, s, t)
	}
	return &plan.OfType{X: x, Type: t, Single: true, At: n.Span}, k.selected(n.X, s, t).Item()
}

// selected returns what ofType(t) and as leave of the collection that x yields.
func (k *checker) selected(x ast.Node, s Static, t model.TypeID) Static {
	if t == model.SystemString && isID(x) {
		return s
	}
	return k.narrow(s, t)
}

func (k *checker) extension(n *ast.Call) (plan.Node, Static) {
	x, in := k.input(n)
	x, all := k.step(x, in, "extension", n.NameSpan)
	all = k.extensions(all)
	k.readChildren(all, "url")
	url, s := k.expr(n.Args[0])
	k.readValues(s)
	k.want(n.Args[0].Range(), "the argument is", s, text)
	k.wantOne(n.Args[0].Range(), "the argument", s)
	all.Single, all.Several = false, in.Several
	return &plan.Extension{X: x, URL: url, Name: k.Builder.Name("url"), At: n.Span}, all
}

// extensions returns a collection of elements called extension by their type, which is the same wherever one can stand.
func (k *checker) extensions(s Static) Static {
	t, _ := k.Model.Lookup("Extension")
	s.Refs = slices.Clone(s.Refs)
	for i, r := range s.Refs {
		if r.Type == model.Unknown && !s.doubts(r) {
			s.Refs[i].Type = t
		}
	}
	return s
}

func (k *checker) resourceKey(n *ast.Call) (plan.Node, Static) {
	x, in := k.input(n)
	k.checkKind(n, in, "resources", func(t model.TypeID) bool { return k.Model.Kind(t) == model.KindResource })
	k.wantOne(n.NameSpan, "getResourceKey()", in)
	k.readChildren(in, "id")
	k.readFullURLs()
	k.Use.Keys, k.Above = true, true
	return &plan.ResourceKey{X: x, Name: k.Builder.Name("id"), At: n.Span}, computed(model.SystemString)
}

// readFullURLs reads the fullUrls of the entries of a Bundle, for the keys of those without id.
func (k *checker) readFullURLs() {
	root := k.Builder.Root()
	if bundle, _ := k.Model.Lookup("Bundle"); root.Type != bundle {
		return
	}
	for _, e := range k.Builder.Member(root, "entry") {
		k.Builder.Member(e, "fullUrl")
	}
}

func (k *checker) referenceKey(n *ast.Call) (plan.Node, Static) {
	x, in := k.input(n)
	reference, _ := k.Model.Lookup("Reference")
	k.checkKind(n, in, "a Reference", func(t model.TypeID) bool { return k.Model.Is(t, reference) })
	k.readChildren(in, "reference")
	k.Use.References = true
	node := &plan.ReferenceKey{X: x, Name: k.Builder.Name("reference")}
	if len(n.Args) > 0 {
		name, ok := typeArg(n.Args[0])
		if !ok {
			return k.fail(n.Args[0].Range(), "getReferenceKey() wants the name of a resource type")
		}
		t, ok := k.resolveType(name)
		if !ok || k.Model.Kind(t) != model.KindResource {
			return k.fail(name.Span, "unknown resource type %s%s", quote(name), k.suggestType(name.Name))
		}
		node.To = plan.TargetOf(k.Model.TypeName(t))
	}
	return node, Static{System: model.SystemString, Single: in.Single, Several: in.Several}
}

// closure returns all that next yields when it is applied to its own results over and over. Elements of the same type
// are given one shape, so that they are read alike at every depth.
func (k *checker) closure(in Static, next func(Static) Static) Static {
	errors := k.errors // the first compilation of the projection has found them all
	defer func() { k.errors = errors }()
	each, done := k.rounds(next)
	defer done()
	return Closure(k.Builder, in, each)
}

// Closure is what a repeated traversal yields: see closure.
func Closure(b *projection.Builder, in Static, next func(Static) Static) Static {
	out := Static{}
	for frontier := in; ; {
		found := next(frontier)
		out.System = Join(out, Static{System: found.System}).System
		if out.Several.What == "" {
			out.Several = found.Several
		}
		var fresh []projection.Ref
		for _, r := range found.Refs {
			if !out.unified(b, r) {
				out.Refs = append(out.Refs, r)
				fresh = append(fresh, r)
				if found.doubts(r) {
					out.Doubtful = append(out.Doubtful, r)
				}
			}
		}
		if len(fresh) == 0 {
			return out
		}
		frontier = Static{Refs: fresh, Doubtful: out.Doubtful}
	}
}

// unified gives a shape to the elements of the same type that are there already; false where there are none.
func (s Static) unified(b *projection.Builder, r projection.Ref) bool {
	for _, own := range s.Refs {
		if own.Type == r.Type {
			b.Unify(own, r)
			return true
		}
	}
	return false
}

func arity(least, most int) string {
	switch {
	case least == most && most == 0:
		return "no arguments"
	case least == most && most == 1:
		return "1 argument"
	case most == math.MaxInt && least == 1:
		return "at least 1 argument"
	case least == most:
		return fmt.Sprintf("%d arguments", most)
	}
	return fmt.Sprintf("%d to %d arguments", least, most)
}
