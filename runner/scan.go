package runner

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/fhirview/fhirview/viewdef/row"
)

// Scan returns a table's rows as structs of type T. Each exported field is filled from a column: the one that its tag
// names, as in `fhirview:"birth_date"`, or the one of its own name in snake case (BirthDate is birth_date, PatientID is
// patient_id). Fields of embedded structs count as the struct's own; a field with the tag "-" is left alone. Columns
// without a field are left out; a field without a column is an error.
//
// A field can be a bool, an integer or float of any size, a string (also for numbers and JSON), a [time.Time] for full
// dates and times, a [json.RawMessage] or []byte for JSON, any for what [Row.Map] has, a slice of these for a collection,
// a pointer to one of these, or anything with the method Scan of [database/sql.Scanner], such as sql.Null[string]. A decimal
// keeps its digits in a string and in an apd.Decimal of cockroachdb/apd, and is rounded in a float64. Null is a nil pointer,
// an invalid sql.Null, a nil slice or nil; for other fields it is an error.
//
// An error names the row, from 0, and the column, and holds nothing of the value. There are no rows then. A T that does not fit
// the columns is an error whatever the rows are.
func Scan[T any](t *Table) ([]T, error) {
	scan, err := scannerOf[T](t.schema)
	if err == nil {
		err = scan.check()
	}
	if err != nil {
		return nil, err
	}
	out := make([]T, t.Len())
	for i := range out {
		if out[i], err = scan.row(i, t.row(i)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// scanner makes values of type T of rows.
type scanner[T any] struct {
	schema *row.Schema
	fields []field
}

func scannerOf[T any](schema *row.Schema) (*scanner[T], error) {
	fields, err := fieldsOf(reflect.TypeFor[T](), schema)
	return &scanner[T]{schema, fields}, err
}

// row makes a value of row n.
func (s *scanner[T]) row(n int, cells []row.Cell) (T, error) {
	var out, none T
	to := reflect.ValueOf(&out).Elem()
	for _, f := range s.fields {
		if err := assign(to.FieldByIndex(f.index), &cells[f.column]); err != nil {
			return none, fmt.Errorf("row %d: %w", n, columnError(s.schema, f.column, err))
		}
	}
	return out, nil
}

// field is a struct's field and its column.
type field struct {
	index  []int
	column int
}

func fieldsOf(t reflect.Type, schema *row.Schema) ([]field, error) {
	if t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("scan: %s is no struct", t)
	}
	columns := make(map[string]int, len(schema.Columns))
	for i := range schema.Columns {
		columns[schema.Columns[i].Name] = i
	}
	return appendFields(nil, t, nil, columns)
}

// appendFields appends the fields of a struct, which is embedded at an index.
func appendFields(out []field, t reflect.Type, at []int, columns map[string]int) ([]field, error) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clip(at), i)
		tag := f.Tag.Get("fhirview")
		switch {
		case tag == "-":
			continue
		case f.Anonymous && f.Type.Kind() == reflect.Struct && tag == "":
			var err error
			if out, err = appendFields(out, f.Type, index, columns); err != nil {
				return nil, err
			}
			continue
		case !f.IsExported():
			continue
		case tag == "":
			tag = snake(f.Name)
		}
		column, ok := columns[tag]
		if !ok {
			return nil, fmt.Errorf("scan: the view has no column %s for the field %s of %s: name one by a tag, or leave the field out by the tag %q",
				tag, f.Name, t, "-")
		}
		out = append(out, field{index, column})
	}
	return out, nil
}

// snake writes a name of Go as one of SQL: PatientID is patient_id, and HTTPServer http_server.
func snake(name string) string {
	var b strings.Builder
	letters := []rune(name)
	for i, c := range letters {
		if unicode.IsUpper(c) {
			afterLower := i > 0 && !unicode.IsUpper(letters[i-1]) && letters[i-1] != '_'
			beforeLower := i > 0 && i+1 < len(letters) && unicode.IsLower(letters[i+1]) && letters[i-1] != '_'
			if afterLower || beforeLower {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}
