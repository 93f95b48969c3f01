package system

import (
	"errors"
	"fmt"

	"github.com/fhirview/fhirview/internal/decimal"
)

var (
	errYearRange = errors.New("the year of a date must stay between 1 and 9999: add less, or test the date first")
	errNotAmount = errors.New("a duration must be a decimal number of at most 31 million years: test the quantity first")
)

// Add returns t moved by a time-valued quantity, by the rules of FHIRPath's date/time arithmetic. The result has the
// kind, precision and offset of t, except that a fraction of a second makes a value of seconds more precise. The
// amount counts in whole units: a fraction is cut off, save of seconds and milliseconds. Where t does not state the
// unit, the amount is converted to the finest one it does, and the remainder dropped.
//
// It returns an error if the quantity has no such unit, or one that t cannot be moved by, and if the result is no
// year from 1 to 9999. A Time never overflows: it wraps at midnight.
func (t Temporal) Add(q Quantity) (Temporal, error) { return t.move(q, 1) }

// Sub is Add with the negated quantity.
func (t Temporal) Sub(q Quantity) (Temporal, error) { return t.move(q, -1) }

func (t Temporal) move(q Quantity, sign int64) (Temporal, error) {
	unit, err := q.durationUnit()
	if err != nil {
		return Temporal{}, err
	}
	if !unit.fits(t.kind) {
		return Temporal{}, fmt.Errorf("a %s cannot be moved by a number of %ss: use a unit of its own components", t.kind, unit)
	}
	amount, ok := scanAmount(q.Value)
	if !ok || amount.whole > maxSeconds*1000/durationUnits[unit].millis {
		return Temporal{}, errNotAmount
	}
	if q.Value[0] == '-' {
		sign = -sign
	}
	amount.whole *= sign
	amount.nanos *= sign
	return t.add(amount, unit)
}

// String returns the name of the FHIRPath type.
func (k TemporalKind) String() string {
	switch k {
	case TemporalDate:
		return "Date"
	case TemporalDateTime:
		return "DateTime"
	case TemporalTime:
		return "Time"
	}
	return "value without a type"
}

// amount is a decimal number of units. Its parts have the same sign, which scanAmount does not set.
type amount struct {
	whole  int64
	nanos  int64 // billionths of a unit
	places int   // decimal places that count, at most 9
}

const (
	// maxAmount keeps scanAmount within int64.
	maxAmount = 100_000_000_000_000_000
	// maxSeconds bounds the durations that are computed with: it is 31 million years.
	maxSeconds = 1_000_000_000_000_000
)

func scanAmount(text string) (a amount, ok bool) {
	parts, ok := decimal.Scan(decimal.Format(text))
	if !ok || parts.Written {
		return amount{}, false
	}
	for i := range len(parts.Whole) {
		a.whole = a.whole*10 + int64(parts.Whole[i]-'0')
		if a.whole > maxAmount {
			return amount{}, false
		}
	}
	unit := int64(nanosPerSecond / 10)
	for i := range min(len(parts.Fraction), 9) {
		digit := int64(parts.Fraction[i] - '0')
		if a.nanos += digit * unit; digit != 0 {
			a.places = i + 1
		}
		unit /= 10
	}
	return a, true
}

func (t Temporal) add(a amount, unit DurationUnit) (Temporal, error) {
	if min(t.precision, PrecisionSecond) < min(unit.precision(), PrecisionSecond) {
		a, unit = t.coarsen(a.whole, unit)
	}
	switch unit {
	case UnitYear:
		return t.addMonths(a.whole * 12)
	case UnitMonth:
		return t.addMonths(a.whole)
	case UnitWeek:
		return t.addSeconds(a.whole*7*secondsPerDay, 0)
	case UnitMillisecond:
		return t.addFraction(amount{
			whole:  a.whole / 1000,
			nanos:  a.whole%1000*nanosPerMilli + a.nanos/1000,
			places: millisecondPlaces(a),
		})
	case UnitSecond:
		return t.addFraction(a)
	}
	return t.addSeconds(a.whole*(durationUnits[unit].millis/1000), 0)
}

func millisecondPlaces(a amount) int {
	if a.places > 0 {
		return min(a.places+3, 9)
	}
	if a.whole%1000 != 0 {
		return 3
	}
	return 0
}

// coarsen converts a whole number of a unit to the finest unit that t states and drops the remainder.
func (t Temporal) coarsen(whole int64, from DurationUnit) (amount, DurationUnit) {
	to := UnitSecond
	for to.precision() > t.precision {
		to++
		if to == UnitWeek {
			to = UnitMonth
		}
	}
	if from == UnitMonth && to == UnitYear {
		return amount{whole: whole / 12}, to
	}
	if from == UnitMillisecond {
		whole, from = whole/1000, UnitSecond
	}
	const second = 1000
	return amount{whole: whole * (durationUnits[from].millis / second) / (durationUnits[to].millis / second)}, to
}

// addMonths moves a date by months; where the month has no such day, the last one is taken.
func (t Temporal) addMonths(months int64) (Temporal, error) {
	sum := int64(t.year)*12 + int64(max(t.month, 1)-1) + months
	if sum < minYear*12 || sum >= (maxYear+1)*12 {
		return Temporal{}, errYearRange
	}
	t.year = int16(sum / 12)
	if t.precision >= PrecisionMonth {
		t.month = uint8(sum%12) + 1
	}
	if t.precision >= PrecisionDay {
		t.day = min(t.day, uint8(daysIn(int(t.year), int(t.month))))
	}
	return t, nil
}

// addFraction moves a value by seconds and their fraction, and widens its fraction where it could not hold the sum.
func (t Temporal) addFraction(a amount) (Temporal, error) {
	moved, err := t.addSeconds(a.whole, a.nanos)
	if err == nil && a.nanos != 0 {
		moved.fraction = max(t.fraction, 3, uint8(a.places))
		moved.precision = PrecisionMillisecond
	}
	return moved, err
}

func (t Temporal) addSeconds(seconds, nanos int64) (Temporal, error) {
	nanos += int64(t.nanosecond)
	seconds += t.secondIndex()
	if nanos < 0 {
		nanos += nanosPerSecond
		seconds--
	}
	if nanos >= nanosPerSecond {
		nanos -= nanosPerSecond
		seconds++
	}
	if t.kind == TemporalTime {
		seconds = (seconds%secondsPerDay + secondsPerDay) % secondsPerDay
	}
	first, last := dayNumber(minYear, 1, 1), dayNumber(maxYear, 12, 31)
	if day := seconds / secondsPerDay; t.kind != TemporalTime {
		if seconds < 0 || day < first || day > last {
			return Temporal{}, errYearRange
		}
		year, month, dayOfMonth := civilDate(day)
		t.year, t.month, t.day = int16(year), uint8(month), uint8(dayOfMonth)
	}
	clock := int(seconds % secondsPerDay)
	t.hour, t.minute, t.second = uint8(clock/3600), uint8(clock/60%60), uint8(clock%60)
	t.nanosecond = int32(nanos)
	return t, nil
}
