package system

import (
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/internal/decimal"
)

// term is a factor of a UCUM unit: a symbol with its prefix, or a number, and an exponent.
type term struct {
	symbol   string
	exponent int
}

const (
	maxUnitText  = 200
	maxExponents = 60 // the sum of a unit's exponents; bounds the size of its magnitude
)

// parseTerms reads a UCUM code into its factors, each symbol once, without annotations. The unit 1 has none.
func parseTerms(code string) ([]term, bool) {
	p := termParser{rest: code}
	if len(code) > maxUnitText || !p.product(1, 0) || p.rest != "" {
		return nil, false
	}
	return p.cancelled()
}

// cancelled returns the factors without those that cancelled out, and false if there are too many.
func (p *termParser) cancelled() ([]term, bool) {
	sum := 0
	terms := p.terms[:0]
	for _, t := range p.terms {
		if t.exponent != 0 {
			terms = append(terms, t)
			sum += max(t.exponent, -t.exponent)
		}
	}
	return terms, sum <= maxExponents
}

type termParser struct {
	rest  string
	terms []term
}

// product reads factors joined by . and /, up to the end or a closing parenthesis. sign is -1 in a denominator.
func (p *termParser) product(sign, depth int) bool {
	current := sign
	if p.take('/') {
		current = -sign
	}
	for {
		if !p.factor(current, depth) {
			return false
		}
		switch {
		case p.take('.'):
			current = sign
		case p.take('/'):
			current = -sign
		default:
			return true
		}
	}
}

func (p *termParser) take(c byte) bool {
	if p.rest == "" || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

// factor reads a number, a symbol with an exponent, or a product in parentheses, and an annotation.
func (p *termParser) factor(sign, depth int) bool {
	if p.take('(') {
		return depth < maxUnitText && p.product(sign, depth+1) && p.take(')')
	}
	symbol := p.symbol()
	exponent := sign
	if symbol != "" && decimal.CountDigits(symbol) != len(symbol) {
		n, ok := p.exponent()
		if !ok {
			return false
		}
		exponent *= n
	}
	annotated, ok := p.annotation()
	if !ok || symbol == "" && !annotated {
		return false
	}
	return symbol == "" || p.add(symbol, exponent)
}

// symbol reads up to what ends a symbol: an exponent, an operator or an annotation. Digits may start one, as in 10*,
// and all of a part in square brackets belongs to it.
func (p *termParser) symbol() string {
	i := decimal.CountDigits(p.rest)
	for i < len(p.rest) && !strings.ContainsRune("./(){}+-0123456789 ", rune(p.rest[i])) {
		if p.rest[i] == '[' {
			end := strings.IndexByte(p.rest[i:], ']')
			if end < 0 {
				return ""
			}
			i += end
		}
		i++
	}
	symbol := p.rest[:i]
	p.rest = p.rest[i:]
	return symbol
}

// exponent reads an optional signed number; without one the exponent is 1.
func (p *termParser) exponent() (int, bool) {
	signed := 0
	if p.rest != "" && (p.rest[0] == '+' || p.rest[0] == '-') {
		signed = 1
	}
	n := signed + decimal.CountDigits(p.rest[signed:])
	if n == 0 {
		return 1, true
	}
	exponent, err := strconv.Atoi(p.rest[:n])
	p.rest = p.rest[n:]
	return exponent, err == nil && exponent <= maxExponents && exponent >= -maxExponents
}

func (p *termParser) annotation() (found, ok bool) {
	if p.rest == "" || p.rest[0] != '{' {
		return false, true
	}
	end := strings.IndexByte(p.rest, '}')
	if end < 0 {
		return true, false
	}
	p.rest = p.rest[end+1:]
	return true, true
}

func (p *termParser) add(symbol string, exponent int) bool {
	if strings.Trim(symbol, "0") == "" {
		return false
	}
	if symbol == "1" {
		return true
	}
	for i := range p.terms {
		if p.terms[i].symbol == symbol {
			p.terms[i].exponent += exponent
			return true
		}
	}
	p.terms = append(p.terms, term{symbol, exponent})
	return true
}

// formatTerms writes factors as a UCUM code: the numerator, then each factor of the denominator after a slash.
func formatTerms(terms []term) string {
	var b strings.Builder
	for _, t := range terms {
		for range repeats(t, t.exponent) {
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(t.symbol)
			writeExponent(&b, t, t.exponent)
		}
	}
	for _, t := range terms {
		for range repeats(t, -t.exponent) {
			b.WriteByte('/')
			b.WriteString(t.symbol)
			writeExponent(&b, t, -t.exponent)
		}
	}
	if b.Len() == 0 {
		return DefaultUnit
	}
	return b.String()
}

// repeats returns how often to write a factor: a number cannot have an exponent and is repeated instead.
func repeats(t term, exponent int) int {
	if exponent > 0 && decimal.CountDigits(t.symbol) != len(t.symbol) {
		return 1
	}
	return max(exponent, 0)
}

func writeExponent(b *strings.Builder, t term, exponent int) {
	if exponent > 1 && decimal.CountDigits(t.symbol) != len(t.symbol) {
		b.WriteString(strconv.Itoa(exponent))
	}
}
