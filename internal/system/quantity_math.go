package system

import "github.com/fhirview/fhirview/internal/decimal"

// The arithmetic of quantities returns false where FHIRPath's result is empty: for units that are invalid, special
// (without a ratio scale, such as degrees Celsius) or do not fit together, for an overflow and a division by zero.

// Add returns q + p in the smaller of the two units. The sum of a calendar duration and a UCUM one is a calendar
// duration. Years and months are added only to their own unit, since converting them is an approximation that the
// author of the expression should ask for by Convert.
func (q Quantity) Add(p Quantity) (Quantity, bool) {
	q, p = q.against(p), p.against(q)
	if q.sameUnit(p) {
		sum, ok := decimal.Add(q.Value, p.Value)
		q.Value = sum
		return q, ok && !q.special()
	}
	values, ok := align(q, p, mostGranular)
	calendar := q.calendarUnit() != 0 || p.calendarUnit() != 0
	if !ok || values.special || calendar && anyInYears(q, p) {
		return Quantity{}, false
	}
	sum, ok := decimalOf(values.left.Add(values.left, values.right))
	return Quantity{Value: sum, Unit: values.unit, Calendar: calendar}, ok
}

// Sub returns q - p by the rules of Add.
func (q Quantity) Sub(p Quantity) (Quantity, bool) {
	negated, ok := p.Neg()
	if !ok {
		return Quantity{}, false
	}
	return q.Add(negated)
}

// Mul returns q * p, with the product of the units. A calendar duration can be multiplied only by a number, which has
// DefaultUnit.
func (q Quantity) Mul(p Quantity) (Quantity, bool) {
	value, ok := decimal.Mul(q.Value, p.Value)
	if !ok {
		return Quantity{}, false
	}
	return q.against(p).combine(value, p.against(q), 1)
}

// Div returns q / p, with the quotient of the units. A calendar duration can be divided only by a number.
func (q Quantity) Div(p Quantity) (Quantity, bool) {
	value, ok := decimal.Div(q.Value, p.Value)
	if !ok {
		return Quantity{}, false
	}
	return q.against(p).combine(value, p.against(q), -1)
}

// combine gives a product or, if sign is -1, a quotient its unit.
func (q Quantity) combine(value string, p Quantity, sign int) (Quantity, bool) {
	switch {
	case p.Unit == DefaultUnit:
		q.Value = value
		return q, !q.special()
	case q.Unit == DefaultUnit && sign > 0:
		p.Value = value
		return p, !p.special()
	case q.calendarUnit() != 0 || p.calendarUnit() != 0:
		return Quantity{}, false
	}
	left, ok1 := ratioTerms(q.Unit)
	right, ok2 := ratioTerms(p.Unit)
	if !ok1 || !ok2 {
		return Quantity{}, false
	}
	product, ok := multiplyTerms(left, right, sign)
	return Quantity{Value: value, Unit: formatTerms(product)}, ok
}

// special tells whether q has a UCUM unit without a ratio scale.
func (q Quantity) special() bool {
	u, ok := parseUnit(q.Unit)
	return ok && u.special
}

// ratioTerms returns the factors of a unit on a ratio scale.
func ratioTerms(code string) ([]term, bool) {
	if u, ok := parseUnit(code); !ok || u.special {
		return nil, false
	}
	return parseTerms(code)
}

// multiplyTerms returns the product of two units, the second to the power of sign.
func multiplyTerms(left, right []term, sign int) ([]term, bool) {
	p := termParser{terms: left}
	for _, t := range right {
		p.add(t.symbol, sign*t.exponent)
	}
	return p.cancelled()
}
