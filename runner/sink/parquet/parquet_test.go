package parquet_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	reader "github.com/parquet-go/parquet-go"
	"go.uber.org/goleak"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/sink/parquet"
	"github.com/fhirview/fhirview/runner/sink/sinktest"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// want is what is read back of a cell: text of any kind is a string, in UTF-8.
func want(c row.Column, cell row.Cell) any {
	switch v := sinktest.Value(cell).(type) {
	case string:
		return string([]rune(v))
	case sinktest.Number:
		return string(v)
	case sinktest.JSON:
		return string(v)
	case []any:
		for i, item := range cell.Items() {
			v[i] = want(c, item)
		}
		return v
	default:
		return v
	}
}

// read reads a file with parquet-go.
func read(written []byte) (rows sinktest.Rows, err error) {
	f, err := reader.OpenFile(bytes.NewReader(written), int64(len(written)), reader.SkipPageIndex(true)) // of which there is none, and which it looks for where there are no columns
	if err != nil {
		return nil, err
	}
	columns := f.Root().Columns()
	if len(columns) == 0 {
		for range f.NumRows() {
			rows = append(rows, map[string]any{})
		}
		return rows, nil
	}
	for _, g := range f.RowGroups() {
		r := g.Rows()
		buf := make([]reader.Row, 100)
		for err == nil {
			var n int
			n, err = r.ReadRows(buf)
			for _, values := range buf[:n] {
				cells := map[string]any{}
				for i, c := range columns {
					cells[c.Name()] = cellOf(c, values, i)
				}
				rows = append(rows, cells)
			}
		}
		if err = errors.Join(err, r.Close()); !errors.Is(err, io.EOF) {
			return nil, err
		}
		err = nil
	}
	return rows, nil
}

func cellOf(c *reader.Column, values reader.Row, column int) any {
	items := []any{}
	for _, v := range values {
		switch {
		case v.Column() != column:
		case c.Leaf():
			return valueOf(v)
		case v.DefinitionLevel() == 0:
			return nil
		case v.DefinitionLevel() > 1:
			items = append(items, valueOf(v))
		}
	}
	return items
}

func valueOf(v reader.Value) any {
	switch {
	case v.IsNull():
		return nil
	case v.Kind() == reader.Boolean:
		return v.Boolean()
	case v.Kind() == reader.Int32:
		return int64(v.Int32())
	case v.Kind() == reader.Int64:
		return v.Int64()
	}
	return string(v.ByteArray())
}

func TestParquet(t *testing.T) {
	sinktest.ExerciseWriter(t, func(w io.Writer) sink.Sink { return parquet.New(w, nil) }, read, want)
}

func TestCompressions(t *testing.T) {
	for _, name := range []string{"zstd", "snappy", "none"} {
		t.Run(name, func(t *testing.T) {
			sinktest.ExerciseWriter(t, func(w io.Writer) sink.Sink { return parquet.New(w, &parquet.Options{Compression: name}) }, read, want)
		})
	}
	if err := parquet.New(io.Discard, &parquet.Options{Compression: "best"}).Begin(sinktest.Schema()); err == nil {
		t.Error("an unknown compression is an error")
	}
	if err := parquet.New(io.Discard, &parquet.Options{MaxFileSize: 1}).Begin(sinktest.Schema()); err == nil {
		t.Error("a size without another file is an error")
	}
}

func TestFile(t *testing.T) {
	sinktest.Exercise(t, func(t *testing.T) (sink.Sink, func() (sinktest.Rows, error)) {
		path := filepath.Join(t.TempDir(), "rows.parquet")
		return parquet.File(path, nil), func() (sinktest.Rows, error) {
			text, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			return read(text)
		}
	}, want)
}

// TestNoFile has the error where a table cannot be written, from Table.Write, too.
func TestNoFile(t *testing.T) {
	plan, err := viewdef.Compile([]byte(`{"resourceType":"ViewDefinition","resource":"Patient","status":"active",
		"select":[{"column":[{"name":"id","path":"id"}]}]}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	table, err := runner.Collect(t.Context(), plan, source.Bytes([]byte(`{"resourceType":"Patient","id":"a"}`)), nil)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, s := range map[string]sink.Sink{
		"no folder":       parquet.File(filepath.Join(folder, "none", "rows.parquet"), nil),
		"a folder":        parquet.File(folder, nil),
		"no such code":    parquet.New(io.Discard, &parquet.Options{Compression: "gzip"}),
		"no further file": parquet.New(io.Discard, &parquet.Options{MaxFileSize: 1 << 20}),
		"no writer":       parquet.New(nil, nil),
	} {
		if err := table.Write(s); err == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := runner.Run(t.Context(), source.Bytes(), []runner.Job{{Plan: plan, Sink: s}}, nil); err == nil {
			t.Errorf("%s: a run has no error", name)
		}
	}
}

// Parts hold the rows in order together.
func TestParts(t *testing.T) {
	sinktest.Exercise(t, func(t *testing.T) (sink.Sink, func() (sinktest.Rows, error)) {
		dir := t.TempDir()
		return parquet.File(filepath.Join(dir, "rows.parquet"), &parquet.Options{MaxFileSize: 4000}), func() (sinktest.Rows, error) {
			return readParts(dir)
		}
	}, want)
}

func readParts(dir string) (rows sinktest.Rows, err error) {
	parts, err := filepath.Glob(filepath.Join(dir, "rows-*.parquet"))
	for _, p := range parts {
		text, readErr := os.ReadFile(p)
		more, parquetErr := read(text)
		rows, err = append(rows, more...), errors.Join(err, readErr, parquetErr)
	}
	return rows, err
}

// batch returns rows of one column.
func batch(s *row.Schema, rows int) *row.Batch {
	b := row.NewBatch(s)
	for i := range rows {
		b.Append([]row.Cell{{Kind: row.KindString, Text: strings.Repeat("text ", i%20)}})
	}
	return b
}

var oneColumn = &row.Schema{View: "v", Columns: []row.Column{{Name: "a", FHIRType: "string"}}}

// What a run that fails was about to write is under no name, and what was there stays.
func TestFailedRun(t *testing.T) {
	for _, o := range []*parquet.Options{nil, {MaxFileSize: 500}} {
		dir := t.TempDir()
		name := "rows.parquet"
		if o != nil {
			name = "rows-00001.parquet"
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
		s := parquet.File(filepath.Join(dir, "rows.parquet"), o)
		if err := s.Begin(oneColumn); err != nil {
			t.Fatal(err)
		}
		for range 50 {
			encoded, err := s.Encode(nil, batch(oneColumn, 100))
			if err != nil || s.Write(encoded, 100) != nil {
				t.Fatal(err)
			}
		}
		if err := s.End(errors.New("failed")); err != nil {
			t.Error(err)
		}
		left, _ := os.ReadDir(dir)
		text, _ := os.ReadFile(filepath.Join(dir, name))
		if len(left) != 1 || string(text) != "before" {
			t.Errorf("%d files are left, and %s holds %q", len(left), name, text)
		}
	}
	s := parquet.File(filepath.Join(t.TempDir(), "nowhere", "rows.parquet"), nil)
	if err := s.Begin(oneColumn); err == nil {
		t.Error("a folder that is not there is an error")
	}
}

// Values are of the type that the schema has where the view was compiled with types.
func TestTypes(t *testing.T) {
	schema := &row.Schema{Columns: []row.Column{
		{Name: "day", Typed: true, SQLType: "DATE"}, {Name: "at", Typed: true, SQLType: "TIMESTAMP WITH TIME ZONE"},
		{Name: "time", Typed: true, SQLType: "TIME"}, {Name: "small", Typed: true, Type: row.Decimal, SQLType: "DECIMAL(5,2)"},
		{Name: "large", Typed: true, Type: row.Decimal, SQLType: "DECIMAL(30,2)"}, {Name: "bytes", Typed: true, SQLType: "BINARY"},
		{Name: "days", Typed: true, SQLType: "DATE", Collection: true}, {Name: "text", Typed: true, SQLType: "CHARACTER VARYING"},
	}}
	text := func(s string) row.Cell { return row.Cell{Kind: row.KindString, Text: s} }
	number := func(s string) row.Cell { return row.Cell{Kind: row.KindDecimal, Text: s} }
	b := row.NewBatch(schema)
	b.Append([]row.Cell{
		text("1970-01-02"), text("1970-01-01T01:00:00.000001+01:00"), text("00:00:01"), number("-1.5"), number("-0.01"), text("AQID"),
		row.List([]row.Cell{text("1969-12-31")}), text("x"),
	})
	var out bytes.Buffer
	s := parquet.New(&out, nil)
	if err := s.Begin(schema); err != nil {
		t.Fatal(err)
	}
	encoded, err := s.Encode(nil, b)
	if err = errors.Join(err, s.Write(encoded, 1), s.End(nil)); err != nil {
		t.Fatal(err)
	}
	rows, err := read(out.Bytes())
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	for name, want := range map[string]any{
		"day": int64(1), "at": int64(1), "time": int64(1_000_000), "small": int64(-150), "large": strings.Repeat("\xff", 16), "bytes": "\x01\x02\x03",
		"text": "x",
	} {
		if rows[0][name] != want {
			t.Errorf("%s is %v, want %v", name, rows[0][name], want)
		}
	}
	if days := rows[0]["days"].([]any); len(days) != 1 || days[0] != int64(-1) {
		t.Errorf("days are %v", days)
	}
}

// What a column's type cannot hold is an error without the value.
func TestMismatch(t *testing.T) {
	for _, c := range []row.Column{
		{Name: "n", Type: row.Integer}, {Name: "n", Type: row.Boolean}, {Name: "n", Collection: true}, {Name: "n", Typed: true, SQLType: "DATE"},
		{Name: "n", Typed: true, SQLType: "BINARY"}, {Name: "n", Typed: true, SQLType: "DECIMAL(3,1)"},
	} {
		schema := &row.Schema{Columns: []row.Column{c}}
		s := parquet.New(io.Discard, nil)
		if err := s.Begin(schema); err != nil {
			t.Fatal(err)
		}
		b := row.NewBatch(schema)
		b.Append([]row.Cell{{Kind: row.KindString, Text: "secret!"}})
		if got, err := s.Encode([]byte("x"), b); err == nil || string(got) != "x" || !strings.Contains(err.Error(), "column n") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%+v: %q, %v", c, got, err)
		}
		if err := s.End(nil); err != nil {
			t.Error(err)
		}
	}
}

// A file tells which view it is of.
func TestMetadata(t *testing.T) {
	var out bytes.Buffer
	s := parquet.New(&out, nil)
	schema := *oneColumn
	schema.URL, schema.Digest = "https://example.org/v", "abc"
	if err := errors.Join(s.Begin(&schema), s.End(nil)); err != nil {
		t.Fatal(err)
	}
	f, err := reader.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"fhirview.view": "v", "fhirview.url": "https://example.org/v", "fhirview.digest": "abc", "fhirview.columns": `{"a":"string"}`, "fhirview.version": "",
	} {
		if got, ok := f.Lookup(key); got != want || ok != (want != "") {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if by := f.Metadata().CreatedBy; !strings.HasPrefix(by, "fhirview version ") {
		t.Errorf("created by %q", by)
	}
}
