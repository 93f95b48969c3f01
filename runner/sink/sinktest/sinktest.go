// Package sinktest has the tests that every sink must pass.
package sinktest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Rows are the rows of a view as they were read back: the value of each column by its name.
type Rows = []map[string]any

// Want says what is read back for a cell of a column, where that is not Value: a format may not tell a number from its
// text, or a null from an empty string. Its result is compared by go-cmp.
type Want func(column row.Column, c row.Cell) any

// Exercise runs the tests of sinks: awkward cells of every kind, no rows, no columns, many batches, and batches
// encoded concurrently and written in order. Every call of open returns a fresh sink and a function that reads back
// the rows, which is called after End. A nil want is Value.
func Exercise(t *testing.T, open func(t *testing.T) (s sink.Sink, read func() (Rows, error)), want Want) {
	t.Helper()
	if want == nil {
		want = func(_ row.Column, c row.Cell) any { return Value(c) }
	}
	for _, c := range cases() {
		for _, w := range ways {
			t.Run(c.name+"/"+w.name, func(t *testing.T) {
				s, read := open(t)
				if err := s.Begin(c.schema); err != nil {
					t.Fatalf("Begin: %v", err)
				}
				w.write(t, s, c.batches())
				if err := s.End(nil); err != nil {
					t.Fatalf("End: %v", err)
				}
				got, err := read()
				if err != nil {
					t.Fatalf("what was written cannot be read: %v", err)
				}
				if diff := cmp.Diff(c.want(want), got); diff != "" {
					t.Errorf("rows read back differ (-want +got):\n%s", diff)
				}
			})
		}
	}
	t.Run("foreign batch", func(t *testing.T) { foreignBatch(t, open) })
	t.Run("failed run", func(t *testing.T) { failedRun(t, open) })
}

// ExerciseColumns tests that the columns come in the order of the view, for a sink whose output has one: columns returns their
// names as they are read.
func ExerciseColumns(t *testing.T, open func(io.Writer) sink.Sink, columns func(written []byte) ([]string, error)) {
	t.Helper()
	names := []string{"zeta", "alpha", "Mid", "10", "9", "été", "_x", "alpha2"}
	for range names {
		names = append(names[1:], names[0])
		schema, cells := &row.Schema{}, make([]row.Cell, len(names))
		for i, name := range names {
			schema.Columns = append(schema.Columns, row.Column{Name: name})
			cells[i] = text(name)
		}
		b := row.NewBatch(schema)
		b.Append(cells)
		w := new(onlyWriter)
		s := open(w)
		if err := s.Begin(schema); err != nil {
			t.Fatalf("Begin: %v", err)
		}
		writeInTurn(t, s, []*row.Batch{b})
		if err := s.End(nil); err != nil {
			t.Fatalf("End: %v", err)
		}
		have, err := columns(w.written)
		if diff := cmp.Diff(names, have); err != nil || diff != "" {
			t.Errorf("columns (-want +got), %v:\n%s", err, diff)
		}
	}
}

// ExerciseWriter is Exercise for a sink that writes to an io.Writer. It also tests what the sink does when that
// writer fails. Read is given all that was written.
func ExerciseWriter(t *testing.T, open func(io.Writer) sink.Sink, read func(written []byte) (Rows, error), want Want) {
	t.Helper()
	Exercise(t, func(*testing.T) (sink.Sink, func() (Rows, error)) {
		w := new(onlyWriter)
		return open(w), func() (Rows, error) { return read(w.written) }
	}, want)
	t.Run("failing writer", func(t *testing.T) { failingWriter(t, open) })
}

// ways are the ways in which a runner may drive a sink. The rows are the same in the end.
var ways = []struct {
	name  string
	write func(t *testing.T, s sink.Sink, batches []*row.Batch)
}{
	{"in turn", writeInTurn},
	{"at once", writeAtOnce},
	{"concurrently", writeConcurrently},
}

// writeInTurn encodes and writes batch by batch, and then uses the memory of both batch and encoding again.
func writeInTurn(t *testing.T, s sink.Sink, batches []*row.Batch) {
	t.Helper()
	var buf []byte
	for _, b := range batches {
		var err error
		if buf, err = s.Encode(buf[:0], b); err != nil {
			t.Fatalf("Encode: %v", err)
		}
		rows := b.Rows()
		for r := range rows {
			clear(b.Row(r))
		}
		b.Truncate(0)
		if err := s.Write(buf, rows); err != nil {
			t.Fatalf("Write: %v", err)
		}
		scribble(buf)
	}
}

// writeAtOnce appends all batches to one slice, in a single batch's memory, before it writes them.
func writeAtOnce(t *testing.T, s sink.Sink, batches []*row.Batch) {
	t.Helper()
	const before = "before"
	buf, rows := []byte(before), 0
	for _, b := range batches {
		var err error
		if buf, err = s.Encode(buf, b); err != nil {
			t.Fatalf("Encode: %v", err)
		}
		rows += b.Rows()
	}
	if got := string(buf[:len(before)]); got != before {
		t.Errorf("Encode changed what dst held: %q, want %q", got, before)
	}
	if err := s.Write(buf[len(before):], rows); err != nil {
		t.Fatalf("Write: %v", err)
	}
	scribble(buf)
}

// writeConcurrently encodes every batch on its own goroutine.
func writeConcurrently(t *testing.T, s sink.Sink, batches []*row.Batch) {
	t.Helper()
	encoded := make([][]byte, len(batches))
	errs := make([]error, len(batches))
	var wg sync.WaitGroup
	for i, b := range batches {
		wg.Go(func() { encoded[i], errs[i] = s.Encode(nil, b) })
	}
	wg.Wait()
	for i, b := range batches {
		if errs[i] != nil {
			t.Fatalf("Encode: %v", errs[i])
		}
		if err := s.Write(encoded[i], b.Rows()); err != nil {
			t.Fatalf("Write: %v", err)
		}
	}
}

// scribble overwrites memory that a sink must not have kept.
func scribble(b []byte) {
	for i := range b {
		b[i] = '!'
	}
}

// foreignBatch tests that a batch of another schema is an error, not a panic or a damaged row.
func foreignBatch(t *testing.T, open func(t *testing.T) (sink.Sink, func() (Rows, error))) {
	s, read := open(t)
	if err := s.Begin(&row.Schema{Columns: []row.Column{{Name: "a"}, {Name: "b"}}}); err != nil {
		t.Fatalf("Begin: %v", err)
	}
	b := row.NewBatch(&row.Schema{Columns: []row.Column{{Name: "a"}}})
	b.Append([]row.Cell{{Kind: row.KindString, Text: "x"}})
	if got, err := s.Encode([]byte("before"), b); err == nil || string(got) != "before" {
		t.Errorf("Encode of a batch with too few columns: %q, %v; want dst as it was and an error", got, err)
	}
	if err := s.End(nil); err != nil {
		t.Errorf("End: %v", err)
	}
	if got, err := read(); err != nil || len(got) != 0 {
		t.Errorf("read %d rows, %v; want none", len(got), err)
	}
}

// failedRun tests that a sink does not take the outcome of a run for a failure of its own, at whatever point the run fails.
func failedRun(t *testing.T, open func(t *testing.T) (sink.Sink, func() (Rows, error))) {
	schema := manySchema()
	for _, rows := range []int{0, 1, 5000} {
		for _, outcome := range []error{errors.New("a resource has failed"), context.Canceled} {
			s, _ := open(t)
			if err := s.Begin(schema); err != nil {
				t.Fatalf("Begin: %v", err)
			}
			b := row.NewBatch(schema)
			for _, cells := range manyRows(rows) {
				b.Append(cells)
			}
			writeInTurn(t, s, []*row.Batch{b})
			if err := s.End(outcome); err != nil {
				t.Errorf("End after %d rows and %q: %v; want nil, since nothing went wrong in ending", rows, outcome, err)
			}
		}
	}
}

// Value is the plain form of a cell: nil, bool, int64, string, Number for a decimal, JSON for a complex element, and
// a []any, never nil, for a list.
func Value(c row.Cell) any {
	switch c.Kind {
	case row.KindNull:
		return nil
	case row.KindBoolean:
		return c.Bool()
	case row.KindInteger:
		return c.Int
	case row.KindDecimal:
		return Number(c.Text)
	case row.KindString:
		return c.Text
	case row.KindJSON:
		return JSON(c.Text)
	case row.KindList:
		items := []any{}
		for _, item := range c.Items() {
			items = append(items, Value(item))
		}
		return items
	}
	return fmt.Errorf("sinktest: cell of unknown kind %d", c.Kind)
}

// Number is the text of a decimal.
type Number string

// JSON is the text of a complex element.
type JSON string
