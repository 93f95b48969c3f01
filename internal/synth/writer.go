package synth

import (
	"strconv"
	"time"
)

// writer appends JSON text to a buffer. It keeps no nesting state: whether a comma is due follows from the last byte.
// The caller pairs open with close and array with closeArray.
type writer struct {
	buf   []byte
	start int
}

func (w *writer) comma() {
	if len(w.buf) == w.start {
		return
	}
	switch w.buf[len(w.buf)-1] {
	case '{', '[', ':':
	default:
		w.buf = append(w.buf, ',')
	}
}

func (w *writer) key(k string) {
	w.comma()
	w.buf = append(w.buf, '"')
	w.buf = append(w.buf, k...)
	w.buf = append(w.buf, '"', ':')
}

// open begins an object that stands by itself or in an array; object begins one under a key.
func (w *writer) open() {
	w.comma()
	w.buf = append(w.buf, '{')
}

func (w *writer) object(k string) {
	w.key(k)
	w.buf = append(w.buf, '{')
}

func (w *writer) close() { w.buf = append(w.buf, '}') }

func (w *writer) array(k string) {
	w.key(k)
	w.buf = append(w.buf, '[')
}

func (w *writer) closeArray() { w.buf = append(w.buf, ']') }

func (w *writer) str(k, v string) {
	w.key(k)
	w.quote(v)
}

// text writes a string as an item of an array.
func (w *writer) text(v string) {
	w.comma()
	w.quote(v)
}

func (w *writer) null() {
	w.comma()
	w.buf = append(w.buf, "null"...)
}

func (w *writer) num(k string, v int) {
	w.key(k)
	w.buf = strconv.AppendInt(w.buf, int64(v), 10)
}

func (w *writer) boolean(k string, v bool) {
	w.key(k)
	w.buf = strconv.AppendBool(w.buf, v)
}

// decimal writes units × 10^-scale with exactly scale digits after the point: 630 of scale 2 is 6.30. In FHIR the
// trailing zero is part of the value.
func (w *writer) decimal(k string, units, scale int) {
	w.key(k)
	w.buf = appendDecimal(w.buf, units, scale)
}

func appendDecimal(dst []byte, units, scale int) []byte {
	if units < 0 {
		dst = append(dst, '-')
		units = -units
	}
	pow := 1
	for range scale {
		pow *= 10
	}
	dst = strconv.AppendInt(dst, int64(units/pow), 10)
	if scale == 0 {
		return dst
	}
	dst = append(dst, '.')
	for frac := units % pow; pow > 1; {
		pow /= 10
		dst = append(dst, byte('0'+frac/pow))
		frac %= pow
	}
	return dst
}

// Layouts of FHIR's date and time types, from the coarsest.
const (
	layoutYear    = "2006"
	layoutMonth   = "2006-01"
	layoutDate    = time.DateOnly
	layoutSeconds = "2006-01-02T15:04:05-07:00"
	layoutInstant = "2006-01-02T15:04:05.000-07:00"
)

func (w *writer) time(k string, t time.Time, layout string) {
	w.key(k)
	w.buf = append(w.buf, '"')
	w.buf = t.AppendFormat(w.buf, layout)
	w.buf = append(w.buf, '"')
}

func (w *writer) period(k string, start, end time.Time) {
	w.object(k)
	w.time("start", start, layoutSeconds)
	w.time("end", end, layoutSeconds)
	w.close()
}

// quote writes a JSON string. The texts of this package hold no control characters but tab and line end.
func (w *writer) quote(v string) {
	w.buf = append(w.buf, '"')
	for i := range len(v) {
		switch c := v[i]; c {
		case '"', '\\':
			w.buf = append(w.buf, '\\', c)
		case '\n':
			w.buf = append(w.buf, '\\', 'n')
		case '\t':
			w.buf = append(w.buf, '\\', 't')
		default:
			w.buf = append(w.buf, c)
		}
	}
	w.buf = append(w.buf, '"')
}

// code is a concept of a code system.
type code struct{ system, code, display string }

func (w *writer) codingMembers(c code) {
	w.str("system", c.system)
	w.str("code", c.code)
	if c.display != "" {
		w.str("display", c.display)
	}
}

// coding writes a Coding under a key.
func (w *writer) coding(k string, c code) {
	w.object(k)
	w.codingMembers(c)
	w.close()
}

// codings writes the coding member of a CodeableConcept, with one coding.
func (w *writer) codings(c code) {
	w.array("coding")
	w.open()
	w.codingMembers(c)
	w.close()
	w.closeArray()
}

// concept writes a CodeableConcept under a key, with its text where the code has a display.
func (w *writer) concept(k string, c code) {
	w.object(k)
	w.codings(c)
	if c.display != "" {
		w.str("text", c.display)
	}
	w.close()
}

// concepts writes a list of one CodeableConcept without text under a key.
func (w *writer) concepts(k string, c code) {
	w.array(k)
	w.open()
	w.codings(c)
	w.close()
	w.closeArray()
}

// link writes a Reference whose text is given.
func (w *writer) link(k, reference, display string) {
	w.object(k)
	if reference != "" {
		w.str("reference", reference)
	}
	if display != "" {
		w.str("display", display)
	}
	w.close()
}

// ref writes a Reference to resource i of a type that this package makes.
func (g *Generator) ref(k, typ string, i int) {
	g.object(k)
	g.refMember(typ, i)
	g.close()
}

func (g *Generator) refMember(typ string, i int) {
	g.key("reference")
	g.buf = append(g.buf, '"')
	if g.transaction {
		g.buf = append(g.buf, "urn:uuid:"...)
	} else {
		g.buf = append(append(g.buf, typ...), '/')
	}
	g.buf = append(g.appendID(g.buf, g.kinds[typ], i), '"')
}

func (w *writer) quantity(k string, units, scale int, unit, ucum string) {
	w.object(k)
	w.decimal("value", units, scale)
	w.str("unit", unit)
	w.str("system", systemUCUM)
	w.str("code", ucum)
	w.close()
}

func (w *writer) money(k string, cents int) {
	w.object(k)
	w.decimal("value", cents, 2)
	w.str("currency", "USD")
	w.close()
}
