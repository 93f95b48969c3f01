package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decimal"
)

// printer prints items of a collection, a line each.
type printer struct {
	model *model.Model
	json  bool
}

func (p *printer) print(w io.Writer, items value.Collection) error {
	for _, v := range items {
		if err := p.item(w, v); err != nil {
			return err
		}
	}
	return nil
}

func (p *printer) item(w io.Writer, v value.Value) error {
	if !p.json {
		_, err := fmt.Fprintf(w, "%s\t(%s)\n", text(v), p.typeOf(v))
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(struct {
		Type  string `json:"type"`
		Value any    `json:"value"`
	}{p.typeOf(v), jsonValue(v)})
}

// typeOf names FHIR types as FHIR does, and System types with their namespace.
func (p *printer) typeOf(v value.Value) string {
	t := v.Type()
	name := p.model.TypeName(t)
	switch {
	case name == "":
		return "unknown"
	case p.model.Kind(t) == model.KindSystem:
		return "System." + name
	}
	return name
}

// text returns a value in one line that is safe to show.
func text(v value.Value) string {
	sys, ok, err := v.System()
	if !ok || err != nil {
		return printable(string(element(v)))
	}
	s, ok := sys.Number() // a number as it was sent
	if !ok {
		s, _ = sys.ToString()
	}
	return printable(s)
}

// printable returns text as it is, or quoted where it could be taken for more than a line or could control a terminal.
func printable(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(s)
	}
	return s
}

// element returns the JSON text of an element, without space between its parts; null where it has no value.
func element(v value.Value) json.RawMessage {
	r, n := v.Element()
	var b bytes.Buffer
	if raw := r.JSON(n); raw == nil || json.Compact(&b, raw) != nil {
		return json.RawMessage("null")
	}
	return b.Bytes()
}

// jsonValue returns what a value is in JSON: numbers keep their digits, dates are text.
func jsonValue(v value.Value) any {
	sys, ok, err := v.System()
	if !ok || err != nil {
		return element(v)
	}
	switch sys.Kind() {
	case value.KindBoolean:
		return sys.IsTrue()
	case value.KindQuantity:
		q, _ := sys.AsQuantity()
		return struct {
			Value any    `json:"value"`
			Unit  string `json:"unit"`
		}{number(q.Value), q.Unit}
	case value.KindInteger, value.KindLong, value.KindDecimal:
		s, _ := sys.Number()
		return number(s)
	}
	s, _ := sys.ToString()
	return s
}

// number returns decimal text as a JSON number, or as a string where JSON has no such number.
func number(text string) any {
	if text = decimal.Format(text); json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return text
}
