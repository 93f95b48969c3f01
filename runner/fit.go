package runner

import (
	"fmt"
	"reflect"

	"github.com/fhirview/fhirview/viewdef/row"
)

// check returns what keeps every row from being a T, however the data is: a field that no value of its column goes into, or one
// that cannot be set. What depends on the data, such as a decimal for an int, is left to the rows.
func (s *scanner[T]) check() error {
	t := reflect.TypeFor[T]()
	hidden, err := checkHidden(t)
	if err != nil {
		return err
	}
	if hidden && len(s.fields) == 0 {
		return fmt.Errorf("scan: no field of %s is exported, so none can be set", t)
	}
	for _, f := range s.fields {
		field, c := t.FieldByIndex(f.index), &s.schema.Columns[f.column]
		if err := fits(field.Type, c, c.Collection); err != nil {
			return fmt.Errorf("scan: the field %s of %s: %w", field.Name, t, columnError(s.schema, f.column, err))
		}
	}
	return nil
}

// checkHidden reports whether a struct has fields that are not exported. One with a tag is an error: it was meant to be set.
func checkHidden(t reflect.Type) (hidden bool, err error) {
	for f := range t.Fields() {
		tag := f.Tag.Get("fhirview")
		switch {
		case tag == "-":
		case f.Anonymous && f.Type.Kind() == reflect.Struct && tag == "":
			inner, err := checkHidden(f.Type)
			if err != nil {
				return false, err
			}
			hidden = hidden || inner
		case f.IsExported():
		case tag != "":
			return false, fmt.Errorf("scan: the field %s of %s has a tag, but is not exported, so it cannot be set", f.Name, t)
		default:
			hidden = true
		}
	}
	return hidden, nil
}

// fits returns an error where [assign] takes no value that a column can have. Null is no such value: it goes into a pointer to
// anything.
func fits(t reflect.Type, c *row.Column, list bool) error {
	switch {
	case reflect.PointerTo(t).Implements(scannerType):
		if list {
			return errList
		}
		return nil
	case t.Kind() == reflect.Pointer:
		return fits(t.Elem(), c, list)
	case t == anyType:
		return nil
	case list:
		if t.Kind() != reflect.Slice || t.Elem().Kind() == reflect.Uint8 {
			return errList
		}
		return fits(t.Elem(), c, false)
	}
	if !fitsType(t, c) {
		return fmt.Errorf("%s is what it holds, which %s does not take", c.Type, withArticle(t))
	}
	return nil
}

// fitsType is fits for a variable of a plain type and one value.
func fitsType(t reflect.Type, c *row.Column) bool {
	isInt := t.Kind() >= reflect.Int && t.Kind() <= reflect.Uintptr
	isNumber := isInt || t.Kind() == reflect.Float32 || t.Kind() == reflect.Float64
	isText, isBytes := t.Kind() == reflect.String, t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8
	if c.FHIRType == "" { // nobody knows what values it has
		return t == timeType || t.Kind() == reflect.Bool || isNumber || isText || isBytes
	}
	switch c.Type {
	case row.Boolean:
		return t.Kind() == reflect.Bool
	case row.Integer, row.Integer64, row.Decimal:
		return isNumber || isText
	case row.JSON:
		return isText || isBytes
	default:
		return isText || t == timeType
	}
}
