package parquet

import (
	"context"
	"errors"
	"io"

	"github.com/fhirview/fhirview/internal/outfile"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef/row"
)

// File returns a sink that writes a file as New has it. The path leads to nothing that is new before End is called for a run
// that has succeeded and all of the file is on the disk; what was there before stays until then.
//
// With a MaxFileSize there are parts in place of the file: rows-00001.parquet, rows-00002.parquet and so on for
// rows.parquet, which get their names together. Parts of an older table that this one has not as many of are removed then.
func File(path string, o *Options) sink.Sink {
	s := &namedSink{path: path}
	if o != nil {
		s.opts = *o
	}
	return s
}

type namedSink struct {
	fileSink
	path  string
	files outfile.Files
}

func (s *namedSink) Begin(schema *row.Schema) error {
	ctx := context.Background() // a sink knows none
	create := func() (io.Writer, error) { return s.files.Create(ctx, s.path) }
	if s.opts.MaxFileSize > 0 {
		parts := s.files.Parts(s.path)
		create = func() (io.Writer, error) { return parts.Create(ctx) }
		s.opts.Next = create
	}
	var err error
	if s.out, err = create(); err != nil {
		return err
	}
	if err = s.fileSink.Begin(schema); err != nil {
		return errors.Join(err, s.files.Discard())
	}
	return nil
}

func (s *namedSink) End(outcome error) error {
	err := s.fileSink.End(outcome)
	if outcome != nil || err != nil {
		return errors.Join(err, s.files.Discard())
	}
	return s.files.Commit()
}
