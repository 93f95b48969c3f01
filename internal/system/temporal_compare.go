package system

import "cmp"

// Compare orders two dates or times by the rules of FHIRPath's comparison operators:
// component by component, with seconds and their fraction as one decimal. It
// returns false where the answer is unknown (FHIRPath's empty): a Time against
// a date, or values that agree as far as both go but differ in precision.
//
// Two offsets are normalised. Where only one value has an offset the other
// could be at any from -12:00 to +14:00; the answer is known if it is the same
// for all of them. A Date counts as a DateTime without an offset.
func Compare(t, u Temporal) (order int, known bool) {
	if t.kind == 0 || u.kind == 0 || (t.kind == TemporalTime) != (u.kind == TemporalTime) {
		return 0, false
	}
	if (t.zone == zoneNone) == (u.zone == zoneNone) && t.offset == u.offset {
		return t.compareFields(u)
	}
	return t.compareShifted(u)
}

// Equal is the FHIRPath operator = on dates and times: whether they are the same, and false
// as the second result where that is unknown, as for Compare.
func Equal(t, u Temporal) (equal, known bool) {
	order, known := Compare(t, u)
	return known && order == 0, known
}

// Equivalent is the FHIRPath operator ~ on dates and times: like Equal, but values of different
// precision are not equivalent, and the answer is always known.
func Equivalent(t, u Temporal) bool {
	equal, _ := Equal(t, u)
	return equal
}

func (t Temporal) compareFields(u Temporal) (int, bool) {
	shared := min(t.precision, u.precision)
	if order := t.compareDates(u); order != 0 {
		return order, true
	}
	if shared >= PrecisionHour && t.hour != u.hour {
		return cmp.Compare(t.hour, u.hour), true
	}
	if shared >= PrecisionMinute && t.minute != u.minute {
		return cmp.Compare(t.minute, u.minute), true
	}
	return t.compareSeconds(u)
}

// compareDates compares as many of year, month and day as both values state.
func (t Temporal) compareDates(u Temporal) int {
	if t.year != u.year {
		return cmp.Compare(t.year, u.year)
	}
	shared := min(t.precision, u.precision)
	if shared >= PrecisionMonth && t.month != u.month {
		return cmp.Compare(t.month, u.month)
	}
	if shared >= PrecisionDay && t.day != u.day {
		return cmp.Compare(t.day, u.day)
	}
	return 0
}

// compareSeconds ends a comparison of values that agree down to the minute.
func (t Temporal) compareSeconds(u Temporal) (int, bool) {
	if min(t.precision, PrecisionSecond) != min(u.precision, PrecisionSecond) {
		return 0, false
	}
	if t.second != u.second {
		return cmp.Compare(t.second, u.second), true
	}
	return cmp.Compare(t.nanosecond, u.nanosecond), true
}

// compareShifted compares values whose offsets differ, by the minutes of UTC
// that each may stand for.
func (t Temporal) compareShifted(u Temporal) (int, bool) {
	tFirst, tLast := t.minutesUTC()
	uFirst, uLast := u.minutesUTC()
	switch {
	case tLast < uFirst:
		return -1, true
	case tFirst > uLast:
		return 1, true
	case tFirst != uFirst || tLast != uLast:
		return 0, false
	case t.zone == zoneNone || u.zone == zoneNone:
		return 0, false
	}
	return t.compareSeconds(u)
}

// minutesUTC returns the first and last minute, in UTC, that t may stand for.
func (t Temporal) minutesUTC() (first, last int64) {
	end := t.fill(true)
	first = t.dayIndex()*1440 + int64(t.hour)*60 + int64(t.minute)
	last = end.dayIndex()*1440 + int64(end.hour)*60 + int64(end.minute)
	if t.zone == zoneNone {
		return first - maxOffset, last - minOffset
	}
	return first - int64(t.offset), last - int64(t.offset)
}
