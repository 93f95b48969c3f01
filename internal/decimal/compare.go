package decimal

import "cmp"

// Compare returns -1, 0 or 1 as a is less than, equal to or greater than b. Zeros at the end and the sign
// of zero make no difference. It does not allocate.
func Compare(a, b string) int {
	if order, ok := compareSmall(a, b); ok {
		return order
	}
	x, y := Significant(a), Significant(b)
	switch {
	case x.Sign != y.Sign:
		if x.Sign < y.Sign {
			return -1
		}
		return 1
	case x.Sign == 0:
		return 0
	}
	return x.Sign * x.compareMagnitude(y)
}

// compareSmall compares what fits into an integer after the point is moved: nearly all numbers there are.
func compareSmall(a, b string) (order int, ok bool) {
	x, placesX, okX := scanSmall(a)
	y, placesY, okY := scanSmall(b)
	if !okX || !okY || max(len(a)+placesY, len(b)+placesX) > maxSmall {
		return 0, false
	}
	for ; placesX < placesY; placesX++ {
		x *= 10
	}
	for ; placesY < placesX; placesY++ {
		y *= 10
	}
	return cmp.Compare(x, y), true
}

// maxSmall is how many decimal digits always fit into an int64.
const maxSmall = 18

// scanSmall reads a decimal without an exponent as an integer and a number of decimal places.
func scanSmall(s string) (n int64, places int, ok bool) {
	if len(s) > maxSmall {
		return 0, 0, false
	}
	point := len(s)
	for i := range len(s) {
		switch c := s[i]; {
		case IsDigit(c):
			n = n*10 + int64(c-'0')
		case c == '.' && point == len(s):
			point = i + 1
		case i > 0 || c != '-':
			return 0, 0, false
		}
	}
	if s != "" && s[0] == '-' {
		n = -n
	}
	return n, len(s) - point, true
}

// Equivalent is FHIRPath's operator ~ on decimals: whether a and b are equal after both are rounded to the
// precision of the less precise one, where zeros at the end do not count as precision.
func Equivalent(a, b string) bool {
	if Compare(a, b) == 0 {
		return true
	}
	x, y := Significant(a), Significant(b)
	places := min(x.places(), y.places())
	roundedA, ok1 := Round(a, places)
	roundedB, ok2 := Round(b, places)
	return ok1 && ok2 && Compare(roundedA, roundedB) == 0
}

// Significand is a decimal as 0.head tail × 10^magnitude, where the first digit of head is not zero.
type Significand struct {
	head, tail string
	Magnitude  int
	Sign       int // 0 for zero
}

// Significant returns the digits of a decimal that count.
func Significant(text string) Significand {
	parts, _ := Scan(text)
	head, tail := trimZeros(parts.Whole), parts.Fraction
	s := Significand{Magnitude: len(head) + parts.exponent, Sign: 1}
	if head == "" {
		head, tail = trimZeros(tail), ""
		s.Magnitude -= len(parts.Fraction) - len(head)
	}
	if head == "" {
		return Significand{}
	}
	if parts.negative {
		s.Sign = -1
	}
	s.head, s.tail = head, tail
	return s
}

func trimZeros(digits string) string {
	for digits != "" && digits[0] == '0' {
		digits = digits[1:]
	}
	return digits
}

func (s Significand) compareMagnitude(o Significand) int {
	if s.Magnitude != o.Magnitude {
		if s.Magnitude < o.Magnitude {
			return -1
		}
		return 1
	}
	for i := range max(s.Len(), o.Len()) {
		if a, b := s.Digit(i), o.Digit(i); a != b {
			if a < b {
				return -1
			}
			return 1
		}
	}
	return 0
}

// Len is how many digits there are.
func (s Significand) Len() int { return len(s.head) + len(s.tail) }

// Digit returns the digit at i, counted from the most significant one; behind the last they are all zero.
func (s Significand) Digit(i int) byte {
	if i < len(s.head) {
		return s.head[i]
	}
	if i -= len(s.head); i < len(s.tail) {
		return s.tail[i]
	}
	return '0'
}

// places counts the decimal places up to the last digit that is not zero.
func (s Significand) places() int {
	n := s.Len()
	for n > 0 && s.Digit(n-1) == '0' {
		n--
	}
	if n == 0 {
		return 0
	}
	return max(0, n-s.Magnitude)
}
