package system

import "math/big"

// Convert returns q in another unit, as toQuantity(unit) does, and false, FHIRPath's empty, where there is no such
// conversion. The unit may be a UCUM code or a keyword for a calendar duration.
//
// Between a calendar duration and a UCUM unit, the value is converted within its own system, to the counterpart of
// the target, which then takes its place: so 1 year becomes 1 'a', but 365 days become 1 'a' as well.
func (q Quantity) Convert(unit string) (Quantity, bool) {
	target := Quantity{Unit: unit}
	target.Calendar = target.calendarUnit() != 0
	if q.sameUnit(target) {
		target.Value = q.Value
		return target, true
	}
	value, ok := ratOf(q.Value)
	if !ok {
		return Quantity{}, false
	}
	from, to := q.calendarUnit(), target.calendarUnit()
	switch {
	case from != 0 && to != 0:
		value = calendarConvert(value, from, to)
	case from != 0:
		value, ok = fromCalendar(value, from, unit)
	case to != 0:
		value, ok = convertUCUM(value, q.Unit, durationUnits[to].ucum)
	default:
		value, ok = convertUCUM(value, q.Unit, unit)
	}
	if !ok {
		return Quantity{}, false
	}
	target.Value, ok = decimalOf(value)
	return target, ok
}

// sameUnit tells whether no conversion is needed: the same code, or the same keyword in singular and plural. It does
// not ask whether the unit is a valid one.
func (q Quantity) sameUnit(p Quantity) bool {
	if q.Unit == p.Unit {
		return true
	}
	u := q.calendarUnit()
	return u != 0 && u == p.calendarUnit()
}

func calendarConvert(value *big.Rat, from, to DurationUnit) *big.Rat {
	return new(big.Rat).Mul(value, big.NewRat(calendarFactor(from, to)))
}

// fromCalendar converts a calendar duration to a UCUM unit: directly to the counterpart of a calendar unit, to other
// units by way of seconds.
func fromCalendar(value *big.Rat, from DurationUnit, code string) (*big.Rat, bool) {
	if to, ok := definiteUnit(code); ok {
		return calendarConvert(value, from, to), true
	}
	return convertUCUM(calendarConvert(value, from, UnitSecond), durationUnits[UnitSecond].ucum, code)
}

func convertUCUM(value *big.Rat, from, to string) (*big.Rat, bool) {
	if from == to {
		return value, true
	}
	u, ok1 := parseUnit(from)
	v, ok2 := parseUnit(to)
	if !ok1 || !ok2 || !u.commensurable(v) {
		return nil, false
	}
	return u.convert(value, v), true
}

// pair is two quantities made comparable: their values in the one's unit.
type pair struct {
	left, right *big.Rat
	unit        string // of both
	mixed       bool   // a calendar and a UCUM duration, of which year or month may only be equivalent
	special     bool   // on no ratio scale
}

// granularity selects the common unit of two quantities.
type granularity int8

const (
	leastGranular granularity = iota // the larger unit
	mostGranular                     // the smaller one
)

// align converts two quantities of different units to one of the two. It returns false where they have none in common.
func align(q, p Quantity, g granularity) (pair, bool) {
	left, ok1 := ratOf(q.Value)
	right, ok2 := ratOf(p.Value)
	if !ok1 || !ok2 {
		return pair{}, false
	}
	values := pair{left: left, right: right}
	qc, pc := q.calendarUnit(), p.calendarUnit()
	switch {
	case qc != 0 && pc != 0:
		return values.alignCalendar(q, p, g), true
	case qc != 0:
		return values.alignMixed(q, p, g)
	case pc != 0:
		values.left, values.right = right, left
		values, ok := values.alignMixed(p, q, g)
		values.left, values.right = values.right, values.left
		return values, ok
	}
	return values.alignUCUM(q, p, g)
}

func (v pair) alignCalendar(q, p Quantity, g granularity) pair {
	qc, pc := q.calendarUnit(), p.calendarUnit()
	if (qc > pc) == (g == leastGranular) {
		v.right, v.unit = calendarConvert(v.right, pc, qc), q.Unit
	} else {
		v.left, v.unit = calendarConvert(v.left, qc, pc), p.Unit
	}
	return v
}

// alignMixed aligns a calendar duration on the left with a UCUM one on the right. Each is converted within its own
// system; the common unit is the calendar one.
func (v pair) alignMixed(q, p Quantity, g granularity) (pair, bool) {
	v.mixed = true
	calendar := q.calendarUnit()
	v.unit = q.Unit
	definite, ok := definiteUnit(p.Unit)
	if ok && definite != calendar && (definite > calendar) == (g == leastGranular) {
		v.left, v.unit = calendarConvert(v.left, calendar, definite), definite.String()+"s"
		return v, true
	}
	v.right, ok = convertUCUM(v.right, p.Unit, durationUnits[calendar].ucum)
	return v, ok
}

func (v pair) alignUCUM(q, p Quantity, g granularity) (pair, bool) {
	left, ok1 := parseUnit(q.Unit)
	right, ok2 := parseUnit(p.Unit)
	if !ok1 || !ok2 || !left.commensurable(right) {
		return pair{}, false
	}
	v.special = left.special || right.special
	larger := left.scale.Cmp(right.scale)
	if larger == 0 || (larger > 0) == (g == leastGranular) {
		v.right, v.unit = right.convert(v.right, left), q.Unit
	} else {
		v.left, v.unit = left.convert(v.left, right), p.Unit
	}
	return v, true
}

// anyInYears tells whether one of the quantities is in years or months, of either system.
func anyInYears(q, p Quantity) bool { return q.inYears() || p.inYears() }

func (q Quantity) inYears() bool {
	u := q.calendarUnit()
	if u == 0 {
		u, _ = definiteUnit(q.Unit)
	}
	return u >= UnitMonth
}
