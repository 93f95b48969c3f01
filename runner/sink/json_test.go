package sink_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/sink/sinktest"
	"github.com/fhirview/fhirview/viewdef/row"
)

func TestNDJSON(t *testing.T) {
	sinktest.ExerciseWriter(t, sink.NDJSON, readNDJSON, jsonWant(t))
	sinktest.ExerciseColumns(t, sink.NDJSON, jsonKeys)
}

func TestJSON(t *testing.T) {
	sinktest.ExerciseWriter(t, sink.JSON, readJSON, jsonWant(t))
	sinktest.ExerciseColumns(t, sink.JSON, jsonKeys)
}

// jsonKeys returns the keys of an object whose values are strings, in their order.
func jsonKeys(written []byte) ([]string, error) {
	d := json.NewDecoder(bytes.NewReader(written[bytes.IndexByte(written, '{'):]))
	_, err := d.Token()
	var keys []string
	for d.More() && err == nil {
		var key, value json.Token
		if key, err = d.Token(); err == nil {
			value, err = d.Token()
		}
		keys = append(keys, fmt.Sprint(key))
		if fmt.Sprint(value) != fmt.Sprint(key) {
			return nil, errors.New("a value stands under another key")
		}
	}
	return keys, err
}

func jsonWant(t testing.TB) sinktest.Want {
	return func(_ row.Column, c row.Cell) any {
		var v any
		if err := decodeJSON([]byte(jsonText(t, c)), &v); err != nil {
			t.Fatalf("the reference is no JSON: %v", err)
		}
		return v
	}
}

func readNDJSON(b []byte) (sinktest.Rows, error) {
	var rows sinktest.Rows
	for line := range bytes.Lines(b) {
		var values map[string]any
		if !bytes.HasSuffix(line, []byte("\n")) {
			return nil, io.ErrUnexpectedEOF
		}
		if err := decodeJSON(line, &values); err != nil {
			return nil, err
		}
		rows = append(rows, values)
	}
	return rows, nil
}

func readJSON(b []byte) (sinktest.Rows, error) {
	var rows sinktest.Rows
	if err := decodeJSON(b, &rows); err != nil {
		return nil, err
	}
	if rows == nil {
		return nil, errors.New("null in place of an array")
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return rows, nil
}

// cellTexts are cells and their JSON text, which is valid.
var cellTexts = []struct {
	cell row.Cell
	want string
}{
	{null(), `null`},
	{row.Cell{Kind: row.KindBoolean}, `false`},
	{whole(9007199254740993), `9007199254740993`},

	{text(``), `""`},
	{text("<a href='x'>&\u2028\u2029\u007f/"), "\"<a href='x'>&\u2028\u2029\u007f/\""},
	{text("\"\\\b\f\n\r\t\x00\x1f"), `"\"\\\b\f\n\r\t\u0000\u001f"`},
	{text("日本\n語 \"é\""), `"日本\n語 \"é\""`},
	{text("a\xffb\xe6\x97c\nd"), "\"a\ufffdb\ufffd\ufffdc\\nd\""},
	{text("\ufffd"), "\"\ufffd\""},

	{decimal("1.0"), `1.0`},
	{decimal("-0.00"), `-0.00`},
	{decimal("1E+400"), `1E+400`},
	{decimal("3.141592653589793238462643383279"), `3.141592653589793238462643383279`},
	{decimal("+1"), `1`},
	{decimal(".5"), `0.5`},
	{decimal("-.5e3"), `-0.5e3`},
	{decimal("1."), `1`},
	{decimal("+01.50"), `1.50`},
	{decimal("-000"), `-0`},
	{decimal("007"), `7`},
	{decimal(""), `""`},
	{decimal("."), `"."`},
	{decimal("-"), `"-"`},
	{decimal("NaN"), `"NaN"`},
	{decimal("1e"), `"1e"`},
	{decimal("1e5.5"), `"1e5.5"`},
	{decimal("1 "), `"1 "`},
	{decimal("1,5"), `"1,5"`},
	{decimal("--1"), `"--1"`},
	{decimal("0x10"), `"0x10"`},
	{decimal("1\n"), `"1\n"`},

	{element(`{"a":1.0}`), `{"a":1.0}`},
	{element(" {\r\n\t\"a b\" : [ 1 , \"c \\\" } d\\\\\" , \"\" ] , \"e\" : { } } \n"),
		`{"a b":[1,"c \" } d\\",""],"e":{}}`},
	{element("\"\u2028 x\""), "\"\u2028 x\""},
	{element(" true "), `true`},
	{element("{\"lax\": \"a\nb\x01c\"}"), `{"lax":"a\nb\u0001c"}`},

	{list(), `[]`},
	{row.List(nil), `[]`},
	{list(text("a"), null(), whole(1), decimal(".5"), element("{ }"), list()), `["a",null,1,0.5,{},[]]`},
}

func TestJSONCells(t *testing.T) {
	for _, c := range cellTexts {
		if !json.Valid([]byte(c.want)) {
			t.Errorf("the case %s is no JSON", c.want)
		}
		want := `{"a":` + c.want + `,"b":` + c.want + "}"
		if got := written(t, sink.NDJSON, columns("a", "b"), []row.Cell{c.cell, c.cell}); got != want+"\n" {
			t.Errorf("NDJSON of %+v\n got %s\nwant %s", c.cell, got, want)
		}
		if got := written(t, sink.JSON, columns("a", "b"), []row.Cell{c.cell, c.cell}); got != "[\n"+want+"\n]\n" {
			t.Errorf("JSON of %+v\n got %s\nwant [\n%s\n]", c.cell, got, want)
		}
	}
}

func TestJSONLayout(t *testing.T) {
	none := new(row.Schema)
	for _, c := range []struct {
		schema *row.Schema
		rows   [][]row.Cell
		ndjson string
		json   string
	}{
		{columns("a"), nil, "", "[]\n"},
		{columns("a"), [][]row.Cell{{whole(1)}}, "{\"a\":1}\n", "[\n{\"a\":1}\n]\n"},
		{columns("z", "a\"b", "é"), [][]row.Cell{{whole(1), null(), text("")}, {null(), null(), null()}},
			"{\"z\":1,\"a\\\"b\":null,\"é\":\"\"}\n{\"z\":null,\"a\\\"b\":null,\"é\":null}\n",
			"[\n{\"z\":1,\"a\\\"b\":null,\"é\":\"\"},\n{\"z\":null,\"a\\\"b\":null,\"é\":null}\n]\n"},
		{none, nil, "", "[]\n"},
		{none, [][]row.Cell{{}, {}}, "{}\n{}\n", "[\n{},\n{}\n]\n"},
	} {
		if got := written(t, sink.NDJSON, c.schema, c.rows...); got != c.ndjson {
			t.Errorf("NDJSON: got %q, want %q", got, c.ndjson)
		}
		if got := written(t, sink.JSON, c.schema, c.rows...); got != c.json {
			t.Errorf("JSON: got %q, want %q", got, c.json)
		}
	}
}

// A run that fails before its first row still ends its sinks.
func TestEndWithoutBegin(t *testing.T) {
	for _, f := range formats {
		var out bytes.Buffer
		if err := f.open(&out).End(nil); err != nil || out.Len() > 0 {
			t.Errorf("%s: End wrote %q and returned %v, want nothing", f.name, out.String(), err)
		}
	}
}
