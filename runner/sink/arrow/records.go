package arrow

import (
	"fmt"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef/row"
)

// A record batch is closed when it has so many rows, or its values take so many bytes.
const (
	batchRows  = 32 << 10
	batchBytes = 64 << 20
)

// Records returns a sink that passes the rows to fn as record batches of some ten thousand rows each, in input order and one at
// a time, on the goroutine that calls Write or End. The columns are those of the schema, all of which may hold nulls.
//
// The record batch is released when fn returns: who keeps it calls Retain before, and Release some time. Nobody changes it
// after. When fn fails, its error is returned, wrapped, by every later Write and by End, and fn is not called again. Of a run
// that fails, the last rows are not passed.
func Records(fn func(arrow.RecordBatch) error) sink.Sink {
	return &recordSink{open: func(*arrow.Schema) (recordWriter, error) { return passed(fn), nil }}
}

// recordWriter takes record batches.
type recordWriter interface {
	write(batch arrow.RecordBatch) error
	// keeps is true where a batch may be in use after it has been written.
	keeps() bool
	// end ends what has been written after a run that succeeded.
	end() error
}

type passed func(arrow.RecordBatch) error

func (p passed) write(batch arrow.RecordBatch) error { return p(batch) }
func (p passed) keeps() bool                         { return true }
func (p passed) end() error                          { return nil }

// recordSink is a sink that makes record batches. The workers encode rows as chunks of columns, which Write puts together.
type recordSink struct {
	open    func(*arrow.Schema) (recordWriter, error)
	w       recordWriter
	schema  *arrow.Schema
	columns []*column
	buffers []*buffer
	rows    int // of the batch that is being put together
	ended   bool
	err     error // the first; nothing is written after it
}

func (s *recordSink) Begin(schema *row.Schema) error {
	s.columns, s.buffers = nil, nil
	for i := range schema.Columns {
		s.columns = append(s.columns, newColumn(&schema.Columns[i]))
	}
	for _, c := range s.columns {
		s.buffers = append(s.buffers, newBuffer(c))
	}
	s.schema = newSchema(schema, s.columns)
	var err error
	if s.w, err = s.open(s.schema); err != nil {
		return fmt.Errorf("write arrow: %w", err)
	}
	return nil
}

func (s *recordSink) Encode(dst []byte, batch *row.Batch) ([]byte, error) {
	switch {
	case batch.Width() != len(s.columns):
		return dst, fmt.Errorf("encode arrow: the batch has %d columns and the schema %d; "+
			"make it with row.NewBatch from the schema that Begin got", batch.Width(), len(s.columns))
	case batch.Rows() == 0:
		return dst, nil
	}
	return s.appendChunks(dst, batch, 0, batch.Rows())
}

func (s *recordSink) Write(encoded []byte, _ int) error {
	for s.err == nil && len(encoded) > 0 {
		encoded, s.err = s.add(encoded)
		if s.err == nil && (s.rows >= batchRows || s.size() >= batchBytes) {
			s.err = s.flush()
		}
	}
	return s.err
}

// add adds the first chunk to the batch, and returns the others.
func (s *recordSink) add(encoded []byte) (rest []byte, err error) {
	if len(encoded) < chunkHead || get32(encoded, 0) < chunkHead || get32(encoded, 0) > len(encoded) {
		return nil, errChunk
	}
	chunk, rest := encoded[chunkHead:get32(encoded, 0)], encoded[get32(encoded, 0):]
	for _, b := range s.buffers {
		if chunk, err = b.add(chunk); err != nil {
			return nil, err
		}
	}
	s.rows += get32(encoded, 4)
	return rest, nil
}

func (s *recordSink) size() int {
	n := 0
	for _, b := range s.buffers {
		n += b.size()
	}
	return n
}

// flush writes the batch and begins the next.
func (s *recordSink) flush() error {
	columns := make([]arrow.Array, len(s.buffers))
	for i, b := range s.buffers {
		if b.size() > math.MaxInt32 {
			return fmt.Errorf("write arrow: column %q: %w", b.name, errTooLong)
		}
		data := b.data()
		columns[i] = array.MakeFromData(data)
		data.Release()
		defer columns[i].Release()
	}
	batch := array.NewRecordBatch(s.schema, columns, int64(s.rows))
	defer batch.Release()
	if err := s.w.write(batch); err != nil {
		return fmt.Errorf("write arrow: %w", err)
	}
	for _, b := range s.buffers {
		b.reset(!s.w.keeps())
	}
	s.rows = 0
	return nil
}

// End writes the rows that are left, and ends what has been written, only where the run has succeeded.
func (s *recordSink) End(outcome error) error {
	if outcome != nil || s.ended {
		return s.err
	}
	s.ended = true
	if s.err == nil && s.rows > 0 {
		s.err = s.flush()
	}
	if s.err == nil {
		if err := s.w.end(); err != nil {
			s.err = fmt.Errorf("write arrow: %w", err)
		}
	}
	return s.err
}
