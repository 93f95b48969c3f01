package sink_test

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/sink/sinktest"
	"github.com/fhirview/fhirview/viewdef/row"
)

// The references here write text byte by byte, as the documentation of the formats has it. What the sinks do eight bytes at
// a time must come to the same bytes.

func referenceCSV(c row.Cell) string {
	switch c.Kind {
	case row.KindNull:
		return ""
	case row.KindInteger:
		return strconv.FormatInt(c.Int, 10)
	case row.KindBoolean:
		return strconv.FormatBool(c.Bool())
	}
	if s := c.Text; s == "" || strings.ContainsAny(s, "\",\r\n") || strings.HasPrefix(s, " ") || strings.HasSuffix(s, " ") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return c.Text
}

func referenceJSON(c row.Cell) string {
	switch c.Kind {
	case row.KindNull:
		return "null"
	case row.KindDecimal:
		if isNumber(c.Text) {
			return c.Text
		}
	case row.KindInteger, row.KindBoolean:
		return referenceCSV(c)
	}
	var b strings.Builder
	b.WriteByte('"')
	for s := c.Text; s != ""; {
		r, size := utf8.DecodeRuneInString(s)
		switch i := strings.IndexRune("\"\\\n\r\t\b\f", r); {
		case r == utf8.RuneError && size == 1:
			b.WriteString("\ufffd")
		case i >= 0:
			b.WriteString(`\` + `"\nrtbf`[i:i+1])
		case r < ' ':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(s[:size])
		}
		s = s[size:]
	}
	return b.String() + `"`
}

// referenceLines returns the rows in a line format: start, keys and values, end.
func referenceLines(rows [][]row.Cell, start string, key func(i int) string, cell func(row.Cell) string, end string) string {
	var b strings.Builder
	for _, cells := range rows {
		b.WriteString(start)
		for i, c := range cells {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(key(i) + cell(c))
		}
		b.WriteString(end)
	}
	return b.String()
}

// checkReference writes the rows as one batch, into memory that is as large as it has to be and into memory that is not.
func checkReference(t *testing.T, schema *row.Schema, rows [][]row.Cell) {
	t.Helper()
	noKey := func(int) string { return "" }
	jsonKey := func(i int) string { return referenceJSON(text(schema.Columns[i].Name)) + ":" }
	for _, c := range []struct {
		name string
		open func(io.Writer) sink.Sink
		want string
	}{
		{"csv", formats[0].open, referenceLines(rows, "", noKey, referenceCSV, "\n")},
		{"csv with CRLF", func(w io.Writer) sink.Sink { return sink.CSV(w, &sink.CSVOptions{CRLF: true}) }, referenceLines(rows, "", noKey, referenceCSV, "\r\n")},
		{"ndjson", sink.NDJSON, referenceLines(rows, "{", jsonKey, referenceJSON, "}\n")},
		{"json", sink.JSON, referenceLines(rows, ",\n{", jsonKey, referenceJSON, "}")},
	} {
		s := c.open(io.Discard)
		if err := s.Begin(schema); err != nil {
			t.Fatal(err)
		}
		for _, size := range []int{0, 1, len(c.want), 2*len(c.want) + 1000} {
			dst := append(make([]byte, 0, size+6), "before"...)
			got, err := s.Encode(dst, batchOf(schema, rows...))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff("before"+c.want, string(got)); diff != "" {
				t.Errorf("%s into %d bytes (-want +got):\n%s", c.name, size, diff)
			}
		}
	}
}

// Every byte at every place of texts of every length around a word, and around two.
func TestReferenceBytes(t *testing.T) {
	schema := columns("c", "a longer name", "seven", "")
	for length := 1; length < 35; length++ {
		var rows [][]row.Cell
		for at := range length {
			for c := range 256 {
				s := []byte(strings.Repeat("~", length))
				s[at] = byte(c)
				first := string(s)
				s[min(at+1, length-1)] = "\"\x01 !#,-\\]\x80\xff"[c%11]
				rows = append(rows, []row.Cell{text(first), text(string(s)), null(), text(first)})
			}
		}
		checkReference(t, schema, rows)
	}
}

func TestReferenceWorkloads(t *testing.T) {
	for _, w := range workloads() {
		if w.name == "patients" {
			continue // has lists and elements, which the other tests are about
		}
		var rows [][]row.Cell
		for i := range w.batch.Rows() {
			rows = append(rows, w.batch.Row(i))
		}
		checkReference(t, w.schema, rows)
	}
}

// A text is cut from larger ones: a copy that went past its ends would show what stands there.
func FuzzReference(f *testing.F) {
	for i, s := range sinktest.Texts() {
		f.Add(s, int64(i), uint8(i), uint8(3*i))
	}
	f.Fuzz(func(t *testing.T, s string, n int64, from, to uint8) {
		part := s[min(int(from), len(s)):]
		part = part[:min(int(to), len(part))]
		number := decimal(strconv.FormatInt(n, 10) + "." + strconv.FormatInt(int64(from), 10))
		cells := []row.Cell{text(part), null(), text(s), whole(n), text(part), number, truth(n), text(s + part)}
		checkReference(t, columns("a", "b", s, part, "e", "", "longer than a word", "h"), [][]row.Cell{cells, cells, {7: text(part)}})
	})
}

func truth(n int64) row.Cell { return row.Cell{Kind: row.KindBoolean, Int: n & 1} }
