package runner

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/fhirview/fhirview/viewdef/row"
)

var (
	errNull     = errors.New("the value is null: use a pointer or sql.Null")
	errOverflow = errors.New("the number is out of the range of its destination")
	errPartial  = errors.New("the text is no full date or time: FHIR allows a year or a month alone, for which a string is the type")
	errTime     = errors.New("the text is no date, and no time with an offset from UTC")
	errScanner  = errors.New("the destination's Scan does not take the value")
	errList     = errors.New("the column is a collection: use a slice")
)

var (
	scannerType = reflect.TypeFor[sql.Scanner]()
	timeType    = reflect.TypeFor[time.Time]()
	rawType     = reflect.TypeFor[json.RawMessage]()
	anyType     = reflect.TypeFor[any]()
)

// assign sets a variable to a cell's value. Errors hold nothing of the value.
func assign(to reflect.Value, c *row.Cell) error {
	if to.CanAddr() && to.Addr().Type().Implements(scannerType) {
		return assignScanner(to, c)
	}
	switch {
	case to.Kind() == reflect.Pointer:
		return assignPointer(to, c)
	case to.Type() == anyType:
		to.Set(reflect.Zero(anyType))
		if v := valueOf(c); v != nil {
			to.Set(reflect.ValueOf(v))
		}
		return nil
	case c.Kind == row.KindNull:
		if to.Kind() == reflect.Slice {
			to.SetZero()
			return nil
		}
		return errNull
	case c.Kind == row.KindList:
		return assignList(to, c)
	case to.Type() == timeType:
		return assignTime(to, c)
	}
	return assignKind(to, c)
}

func assignPointer(to reflect.Value, c *row.Cell) error {
	if c.Kind == row.KindNull {
		to.SetZero()
		return nil
	}
	v := reflect.New(to.Type().Elem())
	if err := assign(v.Elem(), c); err != nil {
		return err
	}
	to.Set(v)
	return nil
}

func assignList(to reflect.Value, c *row.Cell) error {
	if to.Kind() != reflect.Slice || to.Type().Elem().Kind() == reflect.Uint8 {
		return errList
	}
	items := c.Items()
	list := reflect.MakeSlice(to.Type(), len(items), len(items))
	for i := range items {
		if err := assign(list.Index(i), &items[i]); err != nil {
			return err
		}
	}
	to.Set(list)
	return nil
}

func assignTime(to reflect.Value, c *row.Cell) error {
	if c.Kind != row.KindString {
		return mismatch(to, c)
	}
	t, err := timeOf(c.Text)
	if err != nil {
		return err
	}
	to.Set(reflect.ValueOf(t))
	return nil
}

// timeOf reads a date, at midnight UTC, or a time with its zone.
func timeOf(text string) (time.Time, error) {
	layout := time.RFC3339Nano
	if len(text) == len(time.DateOnly) {
		layout = time.DateOnly
	}
	t, err := time.Parse(layout, text)
	switch {
	case err == nil:
		return t, nil
	case isPartial(text):
		return time.Time{}, errPartial
	}
	return time.Time{}, errTime // err holds the text
}

// isPartial is true for a year or a month alone.
func isPartial(text string) bool {
	_, year := time.Parse("2006", text)
	_, month := time.Parse("2006-01", text)
	return year == nil || month == nil
}

// assignScanner passes on what a database's driver would: nil, bool, int64, string, JSON as bytes of the receiver's own,
// and a time where the destination is one of database/sql for times.
func assignScanner(to reflect.Value, c *row.Cell) error {
	var value any
	switch c.Kind {
	case row.KindDecimal:
		value = c.Text
	case row.KindJSON:
		value = []byte(c.Text)
	case row.KindList:
		return errList
	default:
		value = valueOf(c)
	}
	target := to.Addr().Interface()
	switch target.(type) {
	case *sql.NullTime, *sql.Null[time.Time]:
		if c.Kind == row.KindString {
			t, err := timeOf(c.Text)
			if err != nil {
				return err
			}
			value = t
		}
	}
	if target.(sql.Scanner).Scan(value) != nil { // whose text may hold the value
		return errScanner
	}
	return nil
}

// assignKind sets a variable of a plain type.
func assignKind(to reflect.Value, c *row.Cell) error {
	switch {
	case to.Kind() == reflect.Bool && c.Kind == row.KindBoolean:
		to.SetBool(c.Bool())
	case to.CanInt() && c.Kind == row.KindInteger:
		if to.OverflowInt(c.Int) {
			return errOverflow
		}
		to.SetInt(c.Int)
	case to.CanUint() && c.Kind == row.KindInteger:
		if c.Int < 0 || to.OverflowUint(uint64(c.Int)) {
			return errOverflow
		}
		to.SetUint(uint64(c.Int))
	case to.CanFloat() && c.Kind == row.KindInteger:
		to.SetFloat(float64(c.Int))
	case to.CanFloat() && c.Kind == row.KindDecimal:
		f, err := strconv.ParseFloat(c.Text, to.Type().Bits())
		if err != nil {
			return errOverflow
		}
		to.SetFloat(f)
	case to.Kind() == reflect.String && (c.Kind == row.KindString || c.Kind == row.KindDecimal || c.Kind == row.KindJSON):
		to.SetString(c.Text)
	case to.Kind() == reflect.String && c.Kind == row.KindInteger:
		to.SetString(strconv.FormatInt(c.Int, 10))
	case c.Kind == row.KindJSON && (to.Type() == rawType || to.Kind() == reflect.Slice && to.Type().Elem().Kind() == reflect.Uint8):
		to.SetBytes([]byte(c.Text))
	default:
		return mismatch(to, c)
	}
	return nil
}

func mismatch(to reflect.Value, c *row.Cell) error {
	name := [...]string{"null", "a boolean", "an integer", "a decimal", "a text", "JSON", "a list"}[c.Kind]
	return fmt.Errorf("the value is %s, which %s does not take", name, withArticle(to.Type()))
}

// withArticle is a type in a sentence: an int, a bool.
func withArticle(t reflect.Type) string {
	name := t.String()
	if strings.ContainsRune("aeio", rune(name[0])) { // and a uint
		return "an " + name
	}
	return "a " + name
}
