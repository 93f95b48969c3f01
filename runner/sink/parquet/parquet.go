// Package parquet writes the rows of a view as Parquet files.
package parquet

import (
	"errors"
	"fmt"
	"io"

	"github.com/fhirview/fhirview/internal/parquet"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Options says how files are written. Its zero value is ready to use.
type Options struct {
	// Compression is zstd, snappy or none. Default: zstd, at its fastest level.
	Compression string
	// MaxFileSize is how many bytes a file has at most; then there is another. Only a file of a single row group, which is
	// smaller than that before it is compressed, may become larger. Default: 0, there is one file.
	MaxFileSize int64
	// Next returns what the next file is written to, when the one before is complete. New needs it where there is a
	// MaxFileSize, and File, which knows the names of its files, does not look at it. One goroutine at a time calls it, but not
	// the one that calls the sink.
	Next func() (io.Writer, error)
}

// New returns a sink that writes a Parquet file to w; nil options are the defaults.
//
// Columns are typed by the schema alone, whatever the rows hold: booleans, integers, and texts for all else where the view was
// compiled without types, and besides dates, points in time, times, decimals and bytes where it was compiled with them. A
// complex element is text with the logical type JSON. Every cell can be null. A collection is a list (of three levels, as
// readers expect), of which an empty one is not null. Bytes of texts that are not UTF-8 become U+FFFD, as in NDJSON.
//
// The metadata of a file tells of the view: fhirview.view, .url, .version and .digest, where it has them, and fhirview.columns, a
// JSON object with the FHIR type of each column.
//
// Rows keep their order. A row group has 128 Ki rows, or fewer where these take more than 64 MB. What has been written when a
// run fails has no footer, and no reader takes it for a file. Encode does not allocate for each cell. After a failed write every
// later Write, and End, returns the same error.
func New(w io.Writer, o *Options) sink.Sink {
	s := &fileSink{out: w}
	if o != nil {
		s.opts = *o
	}
	return s
}

type fileSink struct {
	opts    Options
	out     io.Writer
	columns []column
	writer  *parquet.Writer
}

func (s *fileSink) Begin(schema *row.Schema) error {
	compression, ok := map[string]parquet.Compression{
		"": parquet.Zstd, "zstd": parquet.Zstd, "snappy": parquet.Snappy, "none": parquet.Uncompressed,
	}[s.opts.Compression]
	if !ok {
		return fmt.Errorf("parquet: unknown compression %q; there are zstd, snappy and none", s.opts.Compression)
	}
	if s.opts.MaxFileSize > 0 && s.opts.Next == nil {
		return errors.New("parquet: MaxFileSize without Next, which returns the next file")
	}
	if s.out == nil {
		return errors.New("write parquet: there is no writer")
	}
	metadata, err := metadataOf(schema)
	if err != nil {
		return err
	}
	s.columns = columnsOf(schema)
	stored := make([]parquet.Column, len(s.columns))
	for i := range s.columns {
		stored[i] = s.columns[i].Column
	}
	s.writer = parquet.NewWriter(s.out, stored, &parquet.Options{
		Compression: compression, CreatedBy: createdBy(), Metadata: metadata, MaxBytes: s.opts.MaxFileSize, Next: s.opts.Next,
	})
	return nil
}

func (s *fileSink) Encode(dst []byte, batch *row.Batch) ([]byte, error) {
	if batch.Width() != len(s.columns) {
		return dst, fmt.Errorf("encode parquet: the batch has %d columns and the schema %d; "+
			"make it with row.NewBatch from the schema that Begin got", batch.Width(), len(s.columns))
	}
	e := s.writer.Encoder()
	defer e.Release()
	start := len(dst)
	dst = e.Begin(dst, batch.Rows())
	for i := range s.columns {
		to := e.Column(i)
		if err := s.columns[i].add(to, batch.Cells(), i, len(s.columns)); err != nil {
			return dst[:start], err
		}
		dst = to.AppendTo(dst)
	}
	return e.End(dst, start), nil
}

func (s *fileSink) Write(encoded []byte, _ int) error { return wrap(s.writer.Write(encoded)) }

func (s *fileSink) End(outcome error) error {
	if outcome != nil {
		return wrap(s.writer.Abort())
	}
	return wrap(s.writer.Close())
}

func wrap(err error) error {
	if err != nil {
		return fmt.Errorf("write parquet: %w", err)
	}
	return nil
}
