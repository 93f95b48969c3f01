package value

import (
	"strconv"
	"time"

	"github.com/fhirview/fhirview/internal/decimal"
	"github.com/fhirview/fhirview/internal/system"
)

// decimalText returns a number as decimal text.
func (v Value) decimalText() string {
	if v.kind == KindDecimal {
		return v.text
	}
	return strconv.FormatInt(v.num, 10)
}

// Number returns an Integer, Long or Decimal as decimal text, and so an element that holds one.
func (v Value) Number() (text string, ok bool) {
	if v.kind == KindElement {
		v = v.held()
	}
	if !v.isNumber() {
		return "", false
	}
	return v.decimalText(), true
}

func (v Value) isNumber() bool { return v.kind >= KindInteger && v.kind <= KindDecimal }

// Time returns the first instant of a Date or DateTime, as it is written. One without an offset is taken to be in loc, and
// nil means UTC. An element is taken for what it holds. ok is false for a Time, which has no date, for every other value, and
// where the text is no date.
func (v Value) Time(loc *time.Location) (t time.Time, ok bool) {
	if v.kind == KindElement {
		v = v.held()
	}
	if v.kind != KindDate && v.kind != KindDateTime {
		return t, false
	}
	at, ok := system.ParseDateTime(v.text)
	if !ok {
		return t, false
	}
	return at.Time(loc)
}

// ToString returns the value as toString() does, and an element as what it holds; ok is false for values that have no such
// form, and for nothing, the zero value. It writes no exponent, so numbers that would take thousands of digits have none.
//
// Specification: FHIRPath, "toString".
func (v Value) ToString() (s string, ok bool) {
	switch v.kind {
	case KindBoolean:
		return strconv.FormatBool(v.num != 0), true
	case KindInteger, KindLong:
		return strconv.FormatInt(v.num, 10), true
	case KindString, KindDate, KindTime, KindDateTime:
		return v.text, true
	case KindDecimal:
		return decimal.Plain(v.text)
	case KindQuantity:
		_, ok = decimal.Plain(v.qty.Value)
		return v.qty.String(), ok
	case KindElement:
		return v.elementText()
	}
	return "", false
}

// elementText is ToString for an element.
func (v Value) elementText() (s string, ok bool) {
	sys, ok, err := v.System()
	if !ok || err != nil {
		if q, ok := v.AsQuantity(); ok {
			return Qty(q).ToString()
		}
		return "", false
	}
	return sys.ToString()
}
