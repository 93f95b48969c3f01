package resource_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection/projectiontest"
)

// faultCase is a bad resource; the projection reads birthDate, gender, name.given and name.text, and not the rest. A
// fault that is only in what is skipped is an error in strict mode alone.
type faultCase struct {
	name   string
	data   string
	offset int
	msg    string
	lax    bool // not found by a decoder that is not strict
}

const (
	early     = "the JSON text ends early"
	comma     = "want a comma or a closing bracket"
	notClosed = "string is not closed"
	brackets  = "brackets do not match"
	badUTF8   = "string is not valid UTF-8"
	badEscape = "bad escape in a string"
	badNumber = "bad number"
	badValue  = "want a value"
	badKey    = "want a key in double quotes"
	noString  = "the resourceType is no string"
	control   = "control character in a string"
	twice     = "duplicate key"
	colon     = "want a colon after the key"
	trailing  = "there is more after the end of the resource"
	deep      = "nested too deeply"
	nested    = "array inside an array"
	notObject = "a resource has to be a JSON object"
	companion = "want an object of id and extensions, an array of such, or null"
	invalid   = "not valid JSON here"
	primitive = "an object has a companion under an underscore key, which only primitives have"
)

var faultCases = []faultCase{
	{name: "nothing", data: ``, offset: 0, msg: early},
	{name: "white space", data: " \n", offset: 2, msg: early},
	{name: "an array", data: ` [{}]`, offset: 1, msg: notObject},
	{name: "a string", data: `"x"`, offset: 0, msg: notObject},
	{name: "a byte order mark", data: "\ufeff{}", offset: 0, msg: notObject},
	{name: "two resources", data: `{} {}`, offset: 3, msg: trailing},
	{name: "a closing bracket too many", data: "{}\n}", offset: 3, msg: trailing},
	{name: "a zero byte at the end", data: "{}\x00", offset: 2, msg: trailing},

	{name: "no key", data: `{1:2}`, offset: 1, msg: badKey},
	{name: "a comma before the end", data: `{"a":1,}`, offset: 7, msg: badKey},
	{name: "a comma at the start", data: `{,"a":1}`, offset: 1, msg: badKey},
	{name: "key without colon", data: `{"birthDate" "x"}`, offset: 13, msg: colon},
	{name: "skipped key without colon", data: `{"x","y":1}`, offset: 4, msg: colon},
	{name: "key without value", data: `{"birthDate":}`, offset: 13, msg: badValue},
	{name: "skipped key without value", data: `{"x":}`, offset: 5, msg: badValue},
	{name: "no comma", data: `{"birthDate":"x" "gender":"y"}`, offset: 17, msg: comma},
	{name: "no comma after a skipped value", data: `{"x":"x" "gender":"y"}`, offset: 9, msg: comma},
	{name: "no comma after a skipped number", data: `{"x":1"gender":"y"}`, offset: 6, msg: comma},
	{name: "a colon for a comma", data: `{"birthDate":"x":1}`, offset: 16, msg: comma},

	{name: "bad UTF-8 in a key", data: "{\"bi\xffrth\":1}", offset: 4, msg: badUTF8},
	{name: "control character in a key", data: "{\"a\tb\":1}", offset: 3, msg: control},
	{name: "bad escape in a key", data: `{"ab\x":1}`, offset: 4, msg: badEscape},
	{name: "key not closed", data: `{"gender:1}`, offset: 1, msg: notClosed},
	{name: "bad UTF-8", data: "{\"gender\":\"é\xc3(\"}", offset: 13, msg: badUTF8},
	{name: "overlong UTF-8", data: "{\"gender\":\"\xc0\x80\"}", offset: 11, msg: badUTF8},
	{name: "a surrogate in UTF-8", data: "{\"gender\":\"\xed\xa0\x80\"}", offset: 11, msg: badUTF8},
	{name: "control character", data: "{\"gender\":\"12345678\n\"}", offset: 19, msg: control},
	{name: "unknown escape", data: `{"gender":"ab\ycd"}`, offset: 13, msg: badEscape},
	{name: "short unicode escape", data: `{"gender":"\u00e"}`, offset: 11, msg: badEscape},
	{name: "unicode escape with other characters", data: `{"gender":"\u00g0"}`, offset: 11, msg: badEscape},
	{name: "high surrogate alone", data: `{"gender":"x\ud83d"}`, offset: 12, msg: badEscape},
	{name: "low surrogate alone", data: `{"gender":"\ude00\ud83d"}`, offset: 11, msg: badEscape},
	{name: "two high surrogates", data: `{"gender":"\ud83d\ud83d"}`, offset: 11, msg: badEscape},
	{name: "string not closed", data: `{"gender":"x}`, offset: 10, msg: notClosed},
	{name: "string that ends in a backslash", data: `{"gender":"x\"}`, offset: 10, msg: notClosed},
	{name: "bad UTF-8 below", data: "{\"name\":[{\"given\":[\"a\",\"\xff\"]}]}", offset: 24, msg: badUTF8},
	{name: "bad escape in a companion's key", data: `{"_gender":{"\q":1}}`, offset: 13, msg: invalid, lax: true},

	{name: "leading zero", data: `{"birthDate":01}`, offset: 13, msg: badNumber},
	{name: "plus", data: `{"birthDate":+1}`, offset: 13, msg: badValue},
	{name: "no digits", data: `{"birthDate":-}`, offset: 13, msg: badNumber},
	{name: "no digits after the point", data: `{"birthDate":1.}`, offset: 13, msg: badNumber},
	{name: "no digits before the point", data: `{"birthDate":.1}`, offset: 13, msg: badValue},
	{name: "no digits in the exponent", data: `{"birthDate":1e+}`, offset: 13, msg: badNumber},
	{name: "letters after a number", data: `{"birthDate":1x}`, offset: 14, msg: comma},
	{name: "NaN", data: `{"birthDate":NaN}`, offset: 13, msg: badValue},
	{name: "misspelt true", data: `{"birthDate":tru}`, offset: 13, msg: badValue},
	{name: "misspelt false", data: `{"birthDate":fals3}`, offset: 13, msg: badValue},
	{name: "misspelt null", data: `{"birthDate":nul}`, offset: 13, msg: badValue},
	{name: "letters after a literal", data: `{"birthDate":truex}`, offset: 17, msg: comma},

	{name: "array in an array", data: `{"name":[[{}]]}`, offset: 9, msg: nested},
	{name: "no comma in an array", data: `{"name":[{"given":["a" "b"]}]}`, offset: 23, msg: comma},
	{name: "a comma at the end of an array", data: `{"name":[{"given":["a",]}]}`, offset: 23, msg: badValue},
	{name: "a comma at the start of an array", data: `{"name":[{"given":[,"a"]}]}`, offset: 19, msg: badValue},
	{name: "an array closed like an object", data: `{"name":[{}}`, offset: 11, msg: comma},
	{name: "an object closed like an array", data: `{"name":[{"given":"a"]]}`, offset: 21, msg: comma},

	{name: "companion that is no object", data: `{"gender":"x","_gender":"y"}`, offset: 24, msg: companion},
	{name: "companions that are no objects", data: `{"name":[{"_given":[{},1]}]}`, offset: 23, msg: companion},
	{name: "companion of an object", data: `{"gender":{},"_gender":{"id":"y"}}`, offset: 23, msg: primitive},
	{name: "companion before an object", data: `{"_gender":{"id":"y"},"gender":{}}`, offset: 31, msg: primitive},

	{name: "duplicate key", data: `{"gender":"x","a":1,"gender":"y"}`, offset: 20, msg: twice},
	{name: "duplicate key with an escape", data: `{"gender":"x","g\u0065nder":"y"}`, offset: 14, msg: twice},
	{name: "duplicate key below", data: `{"name":[{"text":"x"},{"text":1,"text":2}]}`, offset: 32, msg: twice},
	{name: "duplicate companion", data: `{"_gender":null,"_gender":{}}`, offset: 16, msg: twice},
	{name: "duplicate null", data: `{"gender":null,"gender":null}`, offset: 15, msg: twice},
	{name: "duplicate resourceType", data: `{"resourceType":"Patient","resourceType":"Patient"}`, offset: 26, msg: twice},
	{name: "duplicate skipped key", data: `{"x":1,"x":2}`, offset: 7, msg: twice, lax: true},
	{name: "duplicate key below a skipped one", data: `{"x":{"y":1,"y":2}}`, offset: 12, msg: twice, lax: true},

	{name: "skipped string not closed", data: `{"x":"y,"gender":1}`, offset: 9, msg: comma},
	{name: "last skipped string not closed", data: `{"gender":1,"x":"y}`, offset: 16, msg: notClosed},
	{name: "skipped string that ends in a backslash", data: `{"x":"y\\\"}`, offset: 5, msg: notClosed},
	{name: "string not closed below a skipped key", data: `{"x":{"y":["z]}}`, offset: 11, msg: notClosed},
	{name: "skipped brackets do not match", data: `{"x":{"y":[1}]}`, offset: 12, msg: brackets},
	{name: "skipped brackets do not match either", data: `{"x":[{"y":1]}}`, offset: 12, msg: brackets},
	{name: "skipped bracket not closed", data: `{"x":{"y":{}`, offset: 12, msg: early},
	{name: "no comma after skipped brackets", data: `{"x":{}"gender":"x"}`, offset: 7, msg: comma},
	{name: "bad escape that is skipped", data: `{"x":"\q"}`, offset: 6, msg: invalid, lax: true},
	{name: "bad UTF-8 that is skipped", data: "{\"x\":\"\xff\"}", offset: 6, msg: badUTF8},
	{name: "bad UTF-8 below a skipped key", data: "{\"x\":{\"é\":[\"\xe9\"]}}", offset: 13, msg: badUTF8},
	{name: "control character that is skipped", data: "{\"x\":\"y\x1f\"}", offset: 7, msg: control},
	{name: "control character below a skipped key", data: "{\"x\":[{\"y\":\"\t\"}]}", offset: 12, msg: control},
	{name: "control character in a skipped literal", data: "{\"x\":tr\x00e}", offset: 7, msg: invalid},
	{name: "control character between skipped values", data: "{\"x\":[1,\x0b2]}", offset: 8, msg: invalid},
	{name: "value before a colon that is skipped", data: `{"x":{"y":"z":1}}`, offset: 13, msg: invalid},
	{name: "key before a comma that is skipped", data: `{"x":{"y","z":1}}`, offset: 9, msg: invalid},
	{name: "bad literal that is skipped", data: `{"x":nonsense}`, offset: 6, msg: invalid, lax: true},
	{name: "bad number that is skipped", data: `{"x":[01]}`, offset: 7, msg: invalid, lax: true},
	{name: "no comma that is skipped", data: `{"x":[1 2]}`, offset: 8, msg: invalid, lax: true},

	{name: "deep in what is read", data: `{"name":` + repeat(`[{"text":`, 256) + `1`, offset: 2304, msg: deep},
	{name: "deep in what is skipped", data: `{"x":` + repeat("[", 512), offset: 516, msg: deep},
	{name: "deep in turn in what is skipped", data: `{"x":` + repeat(`{"":[`, 256), offset: 1284, msg: deep},
}

func repeat(s string, n int) string { return strings.Repeat(s, n) }

func faultDecoder(tb testing.TB, strict bool) *decode.Decoder {
	tb.Helper()
	d := decode.New(projectiontest.Of(tb, r4.Model(), "Patient", "birthDate", "gender", "name.given", "name.text"))
	d.Strict = strict
	return d
}

func TestFaults(t *testing.T) {
	d, strict := faultDecoder(t, false), faultDecoder(t, true)
	for _, c := range faultCases {
		t.Run(c.name, func(t *testing.T) {
			var r resource.Resource
			err := d.Decode([]byte(c.data), tableOf(&r))
			got, want := fmt.Sprint(err), fmt.Sprintf("byte %d: %s", c.offset, c.msg)
			if c.lax {
				want = "<nil>"
				got2 := fmt.Sprint(strict.Decode([]byte(c.data), tableOf(&r)))
				if want := fmt.Sprintf("byte %d: %s", c.offset, c.msg); got2 != want {
					t.Errorf("strict: got %s, want %s", got2, want)
				}
			}
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			if err := strict.Decode([]byte(c.data), tableOf(&r)); err == nil {
				t.Error("strict: no error")
			}
		})
	}
	if diff := cmp.Diff(decode.Stats{}, strict.Stats()); diff != "" {
		t.Errorf("what failed was counted: %s", diff)
	}
}

// TestOpenFaults has faults under projections that learn from the types of objects what their keys mean.
func TestOpenFaults(t *testing.T) {
	for _, c := range []faultCase{
		{name: "duplicate key", data: `{"foo":1,"bar":2,"foo":3}`, offset: 17, msg: twice},
		{name: "duplicate key with an escape", data: `{"foo":1,"f\u006fo":3}`, offset: 9, msg: twice},
		{name: "duplicate companion", data: `{"_foo":{},"foo":1,"_foo":{}}`, offset: 19, msg: twice},
		{name: "duplicate key below", data: `{"foo":[{"a":1},{"a":1,"a":2}]}`, offset: 23, msg: twice},
		{name: "duplicate resourceType", data: `{"resourceType":"Patient","resourceType":"Device"}`, offset: 26, msg: twice},
		{name: "duplicate resourceType below", data: `{"contained":[{"resourceType":"X","resourceType":1}]}`, offset: 34, msg: twice},
		{name: "companion that is no object", data: `{"_foo":[1]}`, offset: 9, msg: companion},
		{name: "companion of an object", data: `{"foo":[1,{}],"_foo":[null,{"id":1}]}`, offset: 27, msg: primitive},
		{name: "array in an array", data: `{"foo":[1,[]]}`, offset: 10, msg: nested},
		{name: "deep", data: repeat(`{"foo":[`, 256) + "[", offset: 2048, msg: nested},
		{name: "deep objects", data: repeat(`{"a":`, 513), offset: 2560, msg: deep},
		{name: "deep arrays", data: `{"a":` + repeat(`[{"a":`, 256), offset: 5 + 6*255 + 1, msg: deep},
	} {
		for _, typ := range []string{"Patient", ""} {
			var r resource.Resource
			err := resource.NewDecoder(readBy(t, r4.Model(), typ, "**")).Decode([]byte(c.data), &r)
			if want := (&resource.Error{Offset: c.offset, Msg: c.msg}); !cmp.Equal(err, error(want)) {
				t.Errorf("%s, type %q: got %v, want %v", c.name, typ, err, want)
			}
		}
	}
	open := resource.NewDecoder(readBy(t, r4.Model(), "", "gender"))
	var r resource.Resource
	if err := open.Decode([]byte(`{"x":1,"x":2,"gender":"a"}`), &r); err != nil {
		t.Errorf("what is not read came twice: %v", err)
	}
	if err := open.Decode([]byte(`{"gender":1,"x":2,"gender":"a"}`), &r); err == nil {
		t.Error("what is read came twice: no error")
	}
}

// TestStringPositions puts each byte at each place of a string that is read, and asks the reference whether it may
// stand there: strings are read eight bytes at a time.
func TestStringPositions(t *testing.T) {
	d := faultDecoder(t, false)
	var r resource.Resource
	for b := range 256 {
		for i := range 20 {
			data := []byte(`{"gender":"abcdefghijklmnopqrst","birthDate":"x"}`)
			data[11+i] = byte(b)
			if got, want := d.Decode(data, tableOf(&r)), jsonscan.Validate(data); (got == nil) != (want == nil) {
				t.Errorf("%q: decoded with %v, validated with %v", data, got, want)
			}
		}
	}
}

// TestErrorType makes sure that callers can ask for the offset, and that no function says anything else.
func TestErrorType(t *testing.T) {
	for _, c := range faultCases {
		var r resource.Resource
		_, peek := decode.Peek([]byte(c.data))
		errs := map[string]error{
			"decode":   faultDecoder(t, true).Decode([]byte(c.data), tableOf(&r)),
			"peek":     peek,
			"skim":     new(decode.Skimmer).Skim([]byte(c.data)),
			"validate": jsonscan.Validate([]byte(c.data)),
		}
		for name, err := range errs {
			var typed *resource.Error
			if err == nil {
				continue
			}
			if !errors.As(err, &typed) || typed.Offset > len(c.data) || typed.Offset < 0 || typed.Msg == "" {
				t.Errorf("%s: %s: %#v", c.name, name, err)
			}
		}
	}
}
