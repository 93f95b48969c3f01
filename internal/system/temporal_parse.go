package system

import "github.com/fhirview/fhirview/internal/decimal"

// ParseDate reads a FHIR date or a FHIRPath date literal without its @: a
// year, a year and month, or a full date. It returns false for anything else,
// for the year 0000 and for a day that the month does not have.
func ParseDate(s string) (Temporal, bool) {
	t := Temporal{kind: TemporalDate}
	rest, ok := t.parseDate(s)
	return t.onlyIf(ok && rest == "")
}

// ParseDateTime reads a FHIR date, dateTime or instant, or a FHIRPath dateTime
// literal without its @, of any precision. A T at the end is allowed after a
// year, a month or a day; an offset is allowed after any time. Digits of a
// fraction after the ninth are dropped. The result is a DateTime even where s
// is a plain date.
func ParseDateTime(s string) (Temporal, bool) {
	t := Temporal{kind: TemporalDateTime}
	rest, ok := t.parseDate(s)
	if !ok || rest == "" {
		return t.onlyIf(ok)
	}
	if rest[0] != 'T' {
		return Temporal{}, false
	}
	if rest = rest[1:]; rest == "" {
		return t, true
	}
	if t.precision < PrecisionDay {
		return Temporal{}, false
	}
	if rest, ok = t.parseTime(rest); !ok {
		return Temporal{}, false
	}
	return t.onlyIf(t.parseZone(rest))
}

// ParseTime reads a FHIR time or a FHIRPath time literal without its @T: an
// hour, and optionally minutes, seconds and a fraction. A time has no offset.
func ParseTime(s string) (Temporal, bool) {
	t := Temporal{kind: TemporalTime}
	rest, ok := t.parseTime(s)
	return t.onlyIf(ok && rest == "")
}

func (t Temporal) onlyIf(ok bool) (Temporal, bool) {
	if !ok {
		return Temporal{}, false
	}
	return t, true
}

// parseDate reads the date at the start of s and returns what follows it.
func (t *Temporal) parseDate(s string) (rest string, ok bool) {
	century, ok1 := twoDigits(s, 0)
	years, ok2 := twoDigits(s, 2)
	if !ok1 || !ok2 || century+years == 0 {
		return s, false
	}
	t.year, t.precision = int16(century*100+years), PrecisionYear
	if s = s[4:]; s == "" || s[0] != '-' {
		return s, true
	}
	month, ok := twoDigits(s, 1)
	if !ok || month < 1 || month > 12 {
		return s, false
	}
	t.month, t.precision = uint8(month), PrecisionMonth
	if s = s[3:]; s == "" || s[0] != '-' {
		return s, true
	}
	day, ok := twoDigits(s, 1)
	if !ok || day < 1 || day > daysIn(int(t.year), month) {
		return s, false
	}
	t.day, t.precision = uint8(day), PrecisionDay
	return s[3:], true
}

// parseTime reads the time at the start of s and returns what follows it.
func (t *Temporal) parseTime(s string) (rest string, ok bool) {
	hour, ok := twoDigits(s, 0)
	if !ok || hour > 23 {
		return s, false
	}
	t.hour, t.precision = uint8(hour), PrecisionHour
	if s = s[2:]; s == "" || s[0] != ':' {
		return s, true
	}
	minute, ok := twoDigits(s, 1)
	if !ok || minute > 59 {
		return s, false
	}
	t.minute, t.precision = uint8(minute), PrecisionMinute
	if s = s[3:]; s == "" || s[0] != ':' {
		return s, true
	}
	second, ok := twoDigits(s, 1)
	if !ok || second > 60 {
		return s, false
	}
	t.second, t.precision = uint8(second), PrecisionSecond
	if s = s[3:]; s == "" || s[0] != '.' {
		return s, true
	}
	return t.parseFraction(s[1:])
}

func (t *Temporal) parseFraction(s string) (rest string, ok bool) {
	n, unit := 0, int32(nanosPerSecond/10)
	for n < len(s) && decimal.IsDigit(s[n]) {
		t.nanosecond += int32(s[n]-'0') * unit
		unit /= 10
		n++
	}
	t.fraction, t.precision = uint8(min(n, 9)), PrecisionMillisecond
	return s[n:], n > 0
}

// parseZone reads an offset that is all of s; an empty s means no offset.
func (t *Temporal) parseZone(s string) bool {
	switch {
	case s == "":
		return true
	case s == "Z":
		t.zone = zoneUTC
		return true
	case len(s) != 6 || s[3] != ':' || s[0] != '+' && s[0] != '-':
		return false
	}
	hours, ok1 := twoDigits(s, 1)
	minutes, ok2 := twoDigits(s, 4)
	if !ok1 || !ok2 || minutes > 59 || hours*60+minutes > maxOffset {
		return false
	}
	t.zone, t.offset = zoneOffset, int16(hours*60+minutes)
	if s[0] == '-' {
		t.offset = -t.offset
		if t.offset == 0 {
			t.zone = zoneMinusZero
		}
	}
	return true
}

// maxOffset is the largest offset, in minutes, that FHIR's pattern allows.
const maxOffset = 14 * 60

func twoDigits(s string, at int) (int, bool) {
	if len(s) < at+2 || !decimal.IsDigit(s[at]) || !decimal.IsDigit(s[at+1]) {
		return 0, false
	}
	return int(s[at]-'0')*10 + int(s[at+1]-'0'), true
}
