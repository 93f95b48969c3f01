package viewdef

import (
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/viewdef/row"
)

// column compiles one column and adds it to the schema; it returns nil after a mistake.
func (c *compiler) column(def *Column, focus fhirpath.Focus, schema *row.Schema) *column {
	if slices.ContainsFunc(schema.Columns, func(have row.Column) bool { return have.Name == def.Name }) && def.Name != "" {
		c.fail(def.path+".name", "column %q is defined already", def.Name)
	}
	out := &column{
		place: len(schema.Columns), path: def.path, rowIndex: strings.TrimSpace(def.Path) == "%rowIndex",
		def: row.Column{Name: def.Name, Collection: def.Collection, Description: def.Description},
	}
	x := c.expr(def.path+".path", def.Path, focus)
	if x != nil {
		out.expr = x
		c.typeColumn(out, def)
	}
	// A column with mistakes has its place all the same, so that other mistakes are not reported for want of it.
	schema.Columns = append(schema.Columns, out.def)
	if x == nil {
		return nil
	}
	return out
}

// typeColumn settles the column's type: the declared one, or the one that the expression has.
//
// Specification: SQL on FHIR, "Column Types".
func (c *compiler) typeColumn(out *column, def *Column) {
	t := c.inferred(out.expr)
	if def.Type != "" {
		declared, ok := columnType(def.Type, c.model)
		if !ok {
			c.warn(def.path+".type", "%q is no type of FHIR %s: values are taken as they are", def.Type, c.model.Release())
		}
		if ok && t != model.Unknown && rowType(t, c.model) != rowType(declared, c.model) {
			c.warn(def.path+".type", "the path yields %s, not %s", c.model.TypeName(t), def.Type)
		}
		t = declared
		out.complex = !ok || rowType(t, c.model) == row.JSON
	} else if t != model.Unknown && c.model.System(t) == model.Unknown {
		c.fail(def.path, "column %q is of the complex type %s: name an element of it, or declare the type", def.Name, c.model.TypeName(t))
	}
	out.typed = t != model.Unknown
	out.def.Type = rowType(t, c.model)
	out.def.FHIRType = c.model.TypeName(t)
	out.def.SQLType = sqlType(t, c.model)
	for _, tag := range def.Tags {
		if tag.Name == "ansi/type" {
			out.def.SQLType = tag.Value
		}
	}
}

// inferred returns the only type that the expression's results can have.
func (c *compiler) inferred(x *fhirpath.Expr) model.TypeID {
	if types := x.Types(); len(types) == 1 {
		return types[0]
	}
	return model.Unknown
}

// union compiles the branches of a unionAll, which all fill the columns of the first.
func (c *compiler) union(s *Select, focus fhirpath.Focus, schema *row.Schema) clause {
	base := len(schema.Columns)
	u := &union{branches: []clause{c.selection(&s.UnionAll[0], focus, schema)}}
	first := schema.Columns[base:]
	for i := range s.UnionAll[1:] {
		branch := &s.UnionAll[i+1]
		own := &row.Schema{Columns: slices.Clone(schema.Columns[:base])}
		u.branches = append(u.branches, c.selection(branch, focus, own))
		c.compareBranches(branch.path, first, own.Columns[base:])
	}
	return u
}

// compareBranches makes sure that a branch has the columns of the first: as many, with the same names in the same
// order, and of the same types.
func (c *compiler) compareBranches(path string, first, other []row.Column) {
	if len(first) != len(other) {
		c.fail(path, "the branches of a unionAll have the same columns: %s here, %s in the first", names(other), names(first))
		return
	}
	for i, col := range other {
		switch {
		case col.Name != first[i].Name:
			c.fail(path, "the branches of a unionAll have the same columns in the same order: %s here, %s in the first", names(other), names(first))
			return
		case col.Collection != first[i].Collection:
			c.fail(path, "column %q is a collection in one branch of the unionAll and not in the other", col.Name)
		case col.FHIRType != "" && first[i].FHIRType != "" && col.Type != first[i].Type:
			c.fail(path, "column %q is of type %s here and %s in the first branch of the unionAll", col.Name, col.FHIRType, first[i].FHIRType)
		}
	}
}

func names(cols []row.Column) string {
	out := make([]string, len(cols))
	for i, c := range cols {
		out[i] = c.Name
	}
	return "(" + strings.Join(out, ", ") + ")"
}
