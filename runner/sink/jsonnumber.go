package sink

import "strings"

// appendJSONNumber appends a decimal as a JSON number. Text that JSON takes for a number is appended as it is; text
// that differs from one in a plus sign, in leading zeros or in a point without digits on one side is put right; other
// text, NaN for one, is appended as a string, so that the result is JSON in any case.
func appendJSONNumber(dst []byte, s string) []byte {
	n, ok := splitNumber(s)
	if !ok {
		return appendJSONString(dst, s)
	}
	if n.negative {
		dst = append(dst, '-')
	}
	whole := strings.TrimLeft(n.whole, "0")
	if whole == "" {
		whole = "0"
	}
	dst = append(dst, whole...)
	if n.fraction != "" {
		dst = append(dst, '.')
		dst = append(dst, n.fraction...)
	}
	return append(dst, n.exponent...)
}

// isPlainNumber reports whether s is a number in JSON without an exponent, as nearly all decimals are.
func isPlainNumber(s string) bool {
	if s != "" && s[0] == '-' {
		s = s[1:]
	}
	if s == "" || s[0] == '0' && len(s) > 1 && s[1] != '.' {
		return false
	}
	point := false
	for i := range len(s) {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
		case c == '.' && !point && i > 0 && i < len(s)-1:
			point = true
		default:
			return false
		}
	}
	return true
}

// number is the parts of a decimal's text.
type number struct {
	negative bool
	whole    string // digits, perhaps none
	fraction string // digits, perhaps none
	exponent string // with its letter and sign, or ""
}

// splitNumber takes a number apart. It is false for text that has no digits before the exponent or does not end after
// a number.
func splitNumber(s string) (number, bool) {
	var n number
	if s != "" && (s[0] == '-' || s[0] == '+') {
		n.negative = s[0] == '-'
		s = s[1:]
	}
	n.whole, s = cutDigits(s)
	if s != "" && s[0] == '.' {
		n.fraction, s = cutDigits(s[1:])
	}
	n.exponent = s
	return n, (n.whole != "" || n.fraction != "") && isExponent(s)
}

func cutDigits(s string) (digits, rest string) {
	i := 0
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	return s[:i], s[i:]
}

// isExponent reports whether s is empty, or an exponent as JSON has it.
func isExponent(s string) bool {
	if s == "" {
		return true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return false
	}
	s = s[1:]
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	digits, rest := cutDigits(s)
	return digits != "" && rest == ""
}
