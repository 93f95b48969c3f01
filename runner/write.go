package runner

import (
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef/row"
)

// rowsAtATime is how many rows are formatted at a time, so that a long table takes little memory.
const rowsAtATime = 512

// Write writes the rows to a sink, such as [sink.CSV], which is begun and ended.
func (t *Table) Write(s sink.Sink) error {
	err := s.Begin(t.schema)
	if err == nil {
		err = t.writeRows(s)
	}
	if end := s.End(); err == nil {
		err = end
	}
	return err
}

func (t *Table) writeRows(s sink.Sink) error {
	batch := row.NewBatch(t.schema)
	var encoded []byte
	for from := 0; from < t.Len(); from += rowsAtATime {
		batch.Reset()
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
