package bench

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
)

// The baseline is what one would write for a view without fhirview: a generic JSON decoder that keeps the text of
// numbers, a function that picks the columns out of the maps, and the standard CSV writer. It knows what its columns
// need and no more: no FHIRPath, no check that a value is single or of the right type.

// extractor adds the rows of a resource.
type extractor func(out *rows, resource map[string]any)

// rows passes on the rows that an extractor finds. The cells of a row are in memory that the next one overwrites.
type rows struct {
	cells []string
	use   func(cells []string) error
	err   error
}

func (r *rows) add(cells ...string) {
	r.cells = append(r.cells[:0], cells...)
	if err := r.use(r.cells); err != nil && r.err == nil {
		r.err = err
	}
}

// baselineRun writes the CSV of all resources of the input.
func baselineRun(w io.Writer, header []string, extract extractor, text []byte) error {
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	each := &rows{use: out.Write}
	err := baselineDecode(text, func(resource map[string]any) error {
		extract(each, resource)
		return each.err
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// baselineDecode decodes all resources of the input.
func baselineDecode(text []byte, use func(map[string]any) error) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	for {
		var resource map[string]any
		switch err := decoder.Decode(&resource); err {
		case nil:
		case io.EOF:
			return nil
		default:
			return err
		}
		if err := use(resource); err != nil {
			return err
		}
	}
}

// text returns a primitive as CSV has it.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return ""
}
