package viewdef

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr"
)

// union compiles the branches of a unionAll, which all fill the columns of the first.
//
// Specification: SQL on FHIR, "Unions".
func (c *compiler) union(path string, branches []Select, focus expr.Focus, set *columnSet) clause {
	base := set.width()
	first := path + "[0]"
	u := &union{branches: []clause{c.selection(first, &branches[0], focus, set)}}
	for i := 1; i < len(branches); i++ {
		at := fmt.Sprintf("%s[%d]", path, i)
		own := set.branch(base)
		u.branches = append(u.branches, c.selection(at, &branches[i], focus, own))
		if !c.under(first) && !c.under(at) {
			c.matchBranch(at, set.slots[base:], own.slots[base:])
		}
	}
	return u
}

// matchBranch makes sure that a branch has the columns of the first: as many, with the same names in the same order,
// and of the same types.
func (c *compiler) matchBranch(path string, first, other []columnSlot) {
	sameName := func(a, b columnSlot) bool { return a.name == b.name }
	if !slices.EqualFunc(first, other, sameName) {
		c.failf(path, "the branches of a unionAll have the same columns in the same order: (%s) here, (%s) in the first",
			slotNames(other), slotNames(first))
		return
	}
	for i := range first {
		c.matchColumn(path, first[i], other[i])
		first[i].columns = append(first[i].columns, other[i].columns...)
	}
}

// matchColumn compares the types of a column. Declared types are the same by name. One that is not declared takes part
// by what its cells hold, as far as that is known: code and string are one then.
func (c *compiler) matchColumn(path string, first, other columnSlot) {
	was, is := first.decisive(), other.decisive()
	switch {
	case is.def.Collection != was.def.Collection:
		c.failf(path, "column %q is a collection in one branch of the unionAll and not in the other", first.name)
	case was.declared != "" && is.declared != "" && was.declared != is.declared,
		was.typed && is.typed && was.def.Type != is.def.Type, !c.fitting(was, is), !c.fitting(is, was):
		c.failf(path, "column %q is of type %s here and %s in the first branch of the unionAll", first.name,
			c.columnTypes(is), c.columnTypes(was))
	}
}

// columnTypes names the type of a column, or all that its values can have.
func (c *compiler) columnTypes(col *column) string {
	if types := col.expr.Types(); col.def.FHIRType == "" && col.declared == "" && len(types) > 0 {
		return c.typeNames(types)
	}
	return col.typeName()
}

// fitting is false where a branch declares a type that the other's values, of which nothing is declared, never fit.
func (c *compiler) fitting(declares, other *column) bool {
	types := other.expr.Types()
	return declares.want == model.Unknown || other.declared != "" || len(types) == 0 || c.fitOf(types, declares.want) != neverFits
}

func slotNames(slots []columnSlot) string {
	names := make([]string, len(slots))
	for i, slot := range slots {
		names[i] = slot.name
	}
	return strings.Join(names, ", ")
}
