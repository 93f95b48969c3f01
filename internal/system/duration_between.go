package system

import "fmt"

// Duration returns how many whole units lie between t and u, as the function duration() does; it is negative if u is
// earlier. It returns false, FHIRPath's empty, where either value does not state the unit, or where only one of them
// has an offset and the unit is of hours or less. It returns an error for a unit that such values are not counted in,
// and for a Time against a date.
func (t Temporal) Duration(u Temporal, unit DurationUnit) (n int64, ok bool, err error) {
	t, u, ok, err = betweenOperands(t, u, unit)
	if !ok {
		return 0, false, err
	}
	switch unit {
	case UnitYear:
		return wholeMonths(t, u) / 12, true, nil
	case UnitMonth:
		return wholeMonths(t, u), true, nil
	}
	elapsed := u.milliIndex() - t.milliIndex()
	return elapsed / durationUnits[unit].millis, true, nil
}

// Difference returns how many boundaries of the unit lie between t and u, as the function difference() does: the
// starts of years, of months, and so on. Weeks start on Sunday. Its results are empty or errors where Duration's are.
func (t Temporal) Difference(u Temporal, unit DurationUnit) (n int64, ok bool, err error) {
	t, u, ok, err = betweenOperands(t, u, unit)
	if !ok {
		return 0, false, err
	}
	switch unit {
	case UnitYear:
		return int64(u.year) - int64(t.year), true, nil
	case UnitMonth:
		return u.monthIndex() - t.monthIndex(), true, nil
	case UnitWeek:
		return u.weekIndex() - t.weekIndex(), true, nil
	}
	millis := durationUnits[unit].millis
	return u.milliIndex()/millis - t.milliIndex()/millis, true, nil
}

// betweenOperands checks the operands and brings them to one offset where the unit asks for it.
func betweenOperands(t, u Temporal, unit DurationUnit) (a, b Temporal, ok bool, err error) {
	if (t.kind == TemporalTime) != (u.kind == TemporalTime) {
		return t, u, false, fmt.Errorf("a %s and a %s have no time between them: convert one of them", t.kind, u.kind)
	}
	if !unit.fits(t.kind) || !unit.fits(u.kind) {
		return t, u, false, fmt.Errorf("the time from a %s to a %s is not counted in this unit: use one of their components", t.kind, u.kind)
	}
	if min(t.precision, u.precision) < unit.precision() {
		return t, u, false, nil
	}
	if unit >= UnitDay {
		return t, u, true, nil
	}
	if (t.zone == zoneNone) != (u.zone == zoneNone) {
		return t, u, false, nil
	}
	if t.offset != u.offset {
		return t.inUTC(), u.inUTC(), true, nil
	}
	return t, u, true, nil
}

// inUTC moves a DateTime to the offset 0. It may leave the range of years, which does no harm to differences.
func (t Temporal) inUTC() Temporal {
	seconds := t.secondIndex() - int64(t.offset)*60
	year, month, day := civilDate(seconds / secondsPerDay)
	t.year, t.month, t.day = int16(year), uint8(month), uint8(day)
	clock := int(seconds % secondsPerDay)
	t.hour, t.minute, t.second = uint8(clock/3600), uint8(clock/60%60), uint8(clock%60)
	t.offset, t.zone = 0, zoneUTC
	return t
}

func (t Temporal) monthIndex() int64 { return int64(t.year)*12 + int64(t.month) }

// weekIndex counts weeks that start on Sunday; day 0, 0000-03-01, was a Wednesday.
func (t Temporal) weekIndex() int64 { return (t.dayIndex() + 3) / 7 }

// milliIndex is the millisecond at which t starts in its own offset.
func (t Temporal) milliIndex() int64 {
	return t.secondIndex()*1000 + int64(t.nanosecond)/nanosPerMilli
}

// wholeMonths counts the months after which u's day and time of month is reached, toward zero.
func wholeMonths(t, u Temporal) int64 {
	months := u.monthIndex() - t.monthIndex()
	t.year, u.year, t.month, u.month = 0, 0, 0, 0
	t.zone, u.zone, t.offset, u.offset = zoneNone, zoneNone, 0, 0
	order, known := Compare(t, u)
	switch {
	case known && months > 0 && order > 0:
		return months - 1
	case known && months < 0 && order < 0:
		return months + 1
	}
	return months
}
