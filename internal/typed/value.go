package typed

import (
	"encoding/base64"
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/internal/decimal"
	"github.com/fhirview/fhirview/internal/system"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Int128 is an integer in two's complement.
type Int128 struct {
	Hi int64
	Lo uint64
}

// Check returns an error where the type cannot hold a cell, or an item of a list, that is not null.
func (t Type) Check(c *row.Cell) (err error) {
	switch t.Kind {
	case Text, JSON:
	case Decimal:
		_, err = t.Decimal(c)
	case Binary:
		_, err = t.appendBinary(nil, c, false)
	default:
		_, err = t.Int(c)
	}
	return err
}

// Int returns the value of a cell that is a Boolean, Int32, Int64, Date, Timestamp or Time.
func (t Type) Int(c *row.Cell) (int64, error) {
	switch t.Kind {
	case Boolean:
		if c.Kind != row.KindBoolean {
			return 0, t.fail("is not a boolean")
		}
		return c.Int, nil
	case Int32, Int64:
		return t.integer(c)
	}
	if c.Kind != row.KindString {
		return 0, t.fail("is neither a date nor a time")
	}
	switch t.Kind {
	case Date:
		return t.date(c.Text)
	case Timestamp:
		return t.timestamp(c.Text)
	default:
		return t.timeOfDay(c.Text)
	}
}

func (t Type) integer(c *row.Cell) (int64, error) {
	n := c.Int
	if c.Kind != row.KindInteger {
		wide, err := (Type{Kind: Decimal, Precision: MaxPrecision}).Decimal(c)
		if err != nil || wide.Hi != int64(wide.Lo)>>63 {
			return 0, t.fail("is not an integer that small")
		}
		n = int64(wide.Lo)
	}
	if shift := 64 - t.Bits; n<<shift>>shift != n {
		return 0, t.fail("is not an integer that small")
	}
	return n, nil
}

func (t Type) date(text string) (int64, error) {
	date, ok := system.ParseDate(text)
	switch {
	case ok && date.Precision() == system.PrecisionDay:
		return date.EpochDay(), nil
	case ok:
		return 0, t.fail("is a partial date")
	}
	if _, ok = system.ParseDateTime(text); ok {
		return 0, t.fail("has a time of day")
	}
	return 0, t.fail("is no date")
}

func (t Type) timestamp(text string) (int64, error) {
	at, ok := system.ParseDateTime(text)
	_, zoned := at.Offset()
	switch {
	case !ok:
		return 0, t.fail("is no dateTime")
	case at.Precision() < system.PrecisionSecond:
		return 0, t.fail("is a partial date")
	case !zoned:
		return 0, t.fail("has no offset from UTC")
	}
	if why := inexact(at, text); why != "" {
		return 0, t.fail(why)
	}
	micros := at.EpochMicros()
	if micros < leastMicros || micros > greatestMicros {
		return 0, t.fail("is in no year from 1 to 9999")
	}
	return micros, nil
}

func (t Type) timeOfDay(text string) (int64, error) {
	at, ok := system.ParseTime(text)
	switch {
	case !ok:
		return 0, t.fail("is no time")
	case at.Precision() < system.PrecisionSecond:
		return 0, t.fail("is a partial time")
	}
	if why := inexact(at, text); why != "" {
		return 0, t.fail(why)
	}
	return at.EpochMicros(), nil
}

// The first and the last microsecond of the years that FHIR has, and readers too.
const (
	leastMicros    = -62_135_596_800_000_000
	greatestMicros = 253_402_300_799_999_999
)

// inexact says why microseconds cannot hold a time, or "".
func inexact(at system.Temporal, text string) string {
	if second, _ := at.Component(system.PrecisionSecond); second == 60 {
		return "is a leap second"
	}
	if at.Precision() == system.PrecisionMillisecond && finer(text) {
		return "has digits finer than a microsecond"
	}
	return ""
}

// finer is true for the text of a time with a digit after the sixth of its fraction that is not zero.
func finer(text string) bool {
	_, fraction, _ := strings.Cut(text, ".")
	digits := decimal.CountDigits(fraction)
	return digits > 6 && strings.TrimRight(fraction[6:digits], "0") != ""
}

// Decimal returns the value of a cell that is a Decimal, times ten to the power of Scale.
func (t Type) Decimal(c *row.Cell) (Int128, error) {
	var buf [20]byte
	text := c.Text
	switch c.Kind {
	case row.KindInteger:
		text = string(strconv.AppendInt(buf[:0], c.Int, 10))
	case row.KindDecimal, row.KindString:
	default:
		return Int128{}, t.fail("is not a number")
	}
	if _, ok := decimal.Scan(text); !ok {
		return Int128{}, t.fail("is not a number")
	}
	s := decimal.Significant(text)
	if s.Sign == 0 {
		return Int128{}, nil
	}
	digits := s.Magnitude + t.Scale // that the unscaled integer has
	for i := max(digits, 0); i < s.Len(); i++ {
		if s.Digit(i) != '0' {
			return Int128{}, t.fail("has more digits after the point")
		}
	}
	if digits > t.Precision {
		return Int128{}, t.fail("has more digits before the point")
	}
	return unscaled(s, digits), nil
}

// unscaled returns the integer that the first digits are, of which there are 38 at most.
func unscaled(s decimal.Significand, digits int) Int128 {
	var hi, lo uint64
	for i := range digits {
		var over uint64
		_, hi = bits.Mul64(hi, 10)
		over, lo = bits.Mul64(lo, 10)
		hi += over
		lo, over = bits.Add64(lo, uint64(s.Digit(i)-'0'), 0)
		hi += over
	}
	if s.Sign < 0 {
		var borrow uint64
		lo, borrow = bits.Sub64(0, lo, 0)
		hi, _ = bits.Sub64(0, hi, borrow)
	}
	return Int128{int64(hi), lo}
}

// AppendText appends what a cell of any kind but a list is as text. JSON is as it was read, with its whitespace.
func (t Type) AppendText(dst []byte, c *row.Cell) []byte {
	switch c.Kind {
	case row.KindInteger:
		return strconv.AppendInt(dst, c.Int, 10)
	case row.KindBoolean:
		return strconv.AppendBool(dst, c.Bool())
	case row.KindString, row.KindDecimal, row.KindJSON:
		return append(dst, c.Text...)
	}
	return dst
}

// AppendBinary appends the bytes of a cell that is Binary. Whitespace in base64 means nothing.
func (t Type) AppendBinary(dst []byte, c *row.Cell) ([]byte, error) {
	return t.appendBinary(dst, c, true)
}

var strict = base64.StdEncoding.Strict()

// appendBinary decodes in pieces that need no memory of their own; it appends nothing where keep is false.
func (t Type) appendBinary(dst []byte, c *row.Cell, keep bool) ([]byte, error) {
	const piece = 1024
	var from [piece]byte
	var to [piece / 4 * 3]byte
	before, text := len(dst), c.Text
	if c.Kind != row.KindString {
		return dst, t.fail("is not base64")
	}
	for ended := false; text != ""; {
		n := 0
		for text != "" && n < piece {
			if b := text[0]; b != ' ' && b != '\t' && b != '\n' && b != '\r' {
				from[n] = b
				n++
			}
			text = text[1:]
		}
		m, err := strict.Decode(to[:], from[:n])
		if err != nil || ended && n > 0 {
			return dst[:before], t.fail("is not base64")
		}
		ended = ended || m < n/4*3 // padding, which ends it
		if keep {
			dst = append(dst, to[:m]...)
		}
	}
	return dst, nil
}

// fail says why the type cannot hold a value, without the value.
func (t Type) fail(why string) error { return fmt.Errorf("the value %s, which %s cannot hold", why, t) }
