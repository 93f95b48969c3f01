package value

import "strings"

// Decimals are text throughout: as FHIR and FHIRPath write them, so that 1.0 stays 1.0 and no digit is lost. The
// functions here and in the other files of this section take texts that ParseDecimal accepts and return such texts
// in plain notation. Other text never makes them panic, but their result then means nothing.

const (
	// exactDigits is how many significant digits a result can have. Sums, differences and products are exact up to
	// here, and so is a quotient that ends.
	exactDigits = 100
	// quotientDigits is the precision of results that no finite decimal can hold, such as 1/3: rounded half up.
	quotientDigits = 34
	// maxDecimalText bounds what is parsed for arithmetic, which is quadratic in the number of digits.
	maxDecimalText = 1000
)

// ParseDecimal checks that s is a decimal number: digits with an optional sign, fraction and exponent. It returns s
// without a plus sign.
func ParseDecimal(s string) (text string, ok bool) {
	if _, ok := scanDecimal(s); !ok {
		return "", false
	}
	return strings.TrimPrefix(s, "+"), true
}

// ParsePlainDecimal reads the strings that toDecimal() converts: digits with an optional sign and fraction, but no
// exponent. The result has neither a plus sign nor needless zeros in front.
func ParsePlainDecimal(s string) (text string, ok bool) {
	parts, ok := scanDecimal(s)
	if !ok || parts.written {
		return "", false
	}
	whole := strings.TrimLeft(parts.whole, "0")
	if len(whole) == len(parts.whole) {
		return strings.TrimPrefix(s, "+"), true
	}
	if whole == "" {
		whole = "0"
	}
	text = whole
	if parts.fraction != "" {
		text += "." + parts.fraction
	}
	if parts.negative {
		text = "-" + text
	}
	return text, true
}

// DecimalPrecision returns what precision() returns for a decimal: the number of digits after the decimal point, with
// those at the end that are zero. An exponent moves the point.
func DecimalPrecision(text string) int {
	parts, _ := scanDecimal(text)
	return max(0, len(parts.fraction)-parts.exponent)
}

// FormatDecimal returns the text in plain notation: as it is, unless it has an exponent. A number of more than two
// thousand digits keeps its exponent: see PlainDecimal.
func FormatDecimal(text string) string {
	if plain, ok := PlainDecimal(text); ok {
		return plain
	}
	return text
}

// PlainDecimal returns the text without an exponent; ok is false where that would take more than two thousand digits,
// and for text that is no decimal.
func PlainDecimal(text string) (plain string, ok bool) {
	parts, ok := scanDecimal(text)
	if !ok || !parts.written {
		return text, ok
	}
	var d number
	if !readDecimal(&d, text, parts) {
		return "", false
	}
	return d.text(), true
}

// decimalParts is a decimal cut into its digits.
type decimalParts struct {
	whole    string
	fraction string
	exponent int  // clamped to what is far beyond any use
	negative bool // the sign, also of zero
	written  bool // an exponent was written, be it 0
}

const exponentClamp = 1 << 30

func scanDecimal(s string) (parts decimalParts, ok bool) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		parts.negative = s[0] == '-'
		s = s[1:]
	}
	n := countDigits(s)
	if n == 0 {
		return decimalParts{}, false
	}
	parts.whole, s = s[:n], s[n:]
	if s != "" && s[0] == '.' {
		if n = countDigits(s[1:]); n == 0 {
			return decimalParts{}, false
		}
		parts.fraction, s = s[1:n+1], s[n+1:]
	}
	if s == "" {
		return parts, true
	}
	parts.written = true
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
	if s == "" || countDigits(s) != len(s) {
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

func countDigits(s string) int {
	n := 0
	for n < len(s) && isDecimalDigit(s[n]) {
		n++
	}
	return n
}

// setDecimal gives d the value of a text. It returns false for text that is no decimal, is too long, or is beyond the
// range of results.
func setDecimal(d *number, text string) bool {
	parts, ok := scanDecimal(text)
	return ok && readDecimal(d, text, parts) && d.inRange()
}

// readDecimal gives d the value of a text that has been cut into its parts, unless it is too long.
func readDecimal(d *number, text string, parts decimalParts) bool {
	if len(text) > maxDecimalText || parts.exponent > maxDecimalText || parts.exponent < -maxDecimalText {
		return false
	}
	d.read(parts)
	return true
}
