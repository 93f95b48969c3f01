package viewdef

import (
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/tables"
	"github.com/fhirview/fhirview/viewdef/row"
)

// fit says how values of a type stand to a column's declared type.
type fit uint8

const (
	neverFits fit = iota
	// mayFit is for types of which some values fit, and which a view hardly means.
	mayFit
	fitsWell
)

// fitOf returns how the values of an expression fit a declared type: the best of the types that they can have.
func (c *compiler) fitOf(types []model.TypeID, want model.TypeID) fit {
	best := neverFits
	for _, have := range types {
		best = max(best, c.fitOfType(have, want))
	}
	return best
}

func (c *compiler) fitOfType(have, want model.TypeID) fit {
	holds, wanted := rowType(have, c.model), rowType(want, c.model)
	switch {
	case c.model.Abstract(have) && c.model.Kind(have) != model.KindResource:
		return fitsWell // it can be anything
	case holds == row.JSON && wanted == row.JSON:
		return fitIf(related(have, want, c.model))
	case holds == row.Integer64 && wanted == row.Integer:
		return mayFit
	case !compatible(holds, wanted):
		return neverFits
	}
	return c.fitOfForm(have, formOf(want, c.model))
}

// fitOfForm is fitOfType for types whose cells are of one kind.
func (c *compiler) fitOfForm(have model.TypeID, f form) fit {
	system := c.model.System(have)
	switch f {
	case dateForm, instantForm:
		switch {
		case f.always(have, c.model), f == instantForm && have == model.SystemDateTime:
			return fitsWell // a DateTime that is computed mostly has its time and offset
		case instantForm.always(have, c.model):
			return neverFits
		case system == model.SystemDateTime:
			return mayFit
		}
		return neverFits
	case dateTimeForm, timeForm:
		return fitIf(f.always(have, c.model))
	}
	return fitsWell
}

func fitIf(ok bool) fit {
	if ok {
		return fitsWell
	}
	return neverFits
}

// compatible is true where the cells of one type can be those of the other.
func compatible(have, want row.Type) bool {
	switch want {
	case row.Decimal:
		return have == row.Decimal || have == row.Integer || have == row.Integer64
	case row.Integer64:
		return have == row.Integer || have == row.Integer64
	}
	return have == want
}

// checkFit compares a type, as it is declared, with those that the path yields: where none fits, it is a mistake, and where one
// fits only by chance, a doubt.
func (c *compiler) checkFit(out *column, declared string, want model.TypeID) {
	types := out.expr.Types()
	if len(types) == 0 {
		return
	}
	at := out.path + ".type"
	switch f := c.fitOf(types, want); {
	case f == neverFits && len(types) > 1:
		c.failf(at, "the path yields %s, none of which fits a column of type %s: select one with ofType(), and declare what it is",
			c.typeNames(types), declared)
	case f == neverFits:
		c.failf(at, "the path yields %s, which does not fit a column of type %s: %s", c.typeName(types[0]), declared, c.cure(types[0], want))
	case f == mayFit:
		c.doubtf(at, "the path yields %s, of which only some values fit a column of type %s: %s", c.typeNames(types), declared, c.cure(types[0], want))
	}
}

// cure says what to write for a path of one type in a column of another.
func (c *compiler) cure(have, want model.TypeID) string {
	declare := "declare type " + c.declarable(have)
	if rowType(have, c.model) == row.JSON {
		if hint := c.elementFor(have, want); hint != "" && rowType(want, c.model) != row.JSON {
			return "name an element of it such as " + hint + ", or " + declare
		}
		return declare
	}
	if f := c.conversion(have, want); f != "" {
		return declare + ", or write " + f
	}
	return declare
}

// declarable returns the name by which a column declares a type.
func (c *compiler) declarable(t model.TypeID) string {
	switch t {
	case model.SystemLong:
		return "integer64"
	case model.SystemDateTime:
		return "dateTime"
	case model.SystemQuantity:
		return "string"
	}
	if name := c.model.TypeName(t); t < tables.FirstFHIR {
		return strings.ToLower(name)
	}
	return c.model.TypeName(t)
}

// conversion returns the function that converts values of one type to another, or "" where there is none that is of
// use.
func (c *compiler) conversion(have, want model.TypeID) string {
	from, to := c.model.System(have), c.model.System(want)
	isDate := func(t model.TypeID) bool { return t == model.SystemDate || t == model.SystemDateTime }
	switch {
	case to == model.Unknown, from == model.SystemQuantity, from == model.SystemLong && to == model.SystemInteger:
		return ""
	case from == model.SystemDecimal && (to == model.SystemInteger || to == model.SystemLong):
		return "truncate()"
	case from == model.SystemString, to == model.SystemString, isDate(from) && to == model.SystemDate,
		rowType(have, c.model) != row.String && rowType(want, c.model) != row.String:
		return "to" + c.model.TypeName(to) + "()"
	}
	return ""
}

// usual are the elements that people mean most often when they name a complex one.
var usual = [...]string{"family", "text", "value", "code", "reference", "start", "display"}

// elementFor returns the path from a complex type to an element that fits a column, or "": one that is meant often, one
// of the very type, or any.
func (c *compiler) elementFor(have, want model.TypeID) string {
	if name := c.model.TypeName(have); name == "CodeableConcept" && rowType(want, c.model) == row.String && formOf(want, c.model) == anyForm {
		return ".text or .coding.first().code"
	}
	fitting := func(e model.Element) bool {
		return !e.Choice && !e.Repeats && len(e.Types) == 1 && c.fitOfType(e.Types[0], want) == fitsWell
	}
	for _, name := range usual {
		if e, ok := c.model.Element(have, name); ok && fitting(e) {
			return "." + name
		}
	}
	found := ""
	for e := range c.model.Elements(have) {
		switch {
		case !fitting(e) || e.Name == "implicitRules" || e.Name == "id" && c.model.Kind(have) != model.KindResource:
		case e.Types[0] == want:
			return "." + e.Name
		case found == "":
			found = "." + e.Name
		}
	}
	return found
}

// typeName names a type for people. Of the two that are called Quantity one is of FHIRPath.
func (c *compiler) typeName(t model.TypeID) string {
	if t == model.SystemQuantity {
		return "System.Quantity"
	}
	return c.model.TypeName(t)
}

func (c *compiler) typeNames(types []model.TypeID) string {
	const most = 4
	var names []string
	for _, t := range types[:min(len(types), most)] {
		if name := c.typeName(t); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(types) > most {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}
