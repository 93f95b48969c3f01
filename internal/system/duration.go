package system

// DurationUnit is a unit of calendar durations. Units are ordered: a shorter one is less than a longer one.
type DurationUnit uint8

// The units of calendar durations. The zero DurationUnit is none.
const (
	UnitMillisecond DurationUnit = iota + 1
	UnitSecond
	UnitMinute
	UnitHour
	UnitDay
	UnitWeek
	UnitMonth
	UnitYear
)

// String returns the keyword of the unit in the singular, and "" for none.
func (u DurationUnit) String() string {
	if int(u) >= len(durationUnits) {
		return ""
	}
	return durationUnits[u].keyword
}

var durationUnits = [...]struct {
	keyword string
	ucum    string
	millis  int64 // by FHIRPath's conversion factors: a month has 30 days, a year 365
}{
	UnitMillisecond: {"millisecond", "ms", 1},
	UnitSecond:      {"second", "s", 1000},
	UnitMinute:      {"minute", "min", 60 * 1000},
	UnitHour:        {"hour", "h", 3600 * 1000},
	UnitDay:         {"day", "d", secondsPerDay * 1000},
	UnitWeek:        {"week", "wk", 7 * secondsPerDay * 1000},
	UnitMonth:       {"month", "mo", 30 * secondsPerDay * 1000},
	UnitYear:        {"year", "a", 365 * secondsPerDay * 1000},
}

// ParseDurationUnit reads one of FHIRPath's keywords for calendar durations, singular or plural, in lower case.
func ParseDurationUnit(keyword string) (DurationUnit, bool) {
	if n := len(keyword); n > 1 && keyword[n-1] == 's' {
		keyword = keyword[:n-1]
	}
	for u := UnitMillisecond; u <= UnitYear; u++ {
		if durationUnits[u].keyword == keyword {
			return u, true
		}
	}
	return 0, false
}

// definiteUnit returns the calendar unit that a UCUM unit is the counterpart of.
func definiteUnit(ucumCode string) (DurationUnit, bool) {
	for u := UnitMillisecond; u <= UnitYear; u++ {
		if durationUnits[u].ucum == ucumCode {
			return u, true
		}
	}
	return 0, false
}

// IsYearOrMonth is true for the UCUM codes a and mo, which in a quantity of FHIR's are calendar years and months.
func IsYearOrMonth(ucumCode string) bool {
	return ucumCode == durationUnits[UnitYear].ucum || ucumCode == durationUnits[UnitMonth].ucum
}

// calendarFactor returns how many units to make one unit from, as a fraction. Months and years convert directly; any
// other pair goes through days, the shortest chain that FHIRPath's table offers.
func calendarFactor(from, to DurationUnit) (numerator, denominator int64) {
	switch {
	case from == UnitYear && to == UnitMonth:
		return 12, 1
	case from == UnitMonth && to == UnitYear:
		return 1, 12
	}
	return durationUnits[from].millis, durationUnits[to].millis
}

// precision returns the precision of dates and times that u counts.
func (u DurationUnit) precision() Precision {
	switch u {
	case UnitYear:
		return PrecisionYear
	case UnitMonth:
		return PrecisionMonth
	case UnitWeek, UnitDay:
		return PrecisionDay
	case UnitHour:
		return PrecisionHour
	case UnitMinute:
		return PrecisionMinute
	case UnitSecond:
		return PrecisionSecond
	}
	return PrecisionMillisecond
}

// fits tells whether values of kind k can be counted in u: dates not in hours, times not in days.
func (u DurationUnit) fits(k TemporalKind) bool {
	switch k {
	case TemporalDate:
		return u >= UnitDay
	case TemporalTime:
		return u != 0 && u < UnitDay
	}
	return u != 0
}
