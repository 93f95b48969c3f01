package viewdef

import (
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr"
	"github.com/fhirview/fhirview/viewdef/row"
)

// column compiles one column and adds it to the set; it returns nil after a mistake.
func (c *compiler) column(path string, def *Column, focus expr.Focus, set *columnSet) *column {
	if def.Name != "" && set.has(def.Name) {
		c.failf(path+".name", "column %q is defined already", def.Name)
	}
	out := &column{
		place: set.width(), path: path, rowIndex: strings.TrimSpace(def.Path) == "%rowIndex",
		def: row.Column{Name: def.Name, Collection: def.Collection, Description: def.Description},
	}
	if out.expr = c.expr(path+".path", def.Path, focus); out.expr != nil {
		c.typeColumn(out, def)
		if !def.Collection && !c.under(path) {
			c.wantOne(path+".path", out.expr, "take one with first() or a forEach, or set \"collection\": true")
		}
	}
	// A column with mistakes has its place all the same, so that other mistakes are not reported for want of it.
	set.slots = append(set.slots, columnSlot{def.Name, []*column{out}})
	if out.expr == nil {
		return nil
	}
	return out
}

// typeColumn settles the column's type: the declared one, or the one that the expression has.
//
// Specification: SQL on FHIR, "Column Types".
func (c *compiler) typeColumn(out *column, def *Column) {
	t := c.inferred(out.expr)
	out.plainType, out.plainKind = t, plainKind(c.model.System(t))
	if def.Type != "" {
		t = c.declaredType(out, def)
		out.complex = t == model.Unknown || rowType(t, c.model) == row.JSON
	} else {
		c.checkComplex(out, def)
	}
	out.typed = t != model.Unknown
	out.def.Type = rowType(t, c.model)
	if out.def.FHIRType = c.model.TypeName(t); out.typed && out.declared != "" {
		out.def.FHIRType = out.declared
	}
	out.def.SQLType = sqlType(t, c.model)
	for _, tag := range def.Tags {
		if tag.Name == "ansi/type" {
			out.def.SQLType, out.tagged = tag.Value, true
		}
	}
}

// declaredType returns the type that a column declares; model.Unknown where the model does not have it.
func (c *compiler) declaredType(out *column, def *Column) model.TypeID {
	t, ok := columnType(def.Type, c.model)
	if !ok {
		out.declared = def.Type
		c.doubtf(out.path+".type", "%q is no type of FHIR %s: values are taken as they are", def.Type, c.model.Release())
		return model.Unknown
	}
	if out.declared = c.model.TypeName(t); t == model.SystemLong {
		out.declared = "integer64" // also where the release does not have it, as R4
	}
	out.want = t
	c.checkFit(out, def.Type, t)
	return t
}

// checkComplex makes sure that a column without a declared type can have a value that is not complex.
func (c *compiler) checkComplex(out *column, def *Column) {
	types := out.expr.Types()
	if len(types) == 0 || slices.ContainsFunc(types, func(t model.TypeID) bool {
		return rowType(t, c.model) != row.JSON || c.model.Abstract(t) && c.model.Kind(t) != model.KindResource
	}) {
		return
	}
	if len(types) == 1 {
		c.failf(out.path+".path", "column %q is of the complex type %s: name an element of it, or declare the type", def.Name, c.model.TypeName(types[0]))
		return
	}
	c.failf(out.path+".path", "column %q is of complex types, %s: select one with ofType(), and name an element of it or declare the type",
		def.Name, c.typeNames(types))
}

// wantOne adds a doubt where an expression can have several values, and one is wanted.
func (c *compiler) wantOne(path string, x *expr.Expr, cure string) {
	why, ok := x.Several()
	if !ok {
		return
	}
	why.Msg = "there can be several values, as " + why.Msg + ": " + cure
	if c.strict {
		c.errors = append(c.errors, mistake(SeverityError, path, x.String(), why))
		return
	}
	c.warnings = append(c.warnings, mistake(SeverityWarning, path, x.String(), why))
}

// inferred returns the only type that the expression's results can have.
func (c *compiler) inferred(x *expr.Expr) model.TypeID {
	if types := x.Types(); len(types) == 1 {
		return types[0]
	}
	return model.Unknown
}

// plainKind returns the kind of cell for elements whose values are of a System type, where the text of such an element
// says what the cell holds.
func plainKind(system model.TypeID) row.Kind {
	switch system {
	case model.SystemString, model.SystemDate, model.SystemDateTime, model.SystemTime:
		return row.KindString
	case model.SystemDecimal:
		return row.KindDecimal
	case model.SystemInteger:
		return row.KindInteger
	case model.SystemBoolean:
		return row.KindBoolean
	}
	return row.KindNull
}
