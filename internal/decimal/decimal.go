// Package decimal computes with decimals as FHIR and FHIRPath write them: as text throughout, so that 1.0 stays 1.0 and no
// digit is lost.
//
// Its functions take texts that Parse accepts and return such texts in plain notation. Other text never makes them panic,
// but their result then means nothing.
package decimal

import "strings"

const (
	// ExactDigits is how many significant digits a result can have. Sums, differences and products are exact up to
	// here, and so is a quotient that ends.
	ExactDigits = 100
	// QuotientDigits is the precision of results that no finite decimal can hold, such as 1/3: rounded half up.
	QuotientDigits = 34
	// MaxText bounds what is parsed for arithmetic, which is quadratic in the number of digits.
	MaxText = 1000
)

// Parse checks that s is a decimal number: digits with an optional sign, fraction and exponent. It returns s
// without a plus sign.
func Parse(s string) (text string, ok bool) {
	if _, ok := Scan(s); !ok {
		return "", false
	}
	return strings.TrimPrefix(s, "+"), true
}

// ParsePlain reads the strings that toDecimal() converts: digits with an optional sign and fraction, but no
// exponent. The result has neither a plus sign nor needless zeros in front.
func ParsePlain(s string) (text string, ok bool) {
	parts, ok := Scan(s)
	if !ok || parts.Written {
		return "", false
	}
	whole := strings.TrimLeft(parts.Whole, "0")
	if len(whole) == len(parts.Whole) {
		return strings.TrimPrefix(s, "+"), true
	}
	if whole == "" {
		whole = "0"
	}
	text = whole
	if parts.Fraction != "" {
		text += "." + parts.Fraction
	}
	if parts.negative {
		text = "-" + text
	}
	return text, true
}

// Precision returns what precision() returns for a decimal: the number of digits after the decimal point, with
// those at the end that are zero. An exponent moves the point.
func Precision(text string) int {
	parts, _ := Scan(text)
	return max(0, len(parts.Fraction)-parts.exponent)
}

// Format returns the text in plain notation: as it is, unless it has an exponent. A number of more than two
// thousand digits keeps its exponent: see Plain.
func Format(text string) string {
	if plain, ok := Plain(text); ok {
		return plain
	}
	return text
}

// Plain returns the text without an exponent; ok is false where that would take more than two thousand digits,
// and for text that is no decimal.
func Plain(text string) (plain string, ok bool) {
	parts, ok := Scan(text)
	if !ok || !parts.Written {
		return text, ok
	}
	var d Number
	if !readDecimal(&d, text, parts) {
		return "", false
	}
	return d.Text(), true
}

// Parts is a decimal cut into its digits.
type Parts struct {
	Whole    string
	Fraction string
	exponent int  // clamped to what is far beyond any use
	negative bool // the sign, also of zero
	Written  bool // an exponent was written, be it 0
}

const exponentClamp = 1 << 30

// Scan cuts a decimal into its parts.
func Scan(s string) (parts Parts, ok bool) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		parts.negative = s[0] == '-'
		s = s[1:]
	}
	n := CountDigits(s)
	if n == 0 {
		return Parts{}, false
	}
	parts.Whole, s = s[:n], s[n:]
	if s != "" && s[0] == '.' {
		if n = CountDigits(s[1:]); n == 0 {
			return Parts{}, false
		}
		parts.Fraction, s = s[1:n+1], s[n+1:]
	}
	if s == "" {
		return parts, true
	}
	parts.Written = true
	parts.exponent, ok = scanExponent(s)
	return parts, ok
}

// scanExponent reads an exponent with its e.
func scanExponent(s string) (exponent int, ok bool) {
	if s[0] != 'e' && s[0] != 'E' {
		return 0, false
	}
	s = s[1:]
	negative := s != "" && s[0] == '-'
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	if s == "" || CountDigits(s) != len(s) {
		return 0, false
	}
	for i := range len(s) {
		exponent = min(exponent*10+int(s[i]-'0'), exponentClamp)
	}
	if negative {
		exponent = -exponent
	}
	return exponent, true
}

// CountDigits returns how many digits a text begins with.
func CountDigits(s string) int {
	n := 0
	for n < len(s) && IsDigit(s[n]) {
		n++
	}
	return n
}

// Set gives d the value of a text. It returns false for text that is no decimal, is too long, or is beyond the
// range of results.
func Set(d *Number, text string) bool {
	parts, ok := Scan(text)
	return ok && readDecimal(d, text, parts) && d.InRange()
}

// readDecimal gives d the value of a text that has been cut into its parts, unless it is too long.
func readDecimal(d *Number, text string, parts Parts) bool {
	if len(text) > MaxText || parts.exponent > MaxText || parts.exponent < -MaxText {
		return false
	}
	d.read(parts)
	return true
}

// IsDigit is true for a decimal digit.
func IsDigit(c byte) bool { return '0' <= c && c <= '9' }
