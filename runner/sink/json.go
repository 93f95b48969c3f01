package sink

import (
	"io"

	"github.com/fhirview/fhirview/viewdef/row"
)

// JSON returns a sink that writes the rows to w as one JSON array, a row on each line between the brackets. No rows
// are []. A line end follows the closing bracket.
//
// Rows, keys and values are those that NDJSON writes. The array is closed by End, also where a run has failed or was
// cancelled, unless writing itself has failed.
//
// Begin, each Write and End are one write to w each. Encode does not allocate once dst is large enough. After a failed
// write every later Write, and End, returns the same error.
func JSON(w io.Writer) Sink {
	return &jsonSink{
		out:  output{w: w, format: "json"},
		rows: jsonRows{format: "json", before: ",\n{", after: "}"},
	}
}

type jsonSink struct {
	out  output
	rows jsonRows
	tail string // what closes the array: nothing before Begin and after End
}

func (s *jsonSink) Begin(schema *row.Schema) error {
	s.rows.begin(schema)
	s.tail = "]\n"
	return s.out.write([]byte("["))
}

func (s *jsonSink) Encode(dst []byte, batch *row.Batch) ([]byte, error) {
	return s.rows.encode(dst, batch)
}

// Write drops the comma before the first row of all: whoever encoded it could not know that it is the first.
func (s *jsonSink) Write(encoded []byte, _ int) error {
	if s.tail == "]\n" && len(encoded) > 0 {
		encoded = encoded[1:]
		s.tail = "\n]\n"
	}
	return s.out.write(encoded)
}

func (s *jsonSink) End(error) error {
	tail := s.tail
	s.tail = ""
	return s.out.write([]byte(tail))
}
