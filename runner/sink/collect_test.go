package sink_test

import (
	"errors"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/sink/sinktest"
	"github.com/fhirview/fhirview/viewdef/row"
)

func TestCollect(t *testing.T) {
	sinktest.Exercise(t, func(*testing.T) (sink.Sink, func() (sinktest.Rows, error)) {
		var schema *row.Schema
		var got [][]row.Cell
		s := sink.Collect(func(cells []row.Cell) error {
			got = append(got, cells)
			return nil
		})
		read := func() (sinktest.Rows, error) {
			var rows sinktest.Rows
			for _, cells := range got {
				values := make(map[string]any)
				for i, c := range cells {
					values[schema.Columns[i].Name] = sinktest.Value(c)
				}
				rows = append(rows, values)
			}
			return rows, nil
		}
		return recorder{s, &schema}, read
	}, nil)
}

// recorder keeps the schema that a sink was given.
type recorder struct {
	sink.Sink
	schema **row.Schema
}

func (r recorder) Begin(schema *row.Schema) error {
	*r.schema = schema
	return r.Sink.Begin(schema)
}

func TestCollectCopies(t *testing.T) {
	schema := columns("a", "b", "c")
	input := []byte("input") // what the text of a cell may share memory with
	cells := []row.Cell{null(), text(unsafe.String(&input[0], len(input))), list(text("x"), list(), null(), whole(-1), decimal("1.0"), element("{ }"))}
	var got [][]row.Cell
	s := sink.Collect(func(cells []row.Cell) error {
		got = append(got, cells)
		return nil
	})
	if err := s.Begin(schema); err != nil {
		t.Fatal(err)
	}
	b := batchOf(schema, cells, cells)
	encoded, err := s.Encode(nil, b)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Write(encoded, 2); err != nil {
		t.Fatal(err)
	}
	clear(encoded)
	clear(input)
	cells[1] = text("input")
	if diff := cmp.Diff([][]row.Cell{cells, cells}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCollectError(t *testing.T) {
	stop := errors.New("enough")
	calls := 0
	s := sink.Collect(func([]row.Cell) error {
		if calls++; calls == 2 {
			return stop
		}
		return nil
	})
	schema := columns("a")
	if err := s.Begin(schema); err != nil {
		t.Fatal(err)
	}
	encoded, err := s.Encode(nil, batchOf(schema, []row.Cell{whole(1)}, []row.Cell{whole(2)}, []row.Cell{whole(3)}))
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{s.Write(encoded, 3), s.Write(encoded, 3), s.End(nil), s.End(nil)} {
		if !errors.Is(err, stop) || !strings.Contains(err.Error(), "collect rows") {
			t.Errorf("got %v, want %v wrapped in what was being done", err, stop)
		}
	}
	if calls != 2 {
		t.Errorf("%d calls, want none after the one that failed", calls)
	}
}

// What Encode did not make, or not for that number of rows, is an error.
func TestCollectDamaged(t *testing.T) {
	schema := columns("a")
	for _, c := range []struct {
		name string
		rows int
		edit func([]byte) []byte
	}{
		{"cut", 1, func(b []byte) []byte { return b[:len(b)-1] }},
		{"more", 1, func(b []byte) []byte { return append(b, 0) }},
		{"more rows", 2, func(b []byte) []byte { return b }},
		{"no rows", 0, func(b []byte) []byte { return b }},
		{"no such kind", 1, func(b []byte) []byte { b[0] = 200; return b }},
		{"length beyond the end", 1, func(b []byte) []byte { b[1] = 100; return b }},
		{"length without end", 1, func([]byte) []byte { return []byte{byte(row.KindString), 0xff} }},
		{"integer without end", 1, func([]byte) []byte { return []byte{byte(row.KindInteger), 0xff} }},
		{"list without end", 1, func([]byte) []byte { return []byte{byte(row.KindList), 1} }},
	} {
		s := sink.Collect(func([]row.Cell) error { return nil })
		if err := s.Begin(schema); err != nil {
			t.Fatal(err)
		}
		encoded, err := s.Encode(nil, batchOf(schema, []row.Cell{text("abc")}))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Write(c.edit(encoded), c.rows); err == nil {
			t.Errorf("%s: no error", c.name)
		}
	}
}
