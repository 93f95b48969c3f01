package viewdef

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/viewdef/row"
)

// column fills one cell of the frame.
type column struct {
	def  row.Column
	expr *expr.Expr
	// typed is true where the type of the values is known, so that others are errors.
	typed bool
	// complex values are allowed: the column declares a type that is not primitive.
	complex bool
	// want is the type that is declared, here or in another branch of a union; model.Unknown where none is, or none that
	// the model has. form is what it asks of values.
	want model.TypeID
	form form
	// rowIndex is true for the path %rowIndex, which is 0 where other columns are null.
	rowIndex bool
	// declared is the name of the type that the view declares, or "".
	declared string
	// tagged is true where the view says what SQL type the column has.
	tagged bool
	place  int
	path   string
	// plainType is the only type that the elements can have, where their text is what a cell of plainKind holds.
	plainType model.TypeID
	plainKind row.Kind
}

// fill evaluates the column on a focus.
func (c *column) fill(e *evaluator, focus value.Value) error {
	if err := c.evaluate(e, focus); err != nil {
		return e.fail(c.path, c.def.Name, err)
	}
	return nil
}

// plain fills a cell with an element whose text says what the cell holds; it is false for all others.
func (c *column) plain(cell *row.Cell, r *resource.Resource, n resource.NodeID) bool {
	t, k, text := (*nodes.Resource)(r).Table().Scalar(n)
	if t != c.plainType {
		return false
	}
	switch {
	case k == resource.String && c.plainKind == row.KindString,
		k == resource.Number && c.plainKind == row.KindDecimal:
		*cell = row.Cell{Kind: c.plainKind, Text: text}
	case k == resource.Number && c.plainKind == row.KindInteger:
		i, ok := smallInteger(text)
		*cell = row.Cell{Kind: row.KindInteger, Int: i}
		return ok
	case k == resource.True && c.plainKind == row.KindBoolean:
		*cell = row.Cell{Kind: row.KindBoolean, Int: 1}
	case k == resource.False && c.plainKind == row.KindBoolean:
		*cell = row.Cell{Kind: row.KindBoolean}
	default:
		return false
	}
	return true
}

// smallInteger returns the number that a few digits stand for.
func smallInteger(text string) (i int64, ok bool) {
	if len(text) > 9 {
		return 0, false
	}
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		i = 10*i + int64(c-'0')
	}
	return i, true
}

// evaluate fills the cell by the expression's values.
func (c *column) evaluate(e *evaluator, focus value.Value) error {
	mark := e.env.Mark()
	defer e.env.Release(mark)
	vs, err := e.env.Eval(c.expr, focus)
	if err != nil {
		return err
	}
	cell := &e.frame[c.place]
	switch {
	case c.def.Collection:
		return c.list(e, cell, vs)
	case len(vs) == 0:
		*cell = row.Cell{}
		return nil
	case len(vs) > 1:
		return errSeveral
	}
	return c.cell(e, cell, vs[0])
}

// list fills a cell with all the values. Values that are absent but have extensions are left out.
func (c *column) list(e *evaluator, cell *row.Cell, vs value.Collection) error {
	items := e.list(len(vs))
	for _, v := range vs {
		var item row.Cell
		if err := c.cell(e, &item, v); err != nil {
			return err
		}
		if item.Kind != row.KindNull {
			items = append(items, item)
		}
	}
	*cell = row.List(items)
	return nil
}

// cell fills a cell with one value; one that is absent but has extensions is null.
func (c *column) cell(e *evaluator, cell *row.Cell, v value.Value) error {
	sys, ok, err := v.System()
	if err != nil {
		return err
	}
	if !ok {
		return c.element(e, cell, v)
	}
	switch sys.Kind() {
	case value.KindBoolean:
		*cell = row.Cell{Kind: row.KindBoolean, Int: sys.Integer()}
	case value.KindInteger, value.KindLong:
		*cell = row.Cell{Kind: row.KindInteger, Int: sys.Integer()}
	case value.KindDecimal:
		*cell = row.Cell{Kind: row.KindDecimal, Text: sys.Text()}
	case value.KindQuantity:
		q, _ := sys.AsQuantity()
		*cell = row.Cell{Kind: row.KindString, Text: q.String()}
	default:
		*cell = row.Cell{Kind: row.KindString, Text: sys.Text()}
	}
	if c.typed && (!fits(cell, c.def.Type) || !c.form.holds(v, sys)) {
		return errType
	}
	return nil
}

// fits is true where a cell with a primitive value can stand in a column of a type.
func fits(c *row.Cell, t row.Type) bool {
	switch t {
	case row.Boolean:
		return c.Kind == row.KindBoolean
	case row.Integer:
		return c.Kind == row.KindInteger && c.Int == int64(int32(c.Int))
	case row.Integer64:
		return c.Kind == row.KindInteger
	case row.Decimal:
		return c.Kind == row.KindDecimal || c.Kind == row.KindInteger
	case row.JSON:
		return false
	}
	return c.Kind == row.KindString
}

// element fills a cell with a complex element, as its JSON text.
func (c *column) element(e *evaluator, cell *row.Cell, v value.Value) error {
	r, n := v.Element()
	text := r.JSON(n)
	switch {
	case text == nil:
		*cell = row.Cell{}
		return nil
	case !c.complex && c.want != model.Unknown:
		return errComplexType
	case !c.complex:
		return errComplex
	case c.want != model.Unknown && v.FHIRType() != model.Unknown && !related(v.FHIRType(), c.want, r.Model()):
		return errType
	}
	*cell = row.Cell{Kind: row.KindJSON, Text: e.arena.Keep(append(e.arena.Grow(len(text)), text...))}
	return nil
}

// related is true where a value of one type can be one of the other: one is derived from the other.
func related(a, b model.TypeID, m *model.Model) bool { return m.Is(a, b) || m.Is(b, a) }

func (c *column) null(e *evaluator) {
	e.frame[c.place] = row.Cell{}
	if c.rowIndex {
		e.frame[c.place] = row.Cell{Kind: row.KindInteger}
	}
}

// typeName names the type for people.
func (c *column) typeName() string {
	switch {
	case c.def.FHIRType != "":
		return c.def.FHIRType
	case c.declared != "":
		return c.declared
	}
	return "any"
}

func (c *column) explain(b *strings.Builder, depth int) {
	typ := c.typeName()
	if c.def.Collection {
		typ = "list of " + typ
	}
	line(b, depth, c.def.Name+":", typ, "=", oneLine(c.expr))
}
