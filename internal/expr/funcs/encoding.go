package funcs

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// moreText defines a function of the section "Additional String Functions", which all yield a String.
func moreText(name string, f textFunc, params ...Param) Def {
	d := trialUse(text(name, model.SystemString, f, params...))
	d.Section = "Additional String Functions"
	return d
}

func trialUse(d Def) Def {
	d.Status = TrialUse
	return d
}

// growth is how much longer the longest encoding makes a text: &quot; for a quote, \u0000 for a control character.
const growth = 6

func encode(c *plan.Context, s string, args []string) (value.Value, error) {
	if err := c.SpendText(growth * len(s)); err != nil {
		return value.Value{}, err
	}
	switch args[0] {
	case "hex":
		return value.Str(hex.EncodeToString([]byte(s))), nil
	case "base64":
		return value.Str(base64.StdEncoding.EncodeToString([]byte(s))), nil
	case "urlbase64":
		return value.Str(base64.URLEncoding.EncodeToString([]byte(s))), nil
	case "ascii":
		return value.Str(strings.Map(toASCII, s)), nil
	}
	return value.Value{}, plan.Failf("the formats of encode() are hex, base64, urlbase64 and ascii")
}

func toASCII(r rune) rune {
	if r > 127 {
		return '?'
	}
	return r
}

// decode is empty for text that is not in the format, as for bytes that are no UTF-8.
func decode(c *plan.Context, s string, args []string) (v value.Value, err error) {
	if err := c.SpendText(len(s)); err != nil {
		return v, err
	}
	read, ok := decoders[args[0]]
	if !ok {
		return v, plan.Failf("the formats of decode() are hex, base64 and urlbase64")
	}
	if b, failure := read(s); failure == nil && utf8.Valid(b) {
		v = value.Str(string(b))
	}
	return v, nil
}

var decoders = map[string]func(string) ([]byte, error){
	"hex":       hex.DecodeString,
	"base64":    base64.StdEncoding.DecodeString,
	"urlbase64": base64.URLEncoding.DecodeString,
}

var toHTML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

func escape(c *plan.Context, s string, args []string) (value.Value, error) {
	if err := c.SpendText(growth * len(s)); err != nil {
		return value.Value{}, err
	}
	switch args[0] {
	case "html":
		return value.Str(toHTML.Replace(s)), nil
	case "json":
		return value.Str(string(plan.AppendEscaped(nil, s))), nil
	}
	return value.Value{}, errTarget
}

var errTarget = plan.Failf("the targets of escape() and unescape() are html and json")

// unescape is empty for text with escapes that JSON does not have.
func unescape(c *plan.Context, s string, args []string) (v value.Value, err error) {
	if err := c.SpendText(len(s)); err != nil {
		return v, err
	}
	switch args[0] {
	case "html":
		return value.Str(html.UnescapeString(s)), nil
	case "json":
		if text, ok := unescapeJSON(s); ok {
			return value.Str(text), nil
		}
		return v, nil
	}
	return v, errTarget
}

// unescapeJSON resolves the escapes of JSON. Quotes need none.
func unescapeJSON(s string) (string, bool) {
	var b strings.Builder
	for {
		plain, rest, found := strings.Cut(s, `\`)
		b.WriteString(plain)
		if !found {
			return b.String(), true
		}
		r, n := escapedRune(rest)
		if n == 0 {
			return "", false
		}
		b.WriteRune(r)
		s = rest[n:]
	}
}

var jsonEscapes = map[byte]rune{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// escapedRune returns the character that an escape stands for and its length without the backslash, or 0.
func escapedRune(s string) (r rune, n int) {
	if s == "" {
		return 0, 0
	}
	if r, ok := jsonEscapes[s[0]]; ok {
		return r, 1
	}
	r, ok := codeUnit(s)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 5
	}
	if len(s) > 5 && s[5] == '\\' {
		low, _ := codeUnit(s[6:])
		if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
			return r, 11
		}
	}
	return 0, 0
}

// codeUnit reads a u and four hexadecimal digits.
func codeUnit(s string) (rune, bool) {
	if len(s) < 5 || s[0] != 'u' {
		return 0, false
	}
	u, err := strconv.ParseUint(s[1:5], 16, 16)
	return rune(u), err == nil
}

// trim takes away what FHIRPath calls white space.
func trim(s string) string { return strings.Trim(s, " \t\r\n") }

// split cuts a string at every separator; where that is the empty string, between all characters.
func split(c *plan.Context, in value.Collection, args []plan.Node) (value.Collection, error) {
	s, ok, err := plan.Text(in)
	if err != nil {
		return nil, err
	}
	separator, some, err := stringArg(c, args[0])
	if err != nil || !ok || !some {
		return nil, err
	}
	if separator == "" && s != "" {
		return toChars(c, in, nil)
	}
	c.Spend(len(s)/8 + costOfItem*(1+strings.Count(s, separator)))
	if err := c.Err(); err != nil {
		return nil, err
	}
	mark := c.Mark()
	for separator != "" {
		part, rest, found := strings.Cut(s, separator)
		if !found {
			break
		}
		c.Push(value.Str(part))
		s = rest
	}
	c.Push(value.Str(s))
	return c.Since(mark), nil
}
