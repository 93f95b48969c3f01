package system

import (
	"math/big"
	"sort"
	"strings"

	"github.com/fhirview/fhirview/internal/decimal"
)

// dimension holds the exponents of the UCUM base units in the order m, s, g, rad, K, C, cd.
type dimension [7]int16

// atom is a UCUM unit symbol. Its magnitude is a fraction of the product of base units that its dimension gives.
type atom struct {
	code      string
	magnitude string
	dimension dimension
	metric    bool
	kind      atomKind
}

type atomKind uint8

const (
	ordinary atomKind = iota
	// arbitrary units are dimensionless, but commensurable with nothing but themselves.
	arbitrary
	// offset units measure from another zero than their base unit: degrees Celsius, Fahrenheit and Réaumur.
	offset
	// nonlinear units, such as pH or the decibel, convert by logarithms or angles. They equal only themselves here.
	nonlinear
)

// unit is a UCUM unit reduced to what conversion needs: a value v of it is v × scale + zero in base units.
type unit struct {
	scale     *big.Rat
	zero      *big.Rat // nil unless special
	dimension dimension
	arbitrary []term // sorted by symbol
	special   bool   // no ratio scale: not for arithmetic
}

// parseUnit reads a UCUM code. It returns false for codes that UCUM does not define.
func parseUnit(code string) (unit, bool) {
	terms, ok := parseTerms(code)
	if !ok {
		return unit{}, false
	}
	u := unit{scale: big.NewRat(1, 1)}
	for _, t := range terms {
		if !u.multiply(t, len(terms) == 1) {
			return unit{}, false
		}
	}
	sort.Slice(u.arbitrary, func(i, j int) bool { return u.arbitrary[i].symbol < u.arbitrary[j].symbol })
	return u, true
}

// multiply adds a term to the product u. Special units cannot be part of one.
func (u *unit) multiply(t term, alone bool) bool {
	if decimal.IsDigit(t.symbol[0]) && decimal.CountDigits(t.symbol) == len(t.symbol) {
		number, _ := new(big.Rat).SetString(t.symbol)
		u.scale.Mul(u.scale, power(number, t.exponent))
		return true
	}
	a, prefix, ok := lookupAtom(t.symbol)
	if !ok || a.kind >= offset && (!alone || t.exponent != 1) {
		return false
	}
	for _, factor := range [...]string{prefix, a.magnitude} {
		if factor != "" && factor != "1" {
			scale, _ := new(big.Rat).SetString(factor)
			u.scale.Mul(u.scale, power(scale, t.exponent))
		}
	}
	for i, exponent := range a.dimension {
		u.dimension[i] += exponent * int16(t.exponent)
	}
	switch a.kind {
	case arbitrary:
		u.arbitrary = append(u.arbitrary, term{symbol: arbitraryCode(a.code), exponent: t.exponent})
	case offset:
		u.special, u.zero = true, offsetZero(a.code)
	case nonlinear:
		u.special = true
	}
	return true
}

// arbitraryCode makes the two spellings of the international unit one.
func arbitraryCode(code string) string {
	if code == "[IU]" {
		return "[iU]"
	}
	return code
}

// offsetZero returns, in kelvins, where the scale of an offset unit begins.
func offsetZero(code string) *big.Rat {
	celsius := big.NewRat(27315, 100)
	if code == "[degF]" {
		return celsius.Sub(celsius, big.NewRat(32*5, 9))
	}
	return celsius
}

func power(r *big.Rat, exponent int) *big.Rat {
	if exponent < 0 {
		r = new(big.Rat).Inv(r)
		exponent = -exponent
	}
	product := r
	for range exponent - 1 {
		product = new(big.Rat).Mul(product, r)
	}
	return product
}

// lookupAtom finds a symbol, and the factor of the prefix that a metric one may have.
func lookupAtom(symbol string) (a *atom, prefix string, ok bool) {
	if a, ok = findAtom(symbol); ok {
		return a, "", true
	}
	for i := range prefixes {
		rest, found := strings.CutPrefix(symbol, prefixes[i].code)
		if !found || rest == "" {
			continue
		}
		if a, ok = findAtom(rest); ok && a.metric {
			return a, prefixes[i].factor, true
		}
	}
	return nil, "", false
}

func findAtom(code string) (*atom, bool) {
	i := sort.Search(len(atoms), func(i int) bool { return atoms[i].code >= code })
	if i == len(atoms) || atoms[i].code != code {
		return nil, false
	}
	return &atoms[i], true
}

// commensurable tells whether values of u convert to v.
func (u unit) commensurable(v unit) bool {
	if u.dimension != v.dimension || len(u.arbitrary) != len(v.arbitrary) {
		return false
	}
	if u.special && u.zero == nil || v.special && v.zero == nil {
		return false
	}
	for i := range u.arbitrary {
		if u.arbitrary[i] != v.arbitrary[i] {
			return false
		}
	}
	return true
}

// convert returns a value of u as a value of v, which is commensurable.
func (u unit) convert(value *big.Rat, v unit) *big.Rat {
	r := new(big.Rat).Mul(value, u.scale)
	if u.zero != nil {
		r.Add(r, u.zero)
	}
	if v.zero != nil {
		r.Sub(r, v.zero)
	}
	return r.Quo(r, v.scale)
}
