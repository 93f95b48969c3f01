package viewdef

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/viewdef/row"
)

// table collects the columns of a view while it is compiled.
type table struct {
	places []place
}

// place is a column of the table. Several columns of the view fill it where it is in a unionAll.
type place struct {
	name    string
	columns []*column
}

func (t *table) width() int { return len(t.places) }

func (t *table) has(name string) bool {
	return slices.ContainsFunc(t.places, func(p place) bool { return p.name == name })
}

// branch returns a table that starts as the first n columns of this one, for another branch of a union.
func (t *table) branch(n int) *table { return &table{slices.Clone(t.places[:n])} }

// schema settles the types of the columns: what one branch of a union says of a column's type is said for all.
func (t *table) schema(view string, m *model.Model) *row.Schema {
	s := &row.Schema{View: view, Columns: make([]row.Column, len(t.places))}
	for i, p := range t.places {
		decisive := p.decisive()
		sql := decisive.def.SQLType
		if i := slices.IndexFunc(p.columns, func(c *column) bool { return c.tagged }); i >= 0 {
			sql = p.columns[i].def.SQLType
		}
		for _, c := range p.columns {
			if c.declared == "" {
				c.typed, c.complex, c.want = decisive.typed, decisive.complex, decisive.want
				c.def.Type, c.def.FHIRType = decisive.def.Type, decisive.def.FHIRType
			}
			c.def.SQLType = sql
			c.settle(m)
		}
		s.Columns[i] = p.columns[0].def
	}
	return s
}

// settle says what the column's type asks of values. No element's text is what a cell holds where the type wants
// something else of it.
func (c *column) settle(m *model.Model) {
	c.form = formOf(c.want, m)
	if c.typed && !fits(&row.Cell{Kind: c.plainKind}, c.def.Type) || !c.form.always(c.plainType, m) {
		c.plainKind = row.KindNull
	}
}

// decisive returns the column that says most about the type: the first that declares it, or of which it is known.
func (p place) decisive() *column {
	declares := func(c *column) bool { return c.declared != "" }
	knows := func(c *column) bool { return c.typed }
	for _, best := range [...]func(*column) bool{declares, knows} {
		if i := slices.IndexFunc(p.columns, best); i >= 0 {
			return p.columns[i]
		}
	}
	return p.columns[0]
}
