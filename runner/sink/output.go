package sink

import (
	"fmt"
	"io"

	"github.com/fhirview/fhirview/viewdef/row"
)

// output is the writer under a text sink. The first error stays: a writer that failed once may have lost part of a
// row, and whatever follows would be read as the rest of that row.
type output struct {
	w      io.Writer
	format string // named in errors
	err    error
}

// write writes all of p in one call, or fails.
func (o *output) write(p []byte) error {
	if o.err != nil || len(p) == 0 {
		return o.err
	}
	if o.w == nil {
		o.err = fmt.Errorf("write %s: there is no writer", o.format)
		return o.err
	}
	n, err := o.w.Write(p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	if err != nil {
		o.err = fmt.Errorf("write %s: %w", o.format, err)
	}
	return o.err
}

// checkBatch reports a batch that was not made for the schema.
func checkBatch(format string, columns int, batch *row.Batch) error {
	if batch.Width() != columns {
		return fmt.Errorf("encode %s: the batch has %d columns and the schema %d; "+
			"make it with row.NewBatch from the schema that Begin got", format, batch.Width(), columns)
	}
	return nil
}
