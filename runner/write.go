package runner

import (
	"io"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef/row"
)

// WriteCSV writes the table as CSV with a header: see [sink.CSV].
func (r *Result) WriteCSV(w io.Writer) error { return r.WriteSink(sink.CSV(w, nil)) }

// WriteNDJSON writes each row as a JSON object on a line of its own: see [sink.NDJSON].
func (r *Result) WriteNDJSON(w io.Writer) error { return r.WriteSink(sink.NDJSON(w)) }

// rowsAtATime is how many rows are formatted at a time, so that a long table takes little memory.
const rowsAtATime = 512

// WriteSink writes the rows to a sink, which is begun and ended.
func (r *Result) WriteSink(s sink.Sink) error {
	err := s.Begin(r.schema)
	if err == nil {
		err = r.writeRows(s)
	}
	if end := s.End(); err == nil {
		err = end
	}
	return err
}

func (r *Result) writeRows(s sink.Sink) error {
	batch := row.NewBatch(r.schema)
	var encoded []byte
	for from := 0; from < r.Len(); from += rowsAtATime {
		batch.Reset()
		for i := from; i < min(from+rowsAtATime, r.Len()); i++ {
			batch.Append(r.table.row(i))
		}
		var err error
		if encoded, err = s.Encode(encoded[:0], batch); err != nil {
			return err
		}
		if err = s.Write(encoded, batch.Rows()); err != nil {
			return err
		}
	}
	return nil
}
