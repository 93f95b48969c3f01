package sink_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/sink/sinktest"
	"github.com/fhirview/fhirview/viewdef/row"
)

// formats are the text formats with their default options.
var formats = []struct {
	name string
	open func(io.Writer) sink.Sink
}{
	{"csv", func(w io.Writer) sink.Sink { return sink.CSV(w, nil) }},
	{"ndjson", sink.NDJSON},
	{"json", sink.JSON},
	{"table", func(w io.Writer) sink.Sink { return sink.Table(w, nil) }},
}

func null() row.Cell              { return row.Cell{} }
func text(s string) row.Cell      { return row.Cell{Kind: row.KindString, Text: s} }
func decimal(s string) row.Cell   { return row.Cell{Kind: row.KindDecimal, Text: s} }
func element(s string) row.Cell   { return row.Cell{Kind: row.KindJSON, Text: s} }
func whole(n int64) row.Cell      { return row.Cell{Kind: row.KindInteger, Int: n} }
func list(c ...row.Cell) row.Cell { return row.List(c) }

// columns returns a schema with columns of text by these names.
func columns(names ...string) *row.Schema {
	s := new(row.Schema)
	for _, name := range names {
		s.Columns = append(s.Columns, row.Column{Name: name})
	}
	return s
}

func batchOf(schema *row.Schema, rows ...[]row.Cell) *row.Batch {
	b := row.NewBatch(schema)
	for _, cells := range rows {
		b.Append(cells)
	}
	return b
}

// written returns what a sink writes for the rows, each of them a batch of its own.
func written(t testing.TB, open func(io.Writer) sink.Sink, schema *row.Schema, rows ...[]row.Cell) string {
	t.Helper()
	var out bytes.Buffer
	s := open(&out)
	if err := s.Begin(schema); err != nil {
		t.Fatalf("Begin: %v", err)
	}
	for _, cells := range rows {
		encoded, err := s.Encode(nil, batchOf(schema, cells))
		if err != nil {
			t.Fatalf("Encode: %v", err)
		}
		if err := s.Write(encoded, 1); err != nil {
			t.Fatalf("Write: %v", err)
		}
	}
	if err := s.End(nil); err != nil {
		t.Fatalf("End: %v", err)
	}
	return out.String()
}

// jsonText returns a cell as encoding/json writes it, with what that escapes beyond need put back.
func jsonText(t testing.TB, c row.Cell) string {
	t.Helper()
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(jsonValue(c)); err != nil {
		t.Fatalf("encoding/json: %v", err)
	}
	raw := strings.NewReplacer(`\\`, `\\`, `\u2028`, "\u2028", `\u2029`, "\u2029", `\ufffd`, "\ufffd")
	return raw.Replace(strings.TrimSuffix(out.String(), "\n"))
}

// jsonValue returns a cell as encoding/json takes it.
func jsonValue(c row.Cell) any {
	switch v := sinktest.Value(c).(type) {
	case sinktest.Number:
		return json.Number(v)
	case sinktest.JSON:
		return json.RawMessage(v)
	case []any:
		items := []any{}
		for _, item := range c.Items() {
			items = append(items, jsonValue(item))
		}
		return items
	default:
		return v
	}
}

// decodeJSON is json.Unmarshal that keeps the text of numbers and takes nothing after the value.
func decodeJSON(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return io.ErrUnexpectedEOF
	}
	return nil
}
