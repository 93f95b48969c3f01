package viewdef

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr"
)

// Options say how a view is compiled. The zero value, and nil, are the defaults.
type Options struct {
	// Model holds the types of the FHIR release that the data is of. Default: among the releases that the view is meant for
	// (fhirVersion) and whose package the program imports, below fhirpath/model, the one that speaks against least in the
	// view, and the highest of equals; R4, which is always there, for views that name none.
	Model *model.Model
	// Strict makes errors of what is doubtful by the model's types: the warnings of expressions, columns and conditions that
	// can get several values, and columns that declare a type which only some values of their path have. Default: they are
	// warnings.
	Strict bool
	// Functions are functions of the caller's that the view's expressions can call, by name. Default: none.
	Functions map[string]fhirpath.Function
	// Resolver, Profiles and Terminology serve the functions that reach beyond a resource, as in [fhirpath.Options].
	// Default: none; what works without them is said there.
	Resolver    fhirpath.Resolver
	Profiles    fhirpath.Profiles
	Terminology fhirpath.Terminology
	// Cache remembers the parsed expressions of views, for programs that compile many. Default: none.
	Cache *fhirpath.Cache
	// Types give the columns types, for sinks that store typed values. Default: nil; Column.SQLType says what the specification
	// has for a column, and every value is the text that was read.
	Types *Types
	// Trace is called by trace() in the view's expressions. Default: nothing happens.
	Trace func(name string, values fhirpath.Collection)
}

// Compile parses a view's JSON text and compiles it. All mistakes, of form and in expressions, come in one
// [CompileError].
func Compile(data []byte, opts *Options) (*Plan, error) {
	v, ps := parse(data)
	return v.compile(opts, ps)
}

// Compile compiles a view. What [Parse] has already found doubtful is among the plan's warnings.
func (v *View) Compile(opts *Options) (*Plan, error) {
	return v.compile(opts, &problems{warnings: slices.Clone(v.warnings)})
}

// Validate returns everything that is wrong or doubtful about a view: errors first, then warnings.
func Validate(data []byte, opts *Options) []Problem {
	v, ps := parse(data)
	_, _ = v.compile(opts, ps)
	return append(inOrder(ps.errors), inOrder(ps.warnings)...)
}

func (v *View) compile(opts *Options, ps *problems) (*Plan, error) {
	if opts == nil {
		opts = &Options{}
	}
	var best *Plan
	var least *problems
	for _, m := range v.models(opts.Model, ps) {
		c := &compiler{problems: ps.clone(), strict: opts.Strict, model: m}
		plan := c.plan(v, opts)
		if least == nil || c.fewerThan(least) {
			best, least = plan, c.problems
		}
		if !ps.fewerThan(least) {
			break // the view has no problems but those of its form
		}
	}
	if least != nil {
		*ps = *least
	}
	return best, ps.err(v.Name)
}

// plan compiles the view for the compiler's release. It is nil after a mistake.
func (c *compiler) plan(v *View, opts *Options) *Plan {
	c.checkVersions(v)
	c.openScope(v, opts)
	if c.scope == nil {
		return nil
	}
	where := c.where(v.Where)
	set := &columnSet{}
	root := c.group("", &Select{Selects: v.Select}, c.scope.Root(), set)
	if len(c.errors) > 0 {
		return nil
	}
	schema := set.schema(v.Name, c.model)
	typing := c.typing(opts.Types, set, schema)
	if len(c.errors) > 0 {
		return nil
	}
	tree := expr.NewTree(c.model)
	root.join(tree, 0)
	plain := c.keep(tree, root, where, opts)
	tree.Close()
	typ, _ := c.model.Lookup(v.Resource)
	p := &Plan{
		view: v, scope: c.scope, resource: typ, schema: schema, width: set.width(), typing: typing, types: opts.Types.clone(), where: where, root: root, tree: tree, joins: c.joins,
		plain: plain, proj: c.scope.Projection(), warnings: inOrder(c.warnings), outside: !opts.repeatable(),
		release: explainRelease(v, opts.Model, c.model),
	}
	schema.URL, schema.Version = v.URL, v.Version
	if sum, ok := p.Digest(); ok {
		schema.Digest = hex.EncodeToString(sum[:])
	}
	return p
}

type compiler struct {
	*problems
	scope  *expr.Scope
	model  *model.Model
	strict bool
	joins  int
}

// doubtf adds what is an error in strict mode and a warning otherwise.
func (c *compiler) doubtf(path, format string, args ...any) {
	if c.strict {
		c.failf(path, format, args...)
		return
	}
	c.warnf(path, format, args...)
}

// openScope makes the scope of the view's expressions. Where the resource type is a mistake, the scope is one for
// resources of any type, so that mistakes elsewhere are found too.
func (c *compiler) openScope(v *View, opts *Options) {
	o := expr.Options{
		Model: c.model, Strict: c.strict, Resource: v.Resource, Variables: c.constants(v.Constants), Trace: opts.Trace,
		Functions: expr.Functions(opts.Functions), Cache: (*expr.Cache)(opts.Cache),
		Services: expr.Services{Resolver: opts.Resolver, Profiles: opts.Profiles, Terminology: opts.Terminology},
	}
	if v.Resource == "" && len(c.errors) == 0 {
		c.failf("", "resource is missing")
	}
	if t, ok := c.model.Lookup(v.Resource); ok && c.model.Kind(t) == model.KindResource && c.model.Abstract(t) {
		c.failf("resource", "%s is abstract: no resource is of this type", v.Resource)
	}
	scope, err := expr.NewScope(o)
	if unknown := (*expr.UnknownResourceError)(nil); errors.As(err, &unknown) {
		c.failf("resource", "%v", err)
		o.Resource = ""
		scope, err = expr.NewScope(o)
	}
	if err != nil {
		c.failf("", "%v", err)
		return
	}
	c.scope = scope
}

// where compiles the conditions.
func (c *compiler) where(ws []Where) []condition {
	var out []condition
	for i, w := range ws {
		path := fmt.Sprintf("where[%d].path", i)
		x := c.expr(path, w.Path, c.scope.Root())
		if x == nil {
			continue
		}
		if types := x.Types(); len(types) > 0 && !slices.ContainsFunc(types, c.isBoolean) {
			msg := "a condition has to be a Boolean, not " + c.model.TypeName(types[0])
			whole := expr.Mistake{End: len(w.Path), Msg: msg}
			c.expression(path, &expr.CompileError{Source: w.Path, Mistakes: []expr.Mistake{whole}})
			continue
		}
		c.wantOne(path, x, "a condition is a single Boolean: ask for any or all of them with exists(…) or all(…)")
		out = append(out, condition{x, path})
	}
	return out
}

func (c *compiler) isBoolean(t model.TypeID) bool { return c.model.System(t) == model.SystemBoolean }

// expr compiles an expression; it returns nil after a mistake.
func (c *compiler) expr(path, source string, focus expr.Focus) *expr.Expr {
	if source == "" {
		if len(c.errors) == 0 { // otherwise it is what the form of the view lacks
			c.failf(path, "is missing")
		}
		return nil
	}
	x, err := c.scope.Compile(source, focus)
	if err != nil {
		c.expression(path, err)
		return nil
	}
	c.doubtful(path, x)
	return x
}

// selection compiles a select with its directive.
func (c *compiler) selection(path string, s *Select, focus expr.Focus, set *columnSet) clause {
	switch s.Iteration {
	case "":
		return c.group(path, s, focus, set)
	case Repeat:
		return c.repeat(path, s, focus, set)
	}
	at := path + "." + string(s.Iteration)
	source := ""
	if len(s.Paths) == 1 {
		source = s.Paths[0]
	}
	x := c.expr(at, source, focus)
	if x == nil {
		// Nothing is known of the elements, so that nothing that follows from them is a mistake.
		return c.group(path, s, expr.Focus{}, set)
	}
	return &forEach{expr: x, orNull: s.Iteration == ForEachOrNull, body: c.group(path, s, x.Focus(), set), path: at}
}

func (c *compiler) repeat(path string, s *Select, focus expr.Focus, set *columnSet) clause {
	at := path + ".repeat"
	exprs, all, err := c.scope.Repeat(s.Paths, focus)
	if err != nil {
		all = expr.Focus{}
		c.repeated(at, s.Paths, err)
	}
	for i, x := range exprs {
		c.doubtful(fmt.Sprintf("%s[%d]", at, i), x)
	}
	if len(s.Paths) == 0 && len(c.errors) == 0 {
		c.failf(at, "is missing")
	}
	return &repeat{exprs: exprs, all: all, body: c.group(path, s, all, set), path: at}
}

// group compiles what a select has besides its directive. Columns come in the order of the specification: the select's
// own, those of nested selects, those of the union.
//
// Specification: SQL on FHIR, "Column Ordering".
func (c *compiler) group(path string, s *Select, focus expr.Focus, set *columnSet) *group {
	g := &group{from: set.width()}
	for i := range s.Columns {
		if col := c.column(fmt.Sprintf("%s.column[%d]", path, i), &s.Columns[i], focus, set); col != nil {
			g.cols = append(g.cols, col)
		}
	}
	for i := range s.Selects {
		at := strings.TrimPrefix(fmt.Sprintf("%s.select[%d]", path, i), ".")
		g.children = append(g.children, c.selection(at, &s.Selects[i], focus, set))
	}
	if len(s.UnionAll) > 0 {
		g.children = append(g.children, c.union(path+".unionAll", s.UnionAll, focus, set))
	}
	g.to = set.width()
	for _, child := range g.children {
		if !child.single() {
			g.many++
		}
	}
	if g.many > 1 {
		g.parts = c.joins
		c.joins += g.many
	}
	return g
}
