package viewdef

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/expr"
	"github.com/fhirview/fhirview/internal/projection"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Plan is a compiled view. It is immutable, and many goroutines may use it at once.
type Plan struct {
	view     *View
	scope    *expr.Scope
	resource model.TypeID
	schema   *row.Schema
	typing   *typing // nil where all rows are right as they are
	types    *Types  // that the view was compiled with, or nil
	width    int     // of the frame
	where    []condition
	root     clause
	tree     *expr.Tree // that root has joined
	plain    []string   // why resources cannot be decoded along the tree
	joins    int        // how many clauses keep rows of their own, see group
	proj     *projection.Projection
	warnings []Problem
	release  string // for which release of FHIR the view is compiled and why; "" for the default
	outside  bool   // expressions may call what is outside of the view
}

type condition struct {
	expr *expr.Expr
	path string
}

// Schema returns the columns, in the view's column order.
//
// Specification: SQL on FHIR, "Column Ordering" and "Generating Schemas".
func (p *Plan) Schema() *row.Schema { return p.schema }

// View returns the view as it was written.
func (p *Plan) View() *View { return p.view }

// Resource returns the type of the resources that the view reads, such as "Patient".
func (p *Plan) Resource() string { return p.view.Resource }

// Projection returns the elements that the view reads, for a decoder.
func (p *Plan) Projection() *resource.Projection { return (*resource.Projection)(p.proj) }

// BundleUse returns what the view asks of the Bundle that a resource is an entry of: see [Flattener.SetEntry].
func (p *Plan) BundleUse() fhirpath.BundleUse { return fhirpath.BundleUse(p.scope.BundleUse()) }

// Warnings returns what is doubtful about the view.
func (p *Plan) Warnings() []Problem { return p.warnings }

// String explains the plan: a tree of its clauses with their expressions and columns, whether resources go the fast way and
// why not, and the elements that are read.
func (p *Plan) String() string {
	var b strings.Builder
	name := "view"
	if p.view.Name != "" {
		name += " " + p.view.Name
	}
	line(&b, 0, name, "of", p.view.Resource)
	if p.release != "" {
		line(&b, 1, "release", p.release)
	}
	for _, w := range p.where {
		line(&b, 1, "where", oneLine(w.expr))
	}
	p.root.explain(&b, 1)
	p.explainWay(&b)
	for i, path := range projection.Reads(p.proj) {
		if i == 0 {
			line(&b, 1, "reads")
		}
		line(&b, 2, path)
	}
	return b.String()
}

// line writes one line of an explanation.
func line(b *strings.Builder, depth int, words ...string) {
	b.WriteString(strings.Repeat("  ", depth))
	b.WriteString(strings.Join(words, " "))
	b.WriteByte('\n')
}

// oneLine returns the source of an expression without line breaks and indentation.
func oneLine(x *expr.Expr) string {
	lines := strings.Split(x.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, " ")
}
