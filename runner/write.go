package runner

import (
	"errors"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef/row"
)

// rowsAtATime is how many rows are formatted at a time, so that a long table takes little memory.
const rowsAtATime = 512

// Write writes the rows to a sink, such as [sink.CSV], which is begun and ended.
func (t *Table) Write(s sink.Sink) error {
	if s == nil {
		return errors.New("runner: there is no sink to write to")
	}
	if err := s.Begin(t.schema); err != nil {
		return err
	}
	err := t.writeRows(s)
	return errors.Join(err, endSink(s, err))
}

// endSink ends a sink. An error that the outcome tells already, such as that of a failed write, is not told again.
func endSink(s sink.Sink, outcome error) error {
	if err := s.End(outcome); !errors.Is(outcome, err) {
		return err
	}
	return nil
}

func (t *Table) writeRows(s sink.Sink) error {
	batch := row.NewBatch(t.schema)
	var encoded []byte
	for from := 0; from < t.Len(); from += rowsAtATime {
		batch.Truncate(0)
		for i := from; i < min(from+rowsAtATime, t.Len()); i++ {
			batch.Append(t.row(i))
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
