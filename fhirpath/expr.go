package fhirpath

import (
	"cmp"
	"errors"
	"slices"

	"github.com/fhirview/fhirview/fhirpath/internal/ast"
	"github.com/fhirview/fhirview/fhirpath/internal/check"
	"github.com/fhirview/fhirview/fhirpath/internal/parse"
	"github.com/fhirview/fhirview/fhirpath/internal/plan"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
)

// Scope compiles expressions that are evaluated on the same resources, and collects what they read. It is used by one
// goroutine; the expressions that it makes by any number.
type Scope struct {
	env     *check.Env
	opts    Options
	builder *resource.Builder
	// services are those of the options.
	services plan.Services
}

// NewScope returns a scope for resources of the type that the options name.
func NewScope(opts *Options) (*Scope, error) {
	s := &Scope{}
	if opts != nil {
		s.opts = *opts
	}
	m := opts.model()
	root := model.Unknown
	if name := s.opts.Resource; name != "" {
		t, ok := m.Lookup(name)
		if !ok || m.Kind(t) != model.KindResource {
			return nil, &UnknownResourceError{Name: name, Release: m.Release(), Suggestion: suggestResource(m, name)}
		}
		root = t
	}
	for name := range s.opts.Functions {
		if builtin(name) {
			return nil, errors.New("function " + name + " is one of FHIRPath's and cannot be redefined")
		}
	}
	s.builder = resource.NewBuilder(m, root)
	s.env = &check.Env{Model: m, Builder: s.builder, Variables: s.opts.Variables, Functions: opts.functions()}
	s.env.Terminology, s.env.Profiles = s.opts.Terminology != nil, s.opts.Profiles != nil
	s.services = plan.Services{Resolver: s.opts.Resolver, Profiles: s.opts.Profiles, Terminology: s.opts.Terminology}
	return s, nil
}

// Focus is a set of elements that expressions can be evaluated on, by what is known of it when they are compiled.
type Focus struct{ static check.Static }

// Root returns the focus of the resource itself.
func (s *Scope) Root() Focus { return Focus{check.Focus(s.builder.Root())} }

// Model returns the model that the scope's expressions are compiled for.
func (s *Scope) Model() *model.Model { return s.env.Model }

// Projection returns the elements that the expressions compiled so far read. It is complete when the last of them has
// been compiled.
func (s *Scope) Projection() *resource.Projection { return s.builder.Projection() }

// BundleUse says what expressions ask of the Bundle that a resource is an entry of: see [Env.SetEntry]. Those that ask
// for nothing are the same without it.
type BundleUse struct {
	// Keys is true where there is getResourceKey(): it looks at the entry's own fullUrl where the resource has no id.
	Keys bool
	// References is true where there is getReferenceKey(): it looks for entries by their fullUrl.
	References bool
	// Resolve is true where there is resolve(): it looks for entries by their fullUrl, or type and id, and reads them.
	Resolve bool
}

// Bundle finds the entries of a Bundle, by what references say.
type Bundle = plan.Bundle

// BundleUse returns what the expressions compiled so far ask of a Bundle.
func (s *Scope) BundleUse() BundleUse { return BundleUse(s.env.Use) }

// BundleUse returns what the expression, and those compiled in the same scope before it, ask of a Bundle.
func (x *Expr) BundleUse() BundleUse { return x.scope.BundleUse() }

// Compile compiles an expression that is evaluated on elements of the focus. All its mistakes come in one
// [CompileError].
func (s *Scope) Compile(source string, focus Focus) (*Expr, error) {
	x, err := s.compile(source, focus)
	if err == nil {
		err = x.strict()
	}
	if err != nil {
		return nil, err
	}
	return x, nil
}

// compile compiles an expression as if it were not strict.
func (s *Scope) compile(source string, focus Focus) (*Expr, error) {
	tree, syntax := s.opts.Cache.parse(source)
	if len(syntax) > 0 {
		return nil, compileError(source, syntax)
	}
	node, static, mistakes, warnings := check.Compile(tree, focus.static.Item(), s.env)
	if len(mistakes) > 0 {
		return nil, compileError(source, mistakes)
	}
	return &Expr{source: source, syntax: tree, node: node, static: static, scope: s, warnings: warnings}, nil
}

// strict returns the warnings as an error where the scope makes errors of them.
func (x *Expr) strict() error {
	if x.scope.opts.Strict && len(x.warnings) > 0 {
		return compileError(x.source, x.warnings)
	}
	return nil
}

// Repeat compiles expressions that are applied to the focus and then to their own results, over and over. The focus
// that it returns is that of all results. Mistakes of all the expressions are joined, each a [CompileError].
//
// Specification: SQL on FHIR, "Recursive Traversal with Repeat".
func (s *Scope) Repeat(sources []string, focus Focus) ([]*Expr, Focus, error) {
	exprs := make([]*Expr, len(sources))
	var errs []error
	next := func(from check.Static) check.Static {
		var out check.Static
		errs = nil
		for i, source := range sources {
			x, err := s.compile(source, Focus{from})
			if err != nil {
				errs = append(errs, err)
				continue
			}
			if exprs[i] != nil {
				x.warnings = check.CommonWarnings(exprs[i].warnings, x.warnings, from)
			}
			exprs[i] = x
			out = check.Join(out, x.static)
		}
		return out
	}
	first := next(focus.static)
	if err := errors.Join(errs...); err != nil {
		return nil, focus, err
	}
	all := check.Closure(s.builder, focus.static, next)
	for _, x := range exprs {
		errs = append(errs, x.strict())
	}
	if err := errors.Join(errs...); err != nil {
		return nil, focus, err
	}
	return exprs, Focus{check.Join(first, all)}, nil
}

func compileError[E check.Error | parse.Error](source string, mistakes []E) error {
	return &CompileError{Source: source, Mistakes: mistakesOf(mistakes)}
}

func mistakesOf[E check.Error | parse.Error](found []E) []Mistake {
	var mistakes []Mistake
	for _, m := range found {
		switch m := any(m).(type) {
		case check.Error:
			mistakes = append(mistakes, Mistake{m.At.Start, m.At.End, m.Msg, m.Unsupported})
		case parse.Error:
			mistakes = append(mistakes, Mistake{Start: m.Span.Start, End: m.Span.End, Msg: m.Msg})
		}
	}
	slices.SortStableFunc(mistakes, func(a, b Mistake) int { return cmp.Compare(a.Start, b.Start) })
	return mistakes
}

// Expr is a compiled expression. It is immutable, and many goroutines may use it at once.
type Expr struct {
	source string
	syntax ast.Node
	node   plan.Node
	static check.Static
	scope  *Scope
	// warnings are what is doubtful.
	warnings []check.Error
	// projection is set for expressions that were compiled by themselves.
	projection *resource.Projection
}

// Compile compiles an expression by itself.
func Compile(source string, opts *Options) (*Expr, error) {
	s, err := NewScope(opts)
	if err != nil {
		return nil, err
	}
	e, err := s.Compile(source, s.Root())
	if err != nil {
		return nil, err
	}
	e.projection = s.Projection()
	return e, nil
}

// String returns the source of the expression.
func (x *Expr) String() string { return x.source }

// Focus returns what the expression yields, for expressions that are evaluated on its results.
func (x *Expr) Focus() Focus { return Focus{x.static} }

// Single is true where the expression yields at most one item, whatever the data.
func (x *Expr) Single() bool { return x.static.Single }

// Several returns why the expression can yield more than one item: an element that repeats by the model, or a function or
// operator that makes several of one. It is a place in the source, and Msg says what is there, as in "coding repeats".
// ok is false where the expression yields at most one item, and where the model does not tell.
//
// An extension of a given URL is taken to be there once, although the model lets it repeat.
func (x *Expr) Several() (why Mistake, ok bool) {
	cause := x.static.Several
	return Mistake{Start: cause.At.Start, End: cause.At.End, Msg: cause.What}, cause.What != ""
}

// Constant returns the values of an expression that is a literal; ok is false for all others.
func (x *Expr) Constant() (vs value.Collection, ok bool) {
	c, ok := x.node.(*plan.Constant)
	if !ok {
		return nil, false
	}
	return c.Values, true
}

// Independent is true for an expression that looks at nothing of the resource that it is evaluated on, such as 1 + 1 or
// today(): what it yields is the same for every resource.
func (x *Expr) Independent() bool { return check.Independent(x.syntax) }

// Literals returns texts without which the expression, as a condition on a whole resource, cannot be true: each has to
// be the whole text of a string in the resource's JSON. It may find fewer than there are, or none. A resource without
// one of them can still be one on which the evaluation fails.
func (x *Expr) Literals() []string { return plan.Literals(x.node) }

// Types returns the types that the results can have: FHIR types and System types. It is empty where nothing is known of
// some of them. Elements that the model says do not exist are not counted in: they have no type.
func (x *Expr) Types() []model.TypeID {
	types, _ := x.static.Types()
	return types
}

// Warnings returns what is doubtful about the expression, in the order of its places: elements that the model does not
// have, types that values never have, arguments and operands of types that do not go together, several items where an
// operator or a function takes one, places in collections that have no order. Such an expression is evaluated like any other; with [Options.Strict] it is not compiled.
//
// An expression that [Scope.Repeat] has compiled is doubtful only in what makes sense for none of the elements that it
// is applied to.
func (x *Expr) Warnings() []Mistake {
	return mistakesOf(x.warnings)
}
