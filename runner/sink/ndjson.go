package sink

import (
	"io"

	"github.com/fhirview/fhirview/viewdef/row"
)

// NDJSON returns a sink that writes each row to w as a JSON object on a line of its own, every line ended by LF.
//
// An object has a key for every column, in the order of the columns; a null is null and a collection is an array, []
// where it is empty. Integers and decimals are numbers in their own text, also beyond 2^53 and with all their digits.
// A decimal whose text JSON does not allow gets the nearest text that it does, with the same digits after the point:
// +1 is 1, .5 is 0.5, 01.50 is 1.50, and 1. is 1. A text that is no number at all is written as a string.
//
// Strings are escaped only where JSON asks for it: quotes, backslashes and control characters, but not <, >, & or
// U+2028. A byte that is no valid UTF-8 is written as U+FFFD. Complex elements are written as they were read, without
// the whitespace between their parts.
//
// Each Write is one write to w. Encode does not allocate once dst is large enough. After a failed write every later
// Write, and End, returns the same error.
func NDJSON(w io.Writer) Sink {
	return &ndjsonSink{
		out:  output{w: w, format: "ndjson"},
		rows: jsonRows{format: "ndjson", before: "{", after: "}\n"},
	}
}

type ndjsonSink struct {
	out  output
	rows jsonRows
}

func (s *ndjsonSink) Begin(schema *row.Schema) error {
	s.rows.begin(schema)
	return nil
}

func (s *ndjsonSink) Encode(dst []byte, batch *row.Batch) ([]byte, error) {
	return s.rows.encode(dst, batch)
}

func (s *ndjsonSink) Write(encoded []byte, _ int) error { return s.out.write(encoded) }

func (s *ndjsonSink) End(error) error { return s.out.err }
