package viewdef

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Options say how a view is compiled. The zero value, and nil, are the defaults.
type Options struct {
	// Model holds the types of the FHIR release that the data is of. Default: R4.
	Model *model.Model
	// Functions are functions of the caller's that the view's expressions can call, by name. Default: none.
	Functions map[string]fhirpath.Function
	// Trace is called by trace() in the view's expressions. Default: nothing happens.
	Trace func(name string, values fhirpath.Collection)
}

// Compile parses a view's JSON text and compiles it. All mistakes, of form and in expressions, come in one
// [CompileError].
func Compile(data []byte, opts *Options) (*Plan, error) {
	v, ps := parse(data)
	v.warnings = ps.warnings
	plan, err := v.compile(opts, ps)
	if err != nil {
		return nil, err
	}
	return plan, nil
}

// Compile compiles a view.
func (v *View) Compile(opts *Options) (*Plan, error) {
	return v.compile(opts, &problems{warnings: slices.Clone(v.warnings)})
}

// Validate returns everything that is wrong or doubtful about a view: errors first, then warnings.
func Validate(data []byte, opts *Options) []Problem {
	v, ps := parse(data)
	_, _ = v.compile(opts, ps)
	return append(ps.errors, ps.warnings...)
}

func (v *View) compile(opts *Options, ps *problems) (*Plan, error) {
	if opts == nil {
		opts = &Options{}
	}
	m := opts.Model
	if m == nil {
		m = r4.Model()
	}
	c := &compiler{problems: ps, model: m}
	scope, err := fhirpath.NewScope(&fhirpath.Options{
		Model: m, Resource: v.Resource, Functions: opts.Functions, Trace: opts.Trace,
		Variables: constants(v.Constants, m, ps),
	})
	if err != nil {
		c.scopeError(err)
		return nil, ps.err(v.Name)
	}
	c.scope = scope
	c.checkVersion(v)
	where := c.where(v.Where)
	schema := &row.Schema{View: v.Name}
	root := c.group(&Select{Selects: v.Select}, scope.Root(), schema)
	if err := ps.err(v.Name); err != nil {
		return nil, err
	}
	t, _ := m.Lookup(v.Resource)
	return &Plan{
		view: v, scope: scope, resource: t, schema: schema, where: where, root: root, joins: c.joins,
		proj: scope.Projection(), warnings: ps.warnings,
	}, nil
}

type compiler struct {
	*problems
	scope *fhirpath.Scope
	model *model.Model
	joins int
}

func (c *compiler) scopeError(err error) {
	path := ""
	if unknown := (*fhirpath.UnknownResource)(nil); errors.As(err, &unknown) {
		path = "resource"
	}
	c.fail(path, "%v", err)
}

// checkVersion warns where the view is meant for another release than the one it is compiled for. Versions match by
// prefix: 4.0 is 4.0.1.
func (c *compiler) checkVersion(v *View) {
	for _, version := range v.FHIRVersions {
		if strings.HasPrefix(c.model.Version(), version) || strings.HasPrefix(version, c.model.Version()) {
			return
		}
	}
	if len(v.FHIRVersions) > 0 {
		c.warn("fhirVersion", "the view is not meant for FHIR %s, for which it is compiled", c.model.Version())
	}
}

// where compiles the conditions.
func (c *compiler) where(ws []Where) []condition {
	var out []condition
	for _, w := range ws {
		x := c.expr(w.path+".path", w.Path, c.scope.Root())
		if x == nil {
			continue
		}
		if types := x.Types(); len(types) > 0 && !slices.ContainsFunc(types, c.isBoolean) {
			c.fail(w.path+".path", "has to be a Boolean, not %s:\n    %s", c.model.TypeName(types[0]), w.Path)
		}
		out = append(out, condition{x, w.path + ".path"})
	}
	return out
}

func (c *compiler) isBoolean(t model.TypeID) bool { return c.model.System(t) == model.SystemBoolean }

// expr compiles an expression; it returns nil after a mistake.
func (c *compiler) expr(path, source string, focus fhirpath.Focus) *fhirpath.Expr {
	if source == "" {
		return nil // a problem already
	}
	x, err := c.scope.Compile(source, focus)
	if err != nil {
		c.expression(path, err)
		return nil
	}
	return x
}

// selection compiles a select with its directive.
func (c *compiler) selection(s *Select, focus fhirpath.Focus, schema *row.Schema) clause {
	switch s.Iteration {
	case ForEach, ForEachOrNull:
		path := s.path + "." + string(s.Iteration)
		x := c.expr(path, s.Paths[0], focus)
		if x == nil {
			return c.group(s, focus, schema)
		}
		return &forEach{expr: x, orNull: s.Iteration == ForEachOrNull, body: c.group(s, x.Focus(), schema), path: path}
	case Repeat:
		return c.repeat(s, focus, schema)
	}
	return c.group(s, focus, schema)
}

func (c *compiler) repeat(s *Select, focus fhirpath.Focus, schema *row.Schema) clause {
	exprs, all, err := c.scope.Repeat(s.Paths, focus)
	if err != nil {
		for i, source := range s.Paths {
			c.expr(fmt.Sprintf("%s.repeat[%d]", s.path, i), source, focus)
		}
	}
	return &repeat{exprs: exprs, body: c.group(s, all, schema), path: s.path + ".repeat"}
}

// group compiles what a select has besides its directive. Columns come in the order of the specification: the select's
// own, those of nested selects, those of the union.
func (c *compiler) group(s *Select, focus fhirpath.Focus, schema *row.Schema) *group {
	g := &group{from: len(schema.Columns)}
	for i := range s.Columns {
		if col := c.column(&s.Columns[i], focus, schema); col != nil {
			g.cols = append(g.cols, col)
		}
	}
	for i := range s.Selects {
		g.children = append(g.children, c.selection(&s.Selects[i], focus, schema))
	}
	if len(s.UnionAll) > 0 {
		g.children = append(g.children, c.union(s, focus, schema))
	}
	g.to = len(schema.Columns)
	for _, child := range g.children {
		if !child.single() {
			g.many++
		}
	}
	if g.many > 1 {
		g.join = c.joins
		c.joins += g.many
	}
	return g
}
