package system

// TemporalKind tells the three FHIRPath types that a Temporal can have.
type TemporalKind uint8

// The kinds of a Temporal. The zero TemporalKind belongs to no value.
const (
	TemporalDate TemporalKind = iota + 1
	TemporalDateTime
	TemporalTime
)

// Precision is the finest component that a Temporal states. Precisions are
// ordered: a coarser one is less than a finer one.
type Precision uint8

// The precisions of dates and times. A value with any fraction of a second has
// PrecisionMillisecond, however many digits the fraction has.
const (
	PrecisionYear Precision = iota + 1
	PrecisionMonth
	PrecisionDay
	PrecisionHour
	PrecisionMinute
	PrecisionSecond
	PrecisionMillisecond
)

// zoneForm keeps how an offset was written, so that a value prints as it was
// read. The forms zoneUTC, zoneOffset +00:00 and zoneMinusZero mean the same.
type zoneForm uint8

const (
	zoneNone zoneForm = iota
	zoneUTC
	zoneOffset
	zoneMinusZero
)

// Temporal is a FHIRPath Date, DateTime or Time, possibly partial. It is a
// small value without pointers. The operator == compares how values are
// written; use Equal, Equivalent or Compare for what they mean. The zero
// Temporal is no value: it prints as the empty string.
type Temporal struct {
	nanosecond int32
	year       int16
	offset     int16 // minutes east of UTC; 0 without a zone
	month      uint8
	day        uint8
	hour       uint8
	minute     uint8
	second     uint8 // 60 is a leap second, which FHIR allows
	fraction   uint8 // digits written after the decimal point, at most 9
	kind       TemporalKind
	precision  Precision
	zone       zoneForm
}

// Kind returns whether t is a Date, a DateTime or a Time.
func (t Temporal) Kind() TemporalKind { return t.kind }

// Precision returns the finest component that t states.
func (t Temporal) Precision() Precision { return t.precision }

// Digits returns what the FHIRPath function precision() returns: the number of
// digits in t, not counting the offset. A Date has 4, 6 or 8; a DateTime up to
// 14 and a Time up to 6, and each digit of a fraction adds one.
func (t Temporal) Digits() int {
	switch t.kind {
	case TemporalDate, TemporalDateTime:
		return dateTimeDigits(t.precision) + int(t.fraction)
	case TemporalTime:
		return dateTimeDigits(t.precision) - 8 + int(t.fraction)
	}
	return 0
}

// dateTimeDigits counts the digits from the year to p, without a fraction.
func dateTimeDigits(p Precision) int {
	return 2 + 2*int(min(p, PrecisionSecond))
}

// Offset returns the offset from UTC in minutes, and false if t has none.
func (t Temporal) Offset() (minutes int, ok bool) {
	return int(t.offset), t.zone != zoneNone
}

// Component returns one component of t, as the functions yearOf() to
// millisecondOf() do, and false if t does not state it.
func (t Temporal) Component(p Precision) (int, bool) {
	if p > t.precision || t.kind == TemporalTime && p < PrecisionHour {
		return 0, false
	}
	switch p {
	case PrecisionYear:
		return int(t.year), true
	case PrecisionMonth:
		return int(t.month), true
	case PrecisionDay:
		return int(t.day), true
	case PrecisionHour:
		return int(t.hour), true
	case PrecisionMinute:
		return int(t.minute), true
	case PrecisionSecond:
		return int(t.second), true
	case PrecisionMillisecond:
		return int(t.nanosecond) / nanosPerMilli, true
	}
	return 0, false
}

// DatePart returns the date of a Date or DateTime at the precision it has, and
// false for a Time.
func (t Temporal) DatePart() (Temporal, bool) {
	if t.kind != TemporalDate && t.kind != TemporalDateTime {
		return Temporal{}, false
	}
	d := t.truncate(PrecisionDay)
	d.kind = TemporalDate
	return d, true
}

// TimePart returns the time of day of a DateTime, and false if t states none or
// is not a DateTime.
func (t Temporal) TimePart() (Temporal, bool) {
	if t.kind != TemporalDateTime || t.precision < PrecisionHour {
		return Temporal{}, false
	}
	t.kind = TemporalTime
	t.year, t.month, t.day = 0, 0, 0
	t.zone, t.offset = zoneNone, 0
	return t, true
}

// truncate drops all components finer than p, and the offset with the hour.
func (t Temporal) truncate(p Precision) Temporal {
	if t.precision <= p {
		return t
	}
	t.precision = p
	t.nanosecond, t.fraction = 0, 0
	if p < PrecisionSecond {
		t.second = 0
	}
	if p < PrecisionMinute {
		t.minute = 0
	}
	if p < PrecisionHour {
		t.hour, t.zone, t.offset = 0, zoneNone, 0
	}
	if p < PrecisionDay {
		t.day = 0
	}
	if p < PrecisionMonth {
		t.month = 0
	}
	return t
}
