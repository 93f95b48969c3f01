package system

import "github.com/fhirview/fhirview/internal/decimal"

// minOffset is the smallest offset in use, in minutes. With maxOffset it bounds
// the instants that a value without an offset can stand for.
const minOffset = -12 * 60

// LowBoundary returns the earliest value that t can stand for, with so many
// digits (see Digits) and of t's kind. A lower precision than t's truncates. A
// DateTime without an offset that gets a time gets the offset +14:00.
//
// DefaultPrecision means 8 for a Date, 17 for a DateTime and 9 for a Time, or the
// digits of t where it has a longer fraction. More digits than that, and
// numbers that fall inside a component, return false: FHIRPath's empty.
func (t Temporal) LowBoundary(digits int) (Temporal, bool) {
	return t.boundary(digits, false)
}

// HighBoundary returns the latest value that t can stand for. It is the
// counterpart of LowBoundary; the offset that it adds is -12:00.
func (t Temporal) HighBoundary(digits int) (Temporal, bool) {
	return t.boundary(digits, true)
}

func (t Temporal) boundary(digits int, high bool) (Temporal, bool) {
	greatest := t.greatestDigits()
	if digits == decimal.DefaultPrecision {
		digits = greatest
	}
	precision, fraction, ok := t.shape(digits)
	if !ok || digits > greatest {
		return Temporal{}, false
	}
	filled := t.fill(high)
	if t.kind == TemporalDateTime && t.zone == zoneNone {
		filled.zone, filled.offset = zoneOffset, maxOffset
		if high {
			filled.offset = minOffset
		}
	}
	filled.fraction = 9
	filled = filled.truncate(precision)
	filled.setFraction(fraction)
	return filled, true
}

func (t Temporal) greatestDigits() int {
	switch t.kind {
	case TemporalDate:
		return 8
	case TemporalDateTime:
		return max(17, t.Digits())
	case TemporalTime:
		return max(9, t.Digits())
	}
	return 0
}

// shape turns a number of digits into a precision and fraction digits.
func (t Temporal) shape(digits int) (p Precision, fraction uint8, ok bool) {
	if t.kind == TemporalTime {
		digits += 8
	}
	lowest := dateTimeDigits(PrecisionYear)
	if t.kind == TemporalTime {
		lowest = dateTimeDigits(PrecisionHour)
	}
	seconds := dateTimeDigits(PrecisionSecond)
	switch {
	case t.kind == 0 || digits < lowest:
		return 0, 0, false
	case digits > seconds:
		return PrecisionMillisecond, uint8(min(digits-seconds, 9)), true
	case digits%2 != 0:
		return 0, 0, false
	}
	return Precision(digits/2 - 1), 0, true
}

// setFraction cuts the fraction to so many digits.
func (t *Temporal) setFraction(digits uint8) {
	unit := int32(1)
	for range 9 - digits {
		unit *= 10
	}
	t.nanosecond -= t.nanosecond % unit
	t.fraction = digits
}

// fill states every component of t: those it lacks get their least value, or
// their greatest if high.
func (t Temporal) fill(high bool) Temporal {
	p := t.precision
	t.precision = PrecisionMillisecond
	if p < PrecisionMonth {
		t.month = pick(high, 1, 12)
	}
	if p < PrecisionDay {
		t.day = pick(high, 1, uint8(daysIn(int(t.year), int(t.month))))
	}
	if p < PrecisionHour {
		t.hour = pick(high, 0, 23)
	}
	if p < PrecisionMinute {
		t.minute = pick(high, 0, 59)
	}
	if p < PrecisionSecond {
		t.second = pick(high, 0, 59)
	}
	if high {
		unit := int32(nanosPerSecond)
		for range t.fraction {
			unit /= 10
		}
		t.nanosecond += unit - 1
	}
	return t
}

func pick(high bool, least, greatest uint8) uint8 {
	if high {
		return greatest
	}
	return least
}
