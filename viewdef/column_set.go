package viewdef

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/viewdef/row"
)

// columnSet is the columns of a view, collected while it is compiled.
type columnSet struct {
	slots []columnSlot
}

// columnSlot is a column of the rows. Several columns of the view fill it where it is in a unionAll.
type columnSlot struct {
	name    string
	columns []*column
}

func (set *columnSet) width() int { return len(set.slots) }

func (set *columnSet) has(name string) bool {
	return slices.ContainsFunc(set.slots, func(slot columnSlot) bool { return slot.name == name })
}

// branch returns a set that starts as the first n columns of this one, for another branch of a union.
func (set *columnSet) branch(n int) *columnSet { return &columnSet{slices.Clone(set.slots[:n])} }

// schema settles the types of the columns: what one branch of a union says of a column's type is said for all.
func (set *columnSet) schema(view string, m *model.Model) *row.Schema {
	s := &row.Schema{View: view, Columns: make([]row.Column, len(set.slots))}
	for i, slot := range set.slots {
		decisive := slot.decisive()
		sql := decisive.def.SQLType
		if i := slices.IndexFunc(slot.columns, func(c *column) bool { return c.tagged }); i >= 0 {
			sql = slot.columns[i].def.SQLType
		}
		for _, c := range slot.columns {
			if c.declared == "" {
				c.typed, c.complex, c.want = decisive.typed, decisive.complex, decisive.want
				c.def.Type, c.def.FHIRType = decisive.def.Type, decisive.def.FHIRType
			}
			c.def.SQLType = sql
			c.settle(m)
		}
		s.Columns[i] = slot.columns[0].def
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
func (slot columnSlot) decisive() *column {
	declares := func(c *column) bool { return c.declared != "" }
	knows := func(c *column) bool { return c.typed }
	for _, best := range [...]func(*column) bool{declares, knows} {
		if i := slices.IndexFunc(slot.columns, best); i >= 0 {
			return slot.columns[i]
		}
	}
	return slot.columns[0]
}
