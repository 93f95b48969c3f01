package sink

import (
	"github.com/fhirview/fhirview/viewdef/row"
)

// jsonRows encodes rows as JSON objects. What comes before and after an object is part of the encoding, so that
// encoded batches need nothing but to be written one after the other.
type jsonRows struct {
	format string
	before string
	after  string
	keys   []string // `"name":`, after a comma but for the first
}

// begin makes the keys. They are kept in the order of the columns.
func (j *jsonRows) begin(schema *row.Schema) {
	j.keys = make([]string, len(schema.Columns))
	for i, c := range schema.Columns {
		var key []byte
		if i > 0 {
			key = append(key, ',')
		}
		j.keys[i] = string(append(appendJSONString(key, c.Name), ':'))
	}
}

func (j *jsonRows) encode(dst []byte, batch *row.Batch) ([]byte, error) {
	if err := checkBatch(j.format, len(j.keys), batch); err != nil {
		return dst, err
	}
	for r := range batch.Rows() {
		dst = append(dst, j.before...)
		for i, key := range j.keys {
			dst = append(dst, key...)
			dst = appendJSONCell(dst, &batch.Columns[i][r])
		}
		dst = append(dst, j.after...)
	}
	return dst, nil
}
