// Package sink writes the rows of a view in a format.
package sink

import "github.com/fhirview/fhirview/viewdef/row"

// Sink takes the rows of one view. A runner calls Begin once, then Encode and Write any number of times, then End
// once, which is told how the run came out.
//
// Encode may be called by many goroutines at once, each with its own batch; every other method is called by one
// goroutine at a time. Write gets what Encode returned, in input order; what Encode returned in several calls for one dst
// may come in one Write.
//
// A sink may keep the schema, which does not change, and nothing else that it is given: batches, with their cells and texts, are
// filled with other rows when Encode has returned, and encoded when Write has.
type Sink interface {
	// Begin prepares the sink for rows of the schema. After an error there is no End: what Begin has opened, it closes.
	Begin(schema *row.Schema) error
	// Encode appends the rows of the batch to dst and returns the extended slice, or dst with an error.
	Encode(dst []byte, batch *row.Batch) ([]byte, error)
	// Write writes encoded rows.
	Write(encoded []byte, rows int) error
	// End ends the output. A nil outcome means that the run has succeeded and that all its rows were written; resources that
	// were left out under the policy Skip are no failure of a run. Only then may what can be taken for a complete table
	// come into being: a file under its name, a transaction that is committed. A stream is ended as far as it goes in any
	// case. Otherwise outcome is what the run failed with, among it that its context has ended, or that another of its
	// sinks could not end.
	//
	// The error is what went wrong in ending, or a failed write before, and need not repeat the outcome. End does not close
	// what the sink was given to write to.
	End(outcome error) error
}
