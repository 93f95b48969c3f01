package sink

import (
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/viewdef/row"
)

// jsonRows encodes rows as JSON objects. What comes before and after an object is part of the encoding, so that
// encoded batches need nothing but to be written one after the other.
type jsonRows struct {
	format string
	before string
	after  string
	keys   []jsonKey
}

// jsonKey is what stands before a column's values: `"name":`, after a comma or the start of the object.
type jsonKey struct {
	text string // with spaces behind it that make its length a multiple of eight
	n    int    // the length without them
}

// begin makes the keys. They are kept in the order of the columns.
func (j *jsonRows) begin(schema *row.Schema) {
	j.keys = make([]jsonKey, len(schema.Columns))
	for i, c := range schema.Columns {
		key := []byte(j.before)
		if i > 0 {
			key = []byte{','}
		}
		key = append(appendJSONString(key, c.Name), ':')
		j.keys[i] = jsonKey{string(key) + strings.Repeat(" ", -len(key)&7), len(key)}
	}
}

func (j *jsonRows) encode(dst []byte, batch *row.Batch) ([]byte, error) {
	if err := checkBatch(j.format, len(j.keys), batch); err != nil {
		return dst, err
	}
	at, buf := len(dst), dst[:cap(dst)]
	for r := range batch.Rows() {
		buf = room(buf, at, 0)
		if len(j.keys) == 0 {
			at += copy(buf[at:], j.before)
		}
		buf, at = j.putCells(buf, at, batch.Row(r))
		buf = room(buf, at, 0)
		at += copy(buf[at:], j.after)
	}
	return buf[:at], nil
}

// putCells writes the cells to buf from at on, each after its key, and returns where they end.
func (j *jsonRows) putCells(buf []byte, at int, cells []row.Cell) ([]byte, int) {
	keys := j.keys[:len(cells)]
	for i := range cells {
		c, key := &cells[i], &keys[i]
		buf = room(buf, at, len(key.text)+len(c.Text))
		copyKey(buf[at:], key.text)
		at += key.n
		switch c.Kind {
		case row.KindString:
			// What is not plain has been copied all the same, and that is enough for text without escapes in any script.
			if buf[at] = '"'; copyPlain(buf[at+1:], c.Text) || isUnescaped(c.Text) {
				at += len(c.Text) + 2
				buf[at-1] = '"'
			} else {
				buf, at = whole(appendJSONString(buf[:at], c.Text))
			}
		case row.KindInteger:
			at = len(strconv.AppendInt(buf[:at], c.Int, 10))
		case row.KindBoolean:
			at += copy(buf[at:], boolText(c.Bool()))
		case row.KindDecimal:
			if isPlainNumber(c.Text) {
				at += copy(buf[at:], c.Text)
			} else {
				buf, at = whole(appendJSONNumber(buf[:at], c.Text))
			}
		case row.KindJSON, row.KindList:
			buf, at = whole(appendJSONCell(buf[:at], c))
		default:
			*(*[4]byte)(buf[at:]) = [4]byte{'n', 'u', 'l', 'l'}
			at += 4
		}
	}
	return buf, at
}
