package check

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/funcs"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/spelling"
	"github.com/fhirview/fhirview/internal/tables"
)

// outside returns elements of the types that are no part of the resource at hand, and are therefore read wholly.
func (k *checker) outside(types ...model.TypeID) Static {
	var s Static
	for _, t := range types {
		s.Refs = append(s.Refs, detached(k.Model, t))
	}
	return s
}

// outsideNamed is outside for a single element of the type that a function of FHIR's returns.
func (k *checker) outsideNamed(name string) Static {
	t, _ := k.Model.Lookup(name)
	s := k.outside(t)
	s.Single = true
	return s
}

// resolve compiles resolve(): contained resources and the entries of a Bundle are read wholly, since any of them can be
// the target.
func (k *checker) resolve(n *ast.Call) (plan.Node, Static) {
	x, in := k.input(n)
	k.readChildren(in, "reference")
	k.Use.Resolve, k.Above = true, true
	root := k.Builder.Root()
	bundle, _ := k.Model.Lookup("Bundle")
	for _, name := range [...]string{"contained", "entry"} {
		if name == "entry" && !k.Model.Is(root.Type, bundle) && !k.Model.Is(bundle, root.Type) {
			continue
		}
		for _, r := range k.Builder.Member(root, name) {
			k.Builder.All(r)
		}
	}
	types := in.Targets
	if len(types) == 0 {
		base, _ := k.Model.Lookup("Resource")
		types = []model.TypeID{base}
	}
	out := k.outside(types...)
	if slices.ContainsFunc(types, func(t model.TypeID) bool { return k.Model.Is(root.Type, t) || k.Model.Is(t, root.Type) }) {
		out = Join(out, Focus(root)) // the reference # of a contained resource
	}
	out.Single, out.Several = in.Single, in.Several
	if in.Single && len(in.Refs) > 0 {
		out.alternative = alternative{of: in.Refs[0], name: n.Name}
	}
	return &plan.Resolve{X: x, Name: k.Builder.Name("reference"), At: n.Span}, out
}

// conformsTo reads the element only where its type does not tell the answer.
func (k *checker) conformsTo(n *ast.Call) (plan.Node, Static) {
	def, _ := funcs.Lookup(n.Name)
	x, in := k.input(n)
	args, _ := k.arguments(n, def, in)
	k.wantOne(n.NameSpan, "conformsTo()", in)
	if !k.namesCoreType(args[0]) {
		k.readWhole(in)
	}
	return &plan.Call{X: x, Fn: def.Eval, Args: args, At: n.Span}, computed(model.SystemBoolean)
}

func (k *checker) namesCoreType(n plan.Node) bool {
	c, ok := n.(*plan.Constant)
	if !ok || len(c.Values) != 1 {
		return false
	}
	_, ok = funcs.CoreType(k.Model, c.Values[0].Text())
	return ok
}

// readWhole says that the elements are read with all that is below them, also the extensions of primitives.
func (k *checker) readWhole(s Static) {
	for _, r := range s.Refs {
		k.Builder.All(r)
	}
}

func (k *checker) checkModifiers(n *ast.Call) (plan.Node, Static) {
	def, _ := funcs.Lookup(n.Name)
	x, in := k.input(n)
	_, extensions := k.step(x, in, "modifierExtension", n.NameSpan)
	k.readChildren(extensions, "url")
	args := make([]plan.Node, len(n.Args))
	for i, arg := range n.Args {
		args[i], _ = k.expr(arg)
	}
	return &plan.Call{X: x, Fn: def.Eval, Args: args, At: n.Span}, in
}

// served is false, after a mistake, where the caller has not provided what a function needs.
func (k *checker) served(n *ast.Call, def *funcs.Def) bool {
	switch {
	case def.Needs == funcs.Terminology && !k.Terminology:
		k.fail(n.NameSpan, "%s() needs a terminology service: set Options.Terminology", n.Name)
	case def.Needs == funcs.Profiles && !k.Profiles:
		k.fail(n.NameSpan, "%s() needs structure definitions: set Options.Profiles", n.Name)
	default:
		return true
	}
	return false
}

// object returns the name of the variable that a function is called of, such as %factory, where it is one that stands
// for functions.
func (k *checker) object(n *ast.Call) (name string, ok bool) {
	x, ok := n.X.(*ast.External)
	if !ok || !funcs.IsObject(x.Name) {
		return "", false
	}
	_, own := k.Variables[x.Name]
	return x.Name, !own
}

// method compiles a function of such a variable. It has no input, and its arguments are read wholly.
func (k *checker) method(n *ast.Call, object string) (plan.Node, Static) {
	input := *n
	input.X = nil
	def, ok := funcs.Method(k.Model, object, n.Name)
	if !ok {
		k.parts(&input)
		return k.fail(n.NameSpan, "%%%s has no function %s()%s", object, n.Name, didYouMean(spelling.Closest(n.Name, funcs.Methods(object))))
	}
	if have := len(n.Args); have < def.Required() || have > len(def.Params) {
		k.parts(&input)
		return k.fail(n.Span, "%s() takes %s, not %d", n.Name, arity(def.Required(), len(def.Params)), have)
	}
	if !k.served(n, def) {
		k.parts(&input)
		return &plan.Constant{}, Static{}
	}
	if n.Name == "create" {
		return k.create(n)
	}
	args, statics := k.arguments(&input, def, k.this)
	for _, s := range statics {
		k.readWhole(s)
	}
	out := k.outsideNamed(def.Returns)
	if def.Result == funcs.Instance {
		out = k.copied(statics[0])
	}
	return &plan.Call{X: &plan.Constant{}, Fn: def.Eval, Args: args, At: n.Span}, out
}

// copied returns what a changed copy of an element is.
func (k *checker) copied(of Static) Static {
	var types []model.TypeID
	for _, r := range of.Refs {
		if !slices.Contains(types, r.Type) {
			types = append(types, r.Type)
		}
	}
	if of.System != model.Unknown || len(types) == 0 {
		types = []model.TypeID{model.Unknown}
	}
	out := k.outside(types...)
	out.Single = true
	return out
}

func (k *checker) create(n *ast.Call) (plan.Node, Static) {
	name, ok := typeArg(n.Args[0])
	if !ok {
		return k.fail(n.Args[0].Range(), "create() wants the name of a type")
	}
	t, ok := k.resolveType(name)
	switch {
	case !ok:
		return k.fail(name.Span, "unknown type %s%s", quote(name), k.suggestType(name.Name))
	case tables.Namespace(t) != "FHIR" || k.Model.Abstract(t):
		return k.fail(name.Span, "create() wants a type of FHIR's that is not abstract")
	}
	out := k.outside(t)
	out.Single = true
	return &plan.Call{X: &plan.Constant{}, Fn: funcs.Create(t), At: n.Span}, out
}

// targetsOf returns the types that the references of an element point to; none where they are not known.
func (k *checker) targetsOf(s Static, name string) []model.TypeID {
	var targets []model.TypeID
	for _, r := range s.Refs {
		e, ok := k.Model.Element(r.Type, name)
		if !ok || len(e.Targets) == 0 {
			return nil
		}
		for _, t := range e.Targets {
			if !slices.Contains(targets, t) {
				targets = append(targets, t)
			}
		}
	}
	return targets
}
