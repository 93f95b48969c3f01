package system

import "time"

const (
	nanosPerSecond = 1_000_000_000
	nanosPerMilli  = 1_000_000
	secondsPerDay  = 24 * 60 * 60
	minYear        = 1
	maxYear        = 9999
)

// Time returns the first instant of t. A value without an offset is taken to
// be in loc, and nil means UTC. It returns false for a Time, which has no date.
func (t Temporal) Time(loc *time.Location) (time.Time, bool) {
	if t.kind != TemporalDate && t.kind != TemporalDateTime {
		return time.Time{}, false
	}
	if loc == nil || t.zone == zoneUTC || t.zone == zoneMinusZero {
		loc = time.UTC
	}
	if t.zone == zoneOffset {
		loc = time.FixedZone("", int(t.offset)*60)
	}
	month, day := max(t.month, 1), max(t.day, 1)
	return time.Date(int(t.year), time.Month(month), int(day),
		int(t.hour), int(t.minute), int(t.second), int(t.nanosecond), loc), true
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if isLeapYear(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func isLeapYear(year int) bool {
	return year%4 == 0 && (year%100 != 0 || year%400 == 0)
}

// dayNumber counts days in the Gregorian calendar; day 0 is 0000-03-01, so
// that leap days end a year and need no table.
func dayNumber(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	return int64(365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1)
}

// civilDate is the inverse of dayNumber for days from year 0 on.
func civilDate(number int64) (year, month, day int) {
	era := number / 146097
	dayOfEra := number % 146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	day = int(dayOfYear - (153*shifted+2)/5 + 1)
	year, month = int(yearOfEra+era*400), int(shifted+3)
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}

// dayIndex is the dayNumber of t's first day; a Time has none and counts as 0.
func (t Temporal) dayIndex() int64 {
	if t.kind == TemporalTime {
		return 0
	}
	return dayNumber(int(t.year), int(max(t.month, 1)), int(max(t.day, 1)))
}

// secondIndex is the second at which t starts in its own offset.
func (t Temporal) secondIndex() int64 {
	return t.dayIndex()*secondsPerDay + int64(t.hour)*3600 + int64(t.minute)*60 + int64(t.second)
}
