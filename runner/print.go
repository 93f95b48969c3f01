package runner

import (
	"bytes"
	"fmt"
	"log/slog"

	"github.com/fhirview/fhirview/internal/label"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Format implements [fmt.Formatter]. By every verb but p, a row prints how many columns it has, and nothing of what is in
// them, which is about a patient. For that there are Map, MarshalJSON and the sinks.
func (r Row) Format(f fmt.State, verb rune) { label.Format(f, verb, r.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (r Row) LogValue() slog.Value { return slog.StringValue(r.what()) }

func (r Row) what() string { return "row of " + label.Count(len(r.cells), "column") }

// MarshalJSON encodes the row as an object with a key for each column, in the order of the columns, as [sink.NDJSON]
// writes it. An empty Row is null. It is asked by json.Marshal, also for slices, maps and structs that hold rows, and so by
// the JSON handler of slog for these; a Row that is logged by itself logs LogValue.
func (r Row) MarshalJSON() ([]byte, error) {
	if r.schema == nil {
		return []byte("null"), nil
	}
	s := sink.NDJSON(nil)
	if err := s.Begin(r.schema); err != nil {
		return nil, err
	}
	batch := row.NewBatch(r.schema)
	batch.Append(r.cells)
	encoded, err := s.Encode(nil, batch)
	return bytes.TrimSuffix(encoded, []byte{'\n'}), err
}

// Format implements [fmt.Formatter]. By every verb but p, a query prints how many parameters it has, and nothing of them: they
// may name a patient.
func (q Query) Format(f fmt.State, verb rune) { label.Format(f, verb, q.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (q Query) LogValue() slog.Value { return slog.StringValue(q.what()) }

func (q *Query) what() string { return "query with " + label.Count(len(q.Params), "parameter") }

// Format implements [fmt.Formatter]. By every verb but p, a table prints how many columns and rows it has, and nothing of
// what is in them. For that there are Rows, Cursor and Write.
func (t Table) Format(f fmt.State, verb rune) { label.Format(f, verb, t.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (t Table) LogValue() slog.Value { return slog.StringValue(t.what()) }

func (t *Table) what() string {
	if t.table == nil {
		return "no table"
	}
	return "table of " + label.Count(t.width, "column") + " and " + label.Count(t.rows, "row")
}

// silent is in what keeps rows in unexported fields, which fmt would print field by field: it prints nothing of these, by any
// verb but p.
type silent struct{}

// Format implements [fmt.Formatter].
func (silent) Format(f fmt.State, verb rune) { label.Format(f, verb, "not shown") }
