package sink

import (
	"io"

	"github.com/fhirview/fhirview/viewdef/row"
)

// TableOptions says how Table writes. Its zero value is ready to use.
type TableOptions struct {
	// MaxWidth is the number of terminal columns that a cell or a column name may take; what is wider is cut and ends
	// in an ellipsis. Negative is no limit. Default: 0, which is 60.
	MaxWidth int
}

// measuredRows is how many rows the widths of a table come from, and so how many it keeps in memory.
const measuredRows = 1000

// Table returns a sink that writes an aligned table to w, for people at a terminal and not for programs: the column
// names, a line of dashes, and a line for each row. Nil options are the defaults.
//
// Booleans and numbers are aligned right, everything else left. Columns are as wide as the first 1000 rows need,
// which are therefore kept until there are as many, or until End; later rows are written as they come, and a cell wider
// than its column moves the rest of its line to the right. Wide characters, emoji and combining marks count as what
// they take on a terminal.
//
// A null shows as nothing, as an empty string does. Collections and complex elements are JSON text. A row is one line
// whatever it holds, and data cannot control the terminal: line ends and tabs show as \n, \r and \t, other control
// characters, characters that change the direction of text, and bytes that are no UTF-8 as \x1b or \u202e.
//
// The number of rows is not written; without rows there are only the names and the dashes. After a failed write every
// later Write, and End, returns the same error.
func Table(w io.Writer, o *TableOptions) Sink {
	s := &tableSink{out: output{w: w, format: "table"}, max: 60}
	if o != nil && o.MaxWidth != 0 {
		s.max = max(o.MaxWidth, 0)
	}
	return s
}

type tableSink struct {
	out     output
	max     int // 0 is no limit
	columns []tableColumn
	names   []byte // encoded as a row

	// While measuring, which is from Begin until the widths are known, head holds the encoded rows that they come from.
	measuring bool
	head      []byte
	headRows  int

	lines []byte // reused by Write
}

type tableColumn struct {
	right bool
	width int
}

func (s *tableSink) Begin(schema *row.Schema) error {
	s.columns = make([]tableColumn, len(schema.Columns))
	for i, c := range schema.Columns {
		s.columns[i].right = !c.Collection && c.Type != row.String && c.Type != row.JSON
		s.names = appendTableCell(s.names, &row.Cell{Kind: row.KindString, Text: c.Name}, s.max)
	}
	s.measure(s.names, 1)
	s.measuring = true
	return nil
}

// Encode appends each cell as it will show, with its width before it, so that measuring text, which is most of the
// work, is done here and concurrently.
func (s *tableSink) Encode(dst []byte, batch *row.Batch) ([]byte, error) {
	if err := checkBatch("table", len(s.columns), batch); err != nil {
		return dst, err
	}
	for r := range batch.Rows() {
		cells := batch.Row(r)
		for i := range cells {
			dst = appendTableCell(dst, &cells[i], s.max)
		}
	}
	return dst, nil
}

func (s *tableSink) Write(encoded []byte, rows int) error {
	if s.out.err != nil {
		return s.out.err
	}
	if s.measuring {
		n := min(rows, measuredRows-s.headRows)
		rest := s.measure(encoded, n)
		s.head = append(s.head, encoded[:len(encoded)-len(rest)]...)
		s.headRows += n
		if s.headRows < measuredRows {
			return nil
		}
		if err := s.writeHead(); err != nil {
			return err
		}
		encoded, rows = rest, rows-n
	}
	s.lines = s.appendRows(s.lines[:0], encoded, rows)
	return s.out.write(s.lines)
}

func (s *tableSink) End(error) error {
	if s.measuring && s.out.err == nil {
		return s.writeHead()
	}
	return s.out.err
}

// measure widens the columns to the cells of the first n encoded rows and returns the rows after them.
func (s *tableSink) measure(encoded []byte, n int) []byte {
	for range n {
		for i := range s.columns {
			var width int
			_, width, encoded = cutTableCell(encoded)
			s.columns[i].width = max(s.columns[i].width, width)
		}
	}
	return encoded
}

// writeHead writes the names, the dashes and the rows that were kept.
func (s *tableSink) writeHead() error {
	lines := s.appendRows(nil, s.names, 1)
	lines = s.appendDashes(lines)
	lines = s.appendRows(lines, s.head, s.headRows)
	s.measuring, s.names, s.head = false, nil, nil
	return s.out.write(lines)
}

const columnGap = 2

func (s *tableSink) appendDashes(dst []byte) []byte {
	for i, c := range s.columns {
		if i > 0 {
			dst = appendRepeated(dst, ' ', columnGap)
		}
		dst = appendRepeated(dst, '-', c.width)
	}
	return append(dst, '\n')
}

func (s *tableSink) appendRows(dst, encoded []byte, rows int) []byte {
	var text []byte
	var width int
	for range rows {
		spaces := 0 // not written before there is something to the right of them
		for i, c := range s.columns {
			if i > 0 {
				spaces += columnGap
			}
			text, width, encoded = cutTableCell(encoded)
			pad := max(c.width-width, 0)
			if c.right {
				spaces += pad
				pad = 0
			}
			if len(text) > 0 {
				dst = append(appendRepeated(dst, ' ', spaces), text...)
				spaces = 0
			}
			spaces += pad
		}
		dst = append(dst, '\n')
	}
	return dst
}

func appendRepeated(dst []byte, c byte, n int) []byte {
	for range n {
		dst = append(dst, c)
	}
	return dst
}
