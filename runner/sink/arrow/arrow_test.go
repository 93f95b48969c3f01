package arrow_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner/sink"
	fharrow "github.com/fhirview/fhirview/runner/sink/arrow"
	"github.com/fhirview/fhirview/runner/sink/sinktest"
	"github.com/fhirview/fhirview/viewdef/row"
)

// want is what is read back of a cell: Arrow tells text of all kinds by its bytes alone, which are valid UTF-8.
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

// rowsOf returns what a record batch holds.
func rowsOf(batch arrow.RecordBatch) sinktest.Rows {
	var rows sinktest.Rows
	for r := range int(batch.NumRows()) {
		values := map[string]any{}
		for i, c := range batch.Columns() {
			values[batch.ColumnName(i)] = valueOf(c, r)
		}
		rows = append(rows, values)
	}
	return rows
}

func valueOf(a arrow.Array, i int) any {
	if a.IsNull(i) {
		return nil
	}
	switch a := a.(type) {
	case *array.String:
		return string([]byte(a.Value(i)))
	case *array.Boolean:
		return a.Value(i)
	case *array.Int32:
		return int64(a.Value(i))
	case *array.Int64:
		return a.Value(i)
	case *array.Date32:
		return a.Value(i).ToTime().Format(time.DateOnly)
	case *array.Timestamp:
		return a.Value(i).ToTime(arrow.Microsecond).Format(time.RFC3339Nano)
	case *array.Time64:
		return a.Value(i).ToTime(arrow.Microsecond).Format("15:04:05.999999")
	case *array.Decimal128:
		return a.Value(i).ToString(a.DataType().(*arrow.Decimal128Type).Scale)
	case *array.Binary:
		return slices.Clone(a.Value(i))
	case *array.List:
		items := []any{}
		for from, to := a.ValueOffsets(i); from < to; from++ {
			items = append(items, valueOf(a.ListValues(), int(from)))
		}
		return items
	}
	return fmt.Errorf("an array of %s", a.DataType())
}

func readFile(written []byte) (sinktest.Rows, error) {
	r, err := ipc.NewFileReader(bytes.NewReader(written))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var rows sinktest.Rows
	for i := range r.NumRecords() {
		batch, err := r.RecordBatch(i)
		if err != nil {
			return nil, err
		}
		rows = append(rows, rowsOf(batch)...)
	}
	return rows, nil
}

func readStream(written []byte) (sinktest.Rows, error) {
	r, err := ipc.NewReader(bytes.NewReader(written))
	if err != nil {
		return nil, err
	}
	defer r.Release()
	var rows sinktest.Rows
	for r.Next() {
		rows = append(rows, rowsOf(r.RecordBatch())...)
	}
	return rows, r.Err()
}

func TestFile(t *testing.T) {
	open := func(w io.Writer) sink.Sink { return fharrow.IPC(w, nil) }
	sinktest.ExerciseWriter(t, open, readFile, want)
	sinktest.ExerciseColumns(t, open, func(written []byte) ([]string, error) {
		r, err := ipc.NewFileReader(bytes.NewReader(written))
		if err != nil {
			return nil, err
		}
		defer r.Close()
		batch, err := r.RecordBatch(0)
		if err != nil {
			return nil, err
		}
		var names []string
		for i, f := range r.Schema().Fields() {
			if valueOf(batch.Column(i), 0) != f.Name { // each cell has its column's name
				return nil, errors.New("the cells are not those of the columns")
			}
			names = append(names, f.Name)
		}
		return names, nil
	})
}

func TestStream(t *testing.T) {
	sinktest.ExerciseWriter(t, func(w io.Writer) sink.Sink {
		return fharrow.IPC(w, &fharrow.IPCOptions{Stream: true})
	}, readStream, want)
}

func TestRecords(t *testing.T) {
	sinktest.Exercise(t, func(*testing.T) (sink.Sink, func() (sinktest.Rows, error)) {
		var batches []arrow.RecordBatch
		s := fharrow.Records(func(b arrow.RecordBatch) error {
			b.Retain()
			batches = append(batches, b)
			return nil
		})
		return s, func() (sinktest.Rows, error) {
			var rows sinktest.Rows
			for _, b := range batches {
				rows = append(rows, rowsOf(b)...)
				b.Release()
			}
			return rows, nil
		}
	}, want)
}

var textColumn = &row.Schema{View: "one", URL: "http://x/one", Version: "2", Digest: "ab", Columns: []row.Column{{Name: "a", FHIRType: "code", Description: "what it is"}}}

func textBatch(texts ...string) *row.Batch {
	b := row.NewBatch(textColumn)
	for _, s := range texts {
		b.Append([]row.Cell{{Kind: row.KindString, Text: s}})
	}
	return b
}

// TestFailedRun has no output that readers take for a table, of rows that are enough for a record batch, or not.
func TestFailedRun(t *testing.T) {
	for _, rows := range []int{0, 10, 40_000} {
		for _, stream := range []bool{false, true} {
			var out bytes.Buffer
			s := fharrow.IPC(&out, &fharrow.IPCOptions{Stream: stream})
			write(t, s, textBatch(make([]string, rows)...))
			if err := s.End(errors.New("failed")); err != nil {
				t.Error(err)
			}
			if !stream {
				if _, err := readFile(out.Bytes()); err == nil {
					t.Errorf("%d rows of a run that failed can be read as a file", rows)
				}
			} else if end := []byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}; bytes.HasSuffix(out.Bytes(), end) {
				t.Errorf("the stream of %d rows of a run that failed has its end mark", rows)
			}
			if err := s.End(nil); err != nil {
				t.Error(err)
			}
		}
	}
}

func write(t *testing.T, s sink.Sink, b *row.Batch) {
	t.Helper()
	if err := s.Begin(textColumn); err != nil {
		t.Fatal(err)
	}
	encoded, err := s.Encode(nil, b)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Write(encoded, b.Rows()); err != nil {
		t.Fatal(err)
	}
}

// TestMetadata has what a view says of its columns.
func TestMetadata(t *testing.T) {
	var out bytes.Buffer
	s := fharrow.IPC(&out, nil)
	write(t, s, textBatch("x"))
	if err := s.End(nil); err != nil {
		t.Fatal(err)
	}
	r, err := ipc.NewFileReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if have, want := fmt.Sprint(r.Schema().Metadata().ToMap()), "map[fhirview.digest:ab fhirview.url:http://x/one fhirview.version:2 fhirview.view:one]"; have != want {
		t.Errorf("the schema has %s, want %s", have, want)
	}
	if have, want := fmt.Sprint(r.Schema().Field(0).Metadata.ToMap()), "map[description:what it is fhirview.type:code]"; have != want {
		t.Errorf("the column has %s, want %s", have, want)
	}
}

// TestRecordBatches tells how large they are.
func TestRecordBatches(t *testing.T) {
	var rows []int64
	s := fharrow.Records(func(b arrow.RecordBatch) error {
		rows = append(rows, b.NumRows())
		return nil
	})
	write(t, s, textBatch())
	for range 100 {
		encoded, err := s.Encode(nil, textBatch(make([]string, 1000)...))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Write(encoded, 1000); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.End(nil); err != nil {
		t.Fatal(err)
	}
	if have, want := fmt.Sprint(rows), "[33000 33000 33000 1000]"; have != want {
		t.Errorf("batches of %s rows, want %s", have, want)
	}
}

// TestRecordsFails has the error of the function in all calls after it.
func TestRecordsFails(t *testing.T) {
	wrong, calls := errors.New("wrong"), 0
	s := fharrow.Records(func(arrow.RecordBatch) error {
		calls++
		return wrong
	})
	write(t, s, textBatch())
	encoded, err := s.Encode(nil, textBatch(make([]string, 40_000)...))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Write(encoded, 40_000); !errors.Is(err, wrong) {
			t.Errorf("Write returns %v", err)
		}
	}
	if err := s.End(nil); !errors.Is(err, wrong) || calls != 1 {
		t.Errorf("End returns %v after %d calls", err, calls)
	}
}

func TestNoWriter(t *testing.T) {
	for _, o := range []*fharrow.IPCOptions{nil, {Stream: true}} {
		if err := fharrow.IPC(nil, o).Begin(textColumn); err == nil || err.Error() != "write arrow: there is no writer" {
			t.Errorf("%v", err)
		}
	}
}

// TestLongTexts has rows that are too long for one chunk, and one that is too long for any.
func TestLongTexts(t *testing.T) {
	fharrow.SetMaxTexts(t, 10)
	var have []any
	s := fharrow.Records(func(b arrow.RecordBatch) error {
		for _, r := range rowsOf(b) {
			have = append(have, r["a"])
		}
		return nil
	})
	write(t, s, textBatch("1234", "5678", "9", "abcdefghij", "k", "l"))
	if got, err := s.Encode([]byte("before"), textBatch("1", "12345678901")); err == nil || string(got) != "before" {
		t.Errorf("Encode returns %q, %v", got, err)
	}
	if err := s.End(nil); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(have), "[1234 5678 9 abcdefghij k l]"; got != want {
		t.Errorf("read %s, want %s", got, want)
	}
}

// TestMismatch has cells that are not what their column is for: an error that does not tell them.
func TestMismatch(t *testing.T) {
	for typ, cell := range map[row.Type]row.Cell{
		row.String: row.List([]row.Cell{{Kind: row.KindString, Text: "4711"}}), row.Boolean: {Kind: row.KindString, Text: "4711"},
		row.Integer: {Kind: row.KindInteger, Int: 4711 << 32}, row.Integer64: {Kind: row.KindBoolean, Int: 1},
	} {
		for _, list := range []bool{false, true} {
			schema := &row.Schema{Columns: []row.Column{{Name: "a", Type: typ, Collection: list}}}
			s := fharrow.IPC(io.Discard, nil)
			if err := s.Begin(schema); err != nil {
				t.Fatal(err)
			}
			b := row.NewBatch(schema)
			b.Append([]row.Cell{{}})
			if list {
				b.Append([]row.Cell{row.List([]row.Cell{cell})})
			} else {
				b.Append([]row.Cell{cell})
			}
			got, err := s.Encode([]byte("before"), b)
			if err == nil || string(got) != "before" || strings.Contains(err.Error(), "4711") || !strings.Contains(err.Error(), `"a"`) {
				t.Errorf("%s, list %v: %q, %v", typ, list, got, err)
			}
		}
	}
}

// TestTypes has a column of each type that a view with types can have, and one of lists of it.
func TestTypes(t *testing.T) {
	text := func(s string) row.Cell { return row.Cell{Kind: row.KindString, Text: s} }
	for _, c := range []struct {
		sql  string
		cell row.Cell
		typ  string
		want any
		bad  row.Cell
	}{
		{"DATE", text("2024-02-29"), "date32", "2024-02-29", text("2024-02")},
		{"TIMESTAMP WITH TIME ZONE", text("1969-12-31T23:59:59.999999-01:00"), "timestamp[us, tz=UTC]", "1970-01-01T00:59:59.999999Z", text("1969")},
		{"TIME", text("23:59:59.000001"), "time64[us]", "23:59:59.000001", text("23:59")},
		{"DECIMAL(38,10)", row.Cell{Kind: row.KindDecimal, Text: "-1234567890123456789012345678.0123456789"}, "decimal(38, 10)",
			"-1234567890123456789012345678.0123456789", row.Cell{Kind: row.KindDecimal, Text: "1e-11"}},
		{"DECIMAL(5,2)", row.Cell{Kind: row.KindDecimal, Text: "1.1"}, "decimal(5, 2)", "1.10", row.Cell{Kind: row.KindDecimal, Text: "1000"}},
		{"BINARY", text("AP9h"), "binary", []byte("\x00\xffa"), text("AP9")},
		{"SMALLINT", row.Cell{Kind: row.KindInteger, Int: -7}, "int32", int64(-7), row.Cell{Kind: row.KindInteger, Int: 40_000}},
		{"VARCHAR(7)", row.Cell{Kind: row.KindInteger, Int: -7}, "utf8", "-7", row.List(nil)},
		{"VARCHAR(7)", row.Cell{Kind: row.KindBoolean, Int: 1}, "utf8", "true", row.List(nil)},
	} {
		schema := &row.Schema{Columns: []row.Column{
			{Name: "one", SQLType: c.sql, Typed: true}, {Name: "all", SQLType: c.sql, Typed: true, Collection: true},
		}}
		var out bytes.Buffer
		s := fharrow.IPC(&out, nil)
		if err := s.Begin(schema); err != nil {
			t.Fatal(err)
		}
		b := row.NewBatch(schema)
		b.Append([]row.Cell{c.cell, row.List([]row.Cell{c.cell, {}, c.cell})})
		b.Append([]row.Cell{{}, {}})
		b.Append([]row.Cell{c.cell, row.List(nil)})
		encoded, err := s.Encode(nil, b)
		if err := errors.Join(err, s.Write(encoded, 3), s.End(nil)); err != nil {
			t.Fatal(err)
		}
		have, err := readFile(out.Bytes())
		want := sinktest.Rows{
			{"one": c.want, "all": []any{c.want, nil, c.want}}, {"one": nil, "all": nil}, {"one": c.want, "all": []any{}},
		}
		if diff := cmp.Diff(want, have); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +have):\n%s", c.sql, err, diff)
		}
		r, err := ipc.NewFileReader(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if have := r.Schema().Field(0).Type.String(); have != c.typ {
			t.Errorf("%s is %s, want %s", c.sql, have, c.typ)
		}
		b.Append([]row.Cell{c.bad, {}})
		if _, err := s.Encode(nil, b); err == nil || !strings.Contains(err.Error(), `"one"`) {
			t.Errorf("%s holds %v: %v", c.sql, c.bad.Kind, err)
		}
	}
}

// TestDamagedRows passes to Write what Encode has not returned.
func TestDamagedRows(t *testing.T) {
	schema := sinktest.Schema()
	b := row.NewBatch(schema)
	for _, cells := range sinktest.Cells() {
		b.Append(cells)
	}
	first := fharrow.IPC(io.Discard, nil)
	if err := first.Begin(schema); err != nil {
		t.Fatal(err)
	}
	encoded, err := first.Encode(nil, b)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n < len(encoded); n++ {
		s := fharrow.IPC(io.Discard, nil)
		if err := s.Begin(schema); err != nil {
			t.Fatal(err)
		}
		if err := s.Write(encoded[:n], b.Rows()); err == nil {
			t.Errorf("Write takes the first %d of %d bytes", n, len(encoded))
		}
	}
}

// TestNoAllocation has no allocation for cells, of any type, once there is memory for a batch.
func TestNoAllocation(t *testing.T) {
	schema := sinktest.Schema()
	b := row.NewBatch(schema)
	for range 100 {
		for _, cells := range sinktest.Cells() {
			b.Append(cells)
		}
	}
	s := fharrow.IPC(io.Discard, nil)
	if err := s.Begin(schema); err != nil {
		t.Fatal(err)
	}
	var encoded []byte
	fill := func() {
		var err error
		if encoded, err = s.Encode(encoded[:0], b); err != nil {
			t.Fatal(err)
		}
		if err := s.Write(encoded, b.Rows()); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 {
		fill()
	}
	if n := testing.AllocsPerRun(100, fill); n > 100 { // of 4,800 cells; a record batch is made now and then
		t.Errorf("%v allocations", n)
	}
}
