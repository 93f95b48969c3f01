package sink_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/sink/sinktest"
	"github.com/fhirview/fhirview/viewdef/row"
)

func TestCSV(t *testing.T) {
	want := func(_ row.Column, c row.Cell) any { return csvValue(t, c) }
	for _, c := range []struct {
		name, separator, eol string
		options              *sink.CSVOptions
	}{
		{"LF", ",", "\n", nil},
		{"CRLF", ",", "\r\n", &sink.CSVOptions{CRLF: true}},
		{"tabs", "\t", "\n", &sink.CSVOptions{Tab: true}},
		{"tabs and CRLF", "\t", "\r\n", &sink.CSVOptions{Tab: true, CRLF: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			open := func(w io.Writer) sink.Sink { return sink.CSV(w, c.options) }
			sinktest.ExerciseWriter(t, open, func(b []byte) (sinktest.Rows, error) { return readCSV(string(b), c.separator, c.eol) }, want)
			sinktest.ExerciseColumns(t, open, func(b []byte) ([]string, error) {
				header, row, found := strings.Cut(string(b), c.eol)
				if !found || row != header+c.eol { // each cell has its column's name
					return nil, errors.New("the cells are not those of the columns")
				}
				return strings.Split(header, c.separator), nil
			})
		})
	}
}

func TestCSVFields(t *testing.T) {
	for _, c := range []struct {
		cell row.Cell
		want string
	}{
		{null(), ``},
		{text(""), `""`},
		{text("plain text"), `plain text`},
		{text(" lead"), `" lead"`},
		{text("trail "), `"trail "`},
		{text(" "), `" "`},
		{text("\ttab\t"), "\ttab\t"},
		{text("a,b"), `"a,b"`},
		{text(`say "hi"`), `"say ""hi"""`},
		{text("a\nb"), "\"a\nb\""},
		{text("a\rb"), "\"a\rb\""},
		{text("=1+1"), `=1+1`},
		{text("a\xffb"), "a\xffb"},
		{decimal("01.500"), `01.500`},
		{whole(-9223372036854775808), `-9223372036854775808`},
		{row.Cell{Kind: row.KindBoolean, Int: 1}, `true`},
		{row.Cell{Kind: row.KindBoolean}, `false`},
		{list(), `[]`},
		{list(whole(1)), `[1]`},
		{list(whole(1), null()), `"[1,null]"`},
		{list(text("")), `"[""""]"`},
		{list(text(`a"b`)), `"[""a\""b""]"`},
		{element("{ }"), `{}`},
		{element("{ \"a\" :\n\"b c\" }"), `"{""a"":""b c""}"`},
	} {
		want := "a,b,c\nx," + c.want + ",y\n"
		got := written(t, formats[0].open, columns("a", "b", "c"), []row.Cell{text("x"), c.cell, text("y")})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.cell, diff)
		}
	}
}

func TestCSVOptions(t *testing.T) {
	for _, c := range []struct {
		options *sink.CSVOptions
		want    string
	}{
		{nil, "a,\"b,c\"\n1,\n"},
		{&sink.CSVOptions{}, "a,\"b,c\"\n1,\n"},
		{&sink.CSVOptions{CRLF: true}, "a,\"b,c\"\r\n1,\r\n"},
		{&sink.CSVOptions{NoHeader: true}, "1,\n"},
		{&sink.CSVOptions{NoHeader: true, CRLF: true}, "1,\r\n"},
		{&sink.CSVOptions{Tab: true}, "a\tb,c\n1\t\n"},
	} {
		open := func(w io.Writer) sink.Sink { return sink.CSV(w, c.options) }
		got := written(t, open, columns("a", "b,c"), []row.Cell{whole(1), null()})
		if got != c.want {
			t.Errorf("options %+v: got %q, want %q", c.options, got, c.want)
		}
	}
}

// TestTSVFields has what makes a field need quotes where tabs stand between fields.
func TestTSVFields(t *testing.T) {
	for _, c := range []struct {
		cell row.Cell
		want string
	}{
		{text("a,b"), "a,b"},
		{text("Doe, Jane and John"), "Doe, Jane and John"},
		{text("a\tb"), "\"a\tb\""},
		{text("a long text\twith a tab"), "\"a long text\twith a tab\""},
		{text("a\vb"), "a\vb"},
		{text("a\nb"), "\"a\nb\""},
		{text(`a"b`), `"a""b"`},
		{list(whole(1), whole(2)), "[1,2]"},
		{list(text("a")), `"[""a""]"`},
		{null(), ""},
	} {
		open := func(w io.Writer) sink.Sink { return sink.CSV(w, &sink.CSVOptions{Tab: true}) }
		got := written(t, open, columns("a", "b\tc"), []row.Cell{c.cell, text("y")}, []row.Cell{c.cell, c.cell})
		want := "a\t\"b\tc\"\n" + c.want + "\ty\n" + c.want + "\t" + c.want + "\n"
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.cell, diff)
		}
	}
}

// csvValue is what readCSV reads for a cell.
func csvValue(t testing.TB, c row.Cell) any {
	switch c.Kind {
	case row.KindNull:
		return nil
	case row.KindString, row.KindDecimal:
		return c.Text
	default:
		return jsonText(t, c)
	}
}

// readCSV is a reader of RFC 4180 that keeps apart what encoding/csv does not: a field that is empty from one that is
// "" in quotes, blank lines from none, and CR LF from LF.
func readCSV(s, separator, eol string) (sinktest.Rows, error) {
	var names []string
	var rows sinktest.Rows
	for header := true; s != ""; header = false {
		var fields []any
		var err error
		if fields, s, err = readCSVLine(s, separator, eol); err != nil {
			return nil, err
		}
		if header {
			for _, f := range fields {
				if f != nil { // the blank line that stands for no columns
					names = append(names, f.(string))
				}
			}
			continue
		}
		if len(fields) != max(len(names), 1) {
			return nil, errors.New("a line has another number of fields than the header")
		}
		values := make(map[string]any)
		for i, name := range names {
			values[name] = fields[i]
		}
		rows = append(rows, values)
	}
	return rows, nil
}

func readCSVLine(s, separator, eol string) (fields []any, rest string, err error) {
	for {
		var field any
		if strings.HasPrefix(s, `"`) {
			var text strings.Builder
			for strings.HasPrefix(s, `"`) {
				part, after, ok := strings.Cut(s[1:], `"`)
				if !ok {
					return nil, "", errors.New("quote without end")
				}
				text.WriteString(part)
				if s = after; strings.HasPrefix(s, `"`) {
					text.WriteByte('"')
				}
			}
			field = text.String()
		} else if n := strings.IndexAny(s, separator+"\"\r\n"); n > 0 {
			field, s = s[:n], s[n:]
		}
		fields = append(fields, field)
		switch {
		case strings.HasPrefix(s, eol):
			return fields, s[len(eol):], nil
		case !strings.HasPrefix(s, separator):
			return nil, "", errors.New("neither separator nor line end after a field")
		}
		s = s[1:]
	}
}
