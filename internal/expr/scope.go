package expr

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/check"
	"github.com/fhirview/fhirview/internal/expr/parse"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/projection"
)

// Scope compiles expressions that are evaluated on the same resources, and collects what they read. It is used by one
// goroutine; the expressions that it makes by any number.
type Scope struct {
	env     *check.Env
	opts    Options
	builder *projection.Builder
}

// NewScope returns a scope for resources of the type that the options name.
func NewScope(opts Options) (*Scope, error) {
	s := &Scope{opts: opts}
	m := opts.model()
	root := model.Unknown
	if name := opts.Resource; name != "" {
		t, ok := m.Lookup(name)
		if !ok || m.Kind(t) != model.KindResource {
			return nil, &UnknownResourceError{Name: name, Release: m.Release(), Suggestion: suggestResource(m, name)}
		}
		root = t
	}
	functions := opts.functions()
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		switch f := functions[name]; {
		case builtin(name):
			return nil, errors.New("function " + name + " is one of FHIRPath's and cannot be redefined")
		case f.Eval == nil:
			return nil, errors.New("function " + name + " has no Eval: there is nothing to call")
		case f.MaxArgs < f.MinArgs:
			return nil, fmt.Errorf("function %s takes %d arguments at least and %d at most: nobody can call it", name, f.MinArgs, f.MaxArgs)
		}
	}
	s.builder = projection.NewBuilder(m, root)
	s.env = &check.Env{Model: m, Builder: s.builder, Variables: opts.Variables, Functions: functions}
	s.env.Terminology, s.env.Profiles = opts.Services.Terminology != nil, opts.Services.Profiles != nil
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
func (s *Scope) Projection() *projection.Projection { return s.builder.Projection() }

// BundleUse says what expressions ask of the Bundle that a resource is an entry of: see [Env.SetEntry].
type BundleUse = check.BundleUse

// Bundle finds the entries of a Bundle, by what references say.
type Bundle = plan.Bundle

// BundleUse returns what the expressions compiled so far ask of a Bundle.
func (s *Scope) BundleUse() BundleUse { return s.env.Use }

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
