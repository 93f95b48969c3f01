// Package sink writes the rows of a view in a format.
package sink

import "github.com/fhirview/fhirview/viewdef/row"

// Sink takes the rows of one view. A runner calls Begin once, then Encode and Write any number of times, then End
// once, also after an error or a cancelled run, so that what was written is complete as far as it goes.
//
// Encode may be called by many goroutines at once, each with its own batch; every other method is called by one
// goroutine at a time. Write gets what Encode returned, in input order.
type Sink interface {
	// Begin prepares the sink for rows of the schema.
	Begin(schema *row.Schema) error
	// Encode appends the rows of the batch to dst and returns the extended slice. It keeps nothing of the batch.
	Encode(dst []byte, batch *row.Batch) ([]byte, error)
	// Write writes encoded rows. It does not keep encoded after it returns.
	Write(encoded []byte, rows int) error
	// End writes what the format ends with and flushes. It does not close what the sink writes to.
	End() error
}
