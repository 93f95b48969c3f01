package system

// epochDay is the dayNumber of 1970-01-01.
const epochDay = 719_468

const (
	microsPerSecond = 1_000_000
	nanosPerMicro   = nanosPerSecond / microsPerSecond
)

// EpochDay returns the number of days from 1970-01-01 to t's first day. A Time
// has none, and the result means nothing.
func (t Temporal) EpochDay() int64 { return t.dayIndex() - epochDay }

// EpochMicros returns the number of microseconds from 1970-01-01T00:00:00Z to
// t's first moment, without what is finer. A value without an offset is taken to
// be in UTC, and a leap second is the second after it. Of a Time the
// microseconds are those since midnight.
func (t Temporal) EpochMicros() int64 {
	seconds := t.secondIndex()
	if t.kind != TemporalTime {
		seconds -= epochDay*secondsPerDay + int64(t.offset)*60
	}
	return seconds*microsPerSecond + int64(t.nanosecond)/nanosPerMicro
}

// Last returns the last date, or nanosecond, that t can stand for, with the
// offset that t has.
func (t Temporal) Last() Temporal {
	if t.kind == TemporalDate {
		last := t.fill(true)
		return Temporal{kind: TemporalDate, precision: PrecisionDay, year: last.year, month: last.month, day: last.day}
	}
	return t.fill(true)
}

// DateOf returns the date of a number of days from 1970-01-01, of a year from
// 1 to 9999.
func DateOf(epochDays int64) Temporal {
	year, month, day := civilDate(epochDays + epochDay)
	return Temporal{kind: TemporalDate, precision: PrecisionDay, year: int16(year), month: uint8(month), day: uint8(day)}
}

// DateTimeOf returns the dateTime in UTC of a number of microseconds from
// 1970-01-01T00:00:00Z, of a year from 1 to 9999, with as many digits of a
// fraction as it needs.
func DateTimeOf(epochMicros int64) Temporal {
	const perDay = secondsPerDay * microsPerSecond
	days := epochMicros / perDay
	if epochMicros%perDay < 0 {
		days--
	}
	t := DateOf(days)
	rest := epochMicros - days*perDay
	t.kind, t.precision, t.zone = TemporalDateTime, PrecisionSecond, zoneUTC
	seconds := rest / microsPerSecond
	t.hour, t.minute, t.second = uint8(seconds/3600), uint8(seconds/60%60), uint8(seconds%60)
	if micros := int32(rest % microsPerSecond); micros != 0 {
		t.precision, t.nanosecond, t.fraction = PrecisionMillisecond, micros*nanosPerMicro, 6
		for ; micros%10 == 0; micros /= 10 {
			t.fraction--
		}
	}
	return t
}
