package schema

import (
	"fmt"
	"strings"
)

// Field is a column as a table that exists has it: its name, and the type by the name that the table's format has for it.
type Field struct{ Name, Type string }

// Difference says what a table lacks or has otherwise. The zero Difference says that the table is right as it is.
type Difference struct {
	// Added are the fields that the table lacks.
	Added []Field
	// Others are the fields that the table has with another type, or that nobody gives it any more.
	Others []Field
	// there and wanted are what was compared.
	there, wanted []Field
}

// Compare compares a table that exists with one whose rows are to be appended. The order of fields does not matter. fold makes
// names of one case of both, for formats to which they are one.
func Compare(there, wanted []Field, fold bool) Difference {
	d := Difference{there: there, wanted: wanted}
	key := func(name string) string {
		if fold {
			return strings.ToLower(name)
		}
		return name
	}
	has := map[string]string{}
	for _, f := range there {
		has[key(f.Name)] = f.Type
	}
	given := map[string]bool{}
	for _, f := range wanted {
		given[key(f.Name)] = true
		switch typ, ok := has[key(f.Name)]; {
		case !ok:
			d.Added = append(d.Added, f)
		case typ != f.Type:
			d.Others = append(d.Others, Field{f.Name, typ})
		}
	}
	for _, f := range there {
		if !given[key(f.Name)] {
			d.Others = append(d.Others, f)
		}
	}
	return d
}

// Same is true for a table that is right as it is.
func (d *Difference) Same() bool { return len(d.Added)+len(d.Others) == 0 }

// Additive is true where fields have to be added to the table at most.
func (d *Difference) Additive() bool { return len(d.Others) == 0 }

// Err is nil for a Difference that is Additive, and otherwise shows both sides.
func (d *Difference) Err(table string) error {
	if d.Additive() {
		return nil
	}
	return fmt.Errorf("%s is there with other columns\nthere: %s\nnow:   %s", table, list(d.there), list(d.wanted))
}

func list(fields []Field) string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Name + " " + f.Type
	}
	return strings.Join(out, ", ")
}

// Fields returns columns as Compare has them, with the types that they are stored as.
func Fields(columns []Column) []Field {
	out := make([]Field, len(columns))
	for i := range columns {
		out[i] = Field{columns[i].Name, columns[i].Type()}
	}
	return out
}
