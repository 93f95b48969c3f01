package viewdef

import (
	"slices"

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
func (t *table) schema(view string) *row.Schema {
	s := &row.Schema{View: view, Columns: make([]row.Column, len(t.places))}
	for i, p := range t.places {
		decisive := p.decisive()
		sql := decisive.def.SQLType
		if i := slices.IndexFunc(p.columns, func(c *column) bool { return c.tagged }); i >= 0 {
			sql = p.columns[i].def.SQLType
		}
		for _, c := range p.columns {
			if c.declared == "" {
				c.typed, c.complex = decisive.typed, decisive.complex
				c.def.Type, c.def.FHIRType = decisive.def.Type, decisive.def.FHIRType
			}
			c.def.SQLType = sql
		}
		s.Columns[i] = p.columns[0].def
	}
	return s
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
