package funcs

import (
	"fmt"
	"strings"
	"time"

	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
	"github.com/fhirview/fhirview/internal/system"
)

// formatted gives a conversion to Date or DateTime its format, which strings are read by.
//
// Specification: FHIRPath, "Date/DateTime String Format Codes".
func formatted(d Def, kind value.Kind, result func(c *plan.Context, v value.Value, ok bool) value.Collection) Def {
	plain := d.Eval
	d.Eval = func(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
		if len(args) == 0 {
			return plain(c, in, nil)
		}
		format, some, err := stringArg(c, args[0])
		if err != nil {
			return nil, err
		}
		v, ok, err := plan.SingleSystem(in)
		switch {
		case err != nil:
			return nil, err
		case !ok || v.Kind() != value.KindString:
			return plain(c, in, nil)
		case !some:
			return nil, nil
		}
		if err := c.SpendText(len(format) + len(v.Text())); err != nil {
			return nil, err
		}
		v, ok, err = readFormatted(v.Text(), format, kind)
		return result(c, v, ok), err
	}
	return d
}

func pickDate(c *plan.Context, v value.Value, ok bool) value.Collection {
	if !ok {
		return nil
	}
	return c.One(v)
}

func isDate(_ *plan.Context, _ value.Value, ok bool) value.Collection { return plan.Boolean(ok) }

// readFormatted reads a date or time that is written in a format; ok is false where the text does not have it, and an
// error means that the format is none.
func readFormatted(text, format string, kind value.Kind) (v value.Value, ok bool, err error) {
	var p parts
	for format != "" {
		n := 1
		for n < len(format) && format[n] == format[0] {
			n++
		}
		code := format[:n]
		switch read, isCode := p.reader(code); {
		case !isCode && strings.IndexByte(formatLetters, code[0]) >= 0:
			return v, false, plan.Failf("%q is no format code of dates that is supported", code)
		case !isCode:
			rest, found := strings.CutPrefix(text, code)
			if !found {
				return v, false, nil
			}
			text = rest
		default:
			size := read(text)
			if size <= 0 {
				return v, false, nil
			}
			text = text[size:]
		}
		format = format[n:]
	}
	if text != "" {
		return v, false, nil
	}
	v, ok = p.value(kind)
	return v, ok, nil
}

// formatLetters are the letters that format codes are made of.
const formatLetters = "yMdhHmsSaZz"

// parts are what has been read of a date or time.
type parts struct {
	year, month, day, hour, minute, second, fraction, zone string
	half                                                   byte // a or p, 0 where it is not known
}

// reader returns what reads a format code: it takes the text and returns how much of it belongs to the code, or 0.
func (p *parts) reader(code string) (read func(string) int, ok bool) {
	switch code {
	case "yyyy":
		return digitsInto(&p.year, 4, 4), true
	case "yy":
		return p.shortYear, true
	case "MMM", "MMMM":
		return p.monthName(len(code) == 4), true
	case "a":
		return p.halfDay, true
	case "Z":
		return p.offset, true
	}
	if field := p.field(code[0]); field != nil && len(code) <= 2 {
		return digitsInto(field, len(code), 2), true
	}
	if code[0] == 'S' {
		return digitsInto(&p.fraction, len(code), len(code)), true
	}
	return nil, false
}

func (p *parts) field(letter byte) *string {
	switch letter {
	case 'M':
		return &p.month
	case 'd':
		return &p.day
	case 'h', 'H':
		return &p.hour
	case 'm':
		return &p.minute
	case 's':
		return &p.second
	}
	return nil
}

// digitsInto reads between least and most digits.
func digitsInto(field *string, least, most int) func(string) int {
	return func(text string) int {
		n := 0
		for n < len(text) && n < most && '0' <= text[n] && text[n] <= '9' {
			n++
		}
		if n < least {
			return 0
		}
		*field = text[:n]
		return n
	}
}

// shortYear reads two digits: those below 50 are years of this century, all others of the last.
func (p *parts) shortYear(text string) int {
	n := digitsInto(&p.year, 2, 2)(text)
	switch {
	case n > 0 && p.year < "50":
		p.year = "20" + p.year
	case n > 0:
		p.year = "19" + p.year
	}
	return n
}

// monthName reads the English name of a month, in full or by its first three letters.
func (p *parts) monthName(full bool) func(string) int {
	return func(text string) int {
		for m := time.January; m <= time.December; m++ {
			name := m.String()
			if !full {
				name = name[:3]
			}
			if len(text) >= len(name) && strings.EqualFold(text[:len(name)], name) {
				p.month = fmt.Sprintf("%02d", int(m))
				return len(name)
			}
		}
		return 0
	}
}

// halfDay reads A, P, AM or PM, in either case.
func (p *parts) halfDay(text string) int {
	if text == "" {
		return 0
	}
	p.half = text[0] | 0x20
	switch {
	case p.half != 'a' && p.half != 'p':
		return 0
	case len(text) > 1 && text[1]|0x20 == 'm':
		return 2
	}
	return 1
}

// offset reads Z, or a sign, hours and minutes, with or without a colon.
func (p *parts) offset(text string) int {
	if strings.HasPrefix(text, "Z") {
		p.zone = "Z"
		return 1
	}
	if text == "" || text[0] != '+' && text[0] != '-' {
		return 0
	}
	var hours, minutes string
	size := 1
	if digitsInto(&hours, 2, 2)(text[size:]) == 0 {
		return 0
	}
	size += 2
	if size < len(text) && text[size] == ':' {
		size++
	}
	if digitsInto(&minutes, 2, 2)(text[size:]) == 0 {
		return 0
	}
	p.zone = text[:1] + hours + ":" + minutes
	return size + 2
}

// value puts the parts together; ok is false where one is missing between others, or out of range.
func (p *parts) value(kind value.Kind) (v value.Value, ok bool) {
	if !p.twelveHours() {
		return v, false
	}
	if p.year == "" {
		return v, false
	}
	text, complete := append(make([]byte, 0, 40), p.year...), true
	for _, part := range [...]struct {
		before byte
		digits string
	}{
		{'-', pad(p.month)}, {'-', pad(p.day)}, {'T', pad(p.hour)}, {':', pad(p.minute)}, {':', pad(p.second)}, {'.', p.fraction},
	} {
		if part.digits == "" {
			complete = false
			continue
		}
		if !complete {
			return v, false
		}
		text = append(append(text, part.before), part.digits...)
	}
	if p.hour != "" {
		text = append(text, p.zone...)
	}
	return temporary(kind, string(text))
}

// temporary returns the Date or DateTime of a text; ok is false where it is none.
func temporary(kind value.Kind, text string) (v value.Value, ok bool) {
	_, ok = system.ParseDateTime(text)
	if kind == value.KindDate {
		text, _, _ = strings.Cut(text, "T")
	}
	return value.At(kind, text), ok
}

func pad(digits string) string {
	if len(digits) == 1 {
		return "0" + digits
	}
	return digits
}

// twelveHours makes an hour of the day of one with AM or PM; false where it is none.
func (p *parts) twelveHours() bool {
	if p.half == 0 || p.hour == "" {
		return true
	}
	hour := 0
	for _, c := range []byte(p.hour) {
		hour = 10*hour + int(c-'0')
	}
	if hour < 1 || hour > 12 {
		return false
	}
	hour %= 12
	if p.half == 'p' {
		hour += 12
	}
	p.hour = fmt.Sprintf("%02d", hour)
	return true
}
