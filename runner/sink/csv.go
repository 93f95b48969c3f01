package sink

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"github.com/fhirview/fhirview/viewdef/row"
)

// CSVOptions says how CSV writes. Its zero value is ready to use.
type CSVOptions struct {
	// NoHeader leaves out the line of column names. Default: false, the header is written.
	NoHeader bool
	// Tab separates fields by tabs, in place of commas. It is the tab then that makes a field need quotes, and not the comma.
	// Default: false.
	Tab bool
	// CRLF ends lines with CR LF, as RFC 4180 has it, in place of LF. Default: false.
	CRLF bool
}

// CSV returns a sink that writes comma-separated values as in RFC 4180 to w; nil options are the defaults.
//
// A null is an empty field, and an empty string is "" in quotes, so that a reader that cares can tell them apart.
// Booleans are true and false, integers and decimals are in their own text (1.0 stays 1.0), and collections and complex
// elements are JSON text, as NDJSON writes it. A field is quoted if it is an empty string, holds a comma, a quote, a
// CR or an LF, or starts or ends with a space, and not otherwise. Text is written byte for byte, whatever its encoding.
//
// In a view with one column a null makes an empty line, which some readers skip (encoding/csv among them). Some
// readers also turn a CR LF inside a quoted field into LF (again encoding/csv).
//
// Data is written as it is: a text that starts with =, +, - or @ is a formula to a spreadsheet that opens the file.
// Whoever passes files with text of unknown origin to spreadsheet users has to guard against that.
//
// Each Write is one write to w, and Begin another for the header. Encode does not allocate once dst is large enough.
// After a failed write every later Write, and End, returns the same error.
func CSV(w io.Writer, o *CSVOptions) Sink {
	s := &csvSink{out: output{w: w, format: "csv"}, csvForm: csvForm{',', "\n"}}
	if o != nil && o.Tab {
		s.out.format, s.separator = "tsv", '\t'
	}
	if o != nil && o.CRLF {
		s.eol = "\r\n"
	}
	s.header = o == nil || !o.NoHeader
	return s
}

type csvSink struct {
	csvForm
	out     output
	header  bool
	columns int
}

// csvForm is what stands between fields and between lines.
type csvForm struct {
	separator byte
	eol       string
}

func (s *csvSink) Begin(schema *row.Schema) error {
	s.columns = len(schema.Columns)
	if !s.header {
		return nil
	}
	var line []byte
	for i, c := range schema.Columns {
		if i > 0 {
			line = append(line, s.separator)
		}
		line = appendCSVText(line, c.Name, s.separator)
	}
	return s.out.write(append(line, s.eol...))
}

func (s *csvSink) Encode(dst []byte, batch *row.Batch) ([]byte, error) {
	if err := checkBatch(s.out.format, s.columns, batch); err != nil {
		return dst, err
	}
	buf, at := dst[:cap(dst)], len(dst)
	if fastCSV && s.columns > 0 && s.separator == ',' {
		buf, at = putCSVFast(buf, at, batch, s.eol)
	} else {
		buf, at = putCSVRows(buf, at, batch, s.csvForm)
	}
	return buf[:at], nil
}

// putCSVRows writes the rows of the batch to buf from at on, and returns where they end.
func putCSVRows(buf []byte, at int, batch *row.Batch, form csvForm) ([]byte, int) {
	head := csvHead{from: at, separator: form.separator}
	for r := range batch.Rows() {
		cells := batch.Row(r)
		if r > 0 {
			buf, at, cells = head.put(buf, at, batch.Row(r-1), cells)
		}
		if buf, at = putCSVCells(buf, at, cells, form.separator); batch.Width() > 0 {
			at--
		}
		buf, at = putEOL(buf, at, form.eol)
	}
	return buf, at
}

// putEOL writes a line end, which takes the place of the separator after the last cell.
func putEOL(buf []byte, at int, eol string) ([]byte, int) {
	buf = room(buf, at, 0)
	return buf, at + copy(buf[at:], eol)
}

// csvHead is what a row begins with that the row before it began with too: the rows of a forEach repeat the cells that
// stand outside of it, so that their text is copied as one.
type csvHead struct {
	from  int // where the row before begins
	cells int // how many of its first cells are known to be bytes long together
	bytes int

	separator byte
}

// put writes the first cells of a row that it has in common with the row before, and returns the others.
func (h *csvHead) put(buf []byte, at int, before, cells []row.Cell) ([]byte, int, []row.Cell) {
	from, same := at, 0
	for same < len(cells) && identical(&before[same], &cells[same]) {
		same++
	}
	known := h.cells
	if known <= same {
		buf = room(buf, at, h.bytes)
		at += copy(buf[at:], buf[h.from:h.from+h.bytes])
	} else {
		known = 0
	}
	buf, at = putCSVCells(buf, at, cells[known:same], h.separator)
	h.from, h.cells, h.bytes = from, same, at-from
	return buf, at, cells[same:]
}

// identical is true for cells that are the same, and not only alike: they share their text.
func identical(a, b *row.Cell) bool {
	return a.Kind == b.Kind && a.Int == b.Int && len(a.Text) == len(b.Text) &&
		unsafe.StringData(a.Text) == unsafe.StringData(b.Text) //nolint:gosec // compared, never read
}

func (s *csvSink) Write(encoded []byte, _ int) error { return s.out.write(encoded) }

func (s *csvSink) End(error) error { return s.out.err }

// putCSVCells writes the cells to buf from at on, each with a separator behind it, and returns where they end.
func putCSVCells(buf []byte, at int, cells []row.Cell, separator byte) ([]byte, int) {
	for len(cells) > 0 {
		done, bytes := putPlainCells(buf[at:], cells, separator)
		at += bytes
		if cells = cells[done:]; len(cells) == 0 {
			break
		}
		buf, at = putCSVCell(buf, at, &cells[0], separator)
		cells = cells[1:]
	}
	return buf, at
}

// putPlainCells writes cells to dst up to the first that needs quotes or more room than there is, and returns how many it
// wrote and in how many bytes. Many cells are null, and nearly all others are of this kind, so that it keeps all that it
// needs in registers.
//
// It goes by a pointer, as the copies in copy.go do. That is sound because no cell is written without room for its text
// and slack, which its separator is a part of. A text with a comma is left to putCSVCell whatever the separator is.
func putPlainCells(dst []byte, cells []row.Cell, separator byte) (done, bytes int) {
	start := unsafe.Pointer(unsafe.SliceData(dst)) //nolint:gosec // see above
	at, last := 0, len(dst)-slack
	for i := range cells {
		c := &cells[i]
		if at+len(c.Text) > last {
			return i, at
		}
		if c.Kind != row.KindNull {
			if c.Kind != row.KindString && c.Kind != row.KindDecimal || !copyField(unsafe.Add(start, at), c.Text) {
				return i, at
			}
			at += len(c.Text)
		}
		*(*byte)(unsafe.Add(start, at)) = separator
		at++
	}
	return len(cells), at
}

// putCSVCell writes any cell, and a separator.
func putCSVCell(buf []byte, at int, c *row.Cell, separator byte) ([]byte, int) {
	buf = room(buf, at, len(c.Text))
	switch c.Kind {
	case row.KindString, row.KindDecimal:
		buf, at = whole(appendCSVText(buf[:at], c.Text, separator))
	case row.KindInteger:
		at = len(strconv.AppendInt(buf[:at], c.Int, 10))
	case row.KindBoolean:
		at += copy(buf[at:], boolText(c.Bool()))
	case row.KindJSON, row.KindList:
		buf, at = whole(quoteFrom(appendJSONCell(buf[:at], c), at, separator))
	}
	buf[at] = separator
	return buf, at + 1
}

func boolText(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func appendCSVText(dst []byte, s string, separator byte) []byte {
	if s != "" && s[0] != ' ' && s[len(s)-1] != ' ' && !hasQuotable(s, separator) {
		return append(dst, s...)
	}
	dst = append(dst, '"')
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			dst = append(dst, s...)
			return append(dst, '"')
		}
		dst = append(dst, s[:i]...)
		dst = append(dst, `""`...)
		s = s[i+1:]
	}
}

// quoteFrom quotes the JSON text dst[start:] where it needs quotes, in place: its length before it is written is not
// known, and a second buffer would be one for each call of Encode. JSON that was compacted has no CR, LF or space at
// its ends.
func quoteFrom(dst []byte, start int, separator byte) []byte {
	text := dst[start:]
	quotes := bytes.Count(text, []byte{'"'})
	if quotes == 0 && bytes.IndexByte(text, separator) < 0 {
		return dst
	}
	n := len(text)
	dst = slices.Grow(dst, quotes+2)[:len(dst)+quotes+2]
	text = dst[start:]
	text[len(text)-1] = '"'
	spreadQuotes(text[1:len(text)-1], text[:n])
	text[0] = '"'
	return dst
}

// spreadQuotes copies src to dst with every quote doubled. Dst is as long as that takes and starts one byte after src
// in the same memory: going from the end, a byte is read before its place is written. It has no branch on the bytes,
// of which JSON has a quote every few.
func spreadQuotes(dst, src []byte) {
	to := len(dst) - 1
	for from := len(src) - 1; from > 0; from-- {
		c := src[from]
		dst[to] = c
		dst[to-1] = c // overwritten, unless it is a quote
		double := 0
		if c == '"' {
			double = 1
		}
		to -= 1 + double
	}
	if len(src) > 0 {
		c := src[0]
		for ; to >= 0; to-- {
			dst[to] = c
		}
	}
}
