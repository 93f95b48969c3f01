package sink_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/sink/sinktest"
	"github.com/fhirview/fhirview/viewdef/row"
)

func TestTable(t *testing.T) {
	open := func(w io.Writer) sink.Sink { return sink.Table(w, nil) }
	want := func(_ row.Column, c row.Cell) any { return strings.Trim(shown(t, c, 60), " ") }
	sinktest.ExerciseWriter(t, open, readTable, want)
	sinktest.ExerciseColumns(t, open, func(b []byte) ([]string, error) {
		lines := strings.Split(string(b), "\n")
		if len(lines) != 4 || lines[0] != lines[2] { // each cell has its column's name
			return nil, errors.New("the cells are not those of the columns")
		}
		return strings.Fields(lines[0]), nil
	})
}

func TestTableLayout(t *testing.T) {
	schema := &row.Schema{Columns: []row.Column{
		{Name: "name"}, {Name: "n", Type: row.Integer}, {Name: "exact", Type: row.Decimal}, {Name: "ok", Type: row.Boolean},
		{Name: "list", Type: row.Integer, Collection: true}, {Name: "last"},
	}}
	rows := [][]row.Cell{
		{text("日本語"), whole(7), decimal("1.50"), {Kind: row.KindBoolean}, list(whole(1), whole(22)), text("x")},
		{text("e\u0301"), whole(-1234), null(), null(), list(), null()},
		{null(), null(), null(), null(), list(), text("a\nb\tc\x1b[31m\u009b\u202e\xff")},
		{text("👩‍👩‍👧‍👦!"), null(), decimal("10"), {Kind: row.KindBoolean, Int: 1}, list(), text("")},
	}
	want := strings.Join([]string{
		`name        n  exact     ok  list    last`,
		`------  -----  -----  -----  ------  -------------------------------`,
		`日本語      7   1.50  false  [1,22]  x`,
		"e\u0301       -1234                []",
		`                             []      a\nb\tc\x1b[31m\u009b\u202e\xff`,
		`👩‍👩‍👧‍👦!               10   true  []`,
		``,
	}, "\n")
	if diff := cmp.Diff(want, written(t, formats[3].open, schema, rows...)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTableMaxWidth(t *testing.T) {
	for _, c := range []struct {
		max  int
		text string
		want string
	}{
		{0, strings.Repeat("x", 60), strings.Repeat("x", 60)},
		{0, strings.Repeat("x", 61), strings.Repeat("x", 59) + "…"},
		{-1, strings.Repeat("x", 500), strings.Repeat("x", 500)},
		{1, "x", "x"},
		{1, "xy", "…"},
		{1, "日", "…"},
		{4, "abcd", "abcd"},
		{4, "abcde", "abc…"},
		{4, "日本", "日本"},
		{4, "日本x", "日…"},
		{4, "x日本", "x日…"},
		{4, "abce\u0301", "abce\u0301"},
		{4, "ab\n", `ab\n`},
		{4, "abc\n", `abc…`},
		{4, "a\x00b", "a…"},
		{4, "a\x00", "a…"},
	} {
		open := func(w io.Writer) sink.Sink { return sink.Table(w, &sink.TableOptions{MaxWidth: c.max}) }
		lines := strings.Split(written(t, open, columns("c"), []row.Cell{text(c.text)}), "\n")
		if lines[2] != c.want {
			t.Errorf("%q in %d columns: got %q, want %q", c.text, c.max, lines[2], c.want)
		}
	}
}

// Widths come from the first 1000 rows, however they are cut into batches; what is wider later is still whole.
func TestTableStreams(t *testing.T) {
	schema := columns("c", "d")
	var out bytes.Buffer
	s := sink.Table(&out, nil)
	if err := s.Begin(schema); err != nil {
		t.Fatal(err)
	}
	put := func(n int, c string) {
		t.Helper()
		b := row.NewBatch(schema)
		for range n {
			b.Append([]row.Cell{text(c), text("d")})
		}
		encoded, err := s.Encode(nil, b)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Write(encoded, n); err != nil {
			t.Fatal(err)
		}
	}
	put(999, "four")
	if out.Len() > 0 {
		t.Errorf("%d bytes written before the widths are known, want none", out.Len())
	}
	put(2, "eleven wide")
	put(1, "wider than eleven")
	want := "c            d\n-----------  -\n" + strings.Repeat("four         d\n", 999) +
		strings.Repeat("eleven wide  d\n", 2) + "wider than eleven  d\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := s.End(nil); err != nil || out.Len() != len(want) {
		t.Errorf("End wrote %d more bytes and returned %v, want nothing", out.Len()-len(want), err)
	}
}

// shown is a slow way to what a table shows of a cell: all of it in pieces that are not cut, and then as many of them
// as fit into max columns.
func shown(t testing.TB, c row.Cell, max int) string {
	var s string
	switch c.Kind {
	case row.KindNull:
	case row.KindString, row.KindDecimal:
		s = c.Text
	default:
		s = jsonText(t, c)
	}
	pieces := visiblePieces(s)
	if all := strings.Join(pieces, ""); uniseg.StringWidth(all) <= max {
		return all
	}
	var kept strings.Builder
	width := 0
	for _, p := range pieces {
		if width += uniseg.StringWidth(p); width > max-1 {
			break
		}
		kept.WriteString(p)
	}
	return kept.String() + "…"
}

// visiblePieces cuts s into user-perceived characters and escapes.
func visiblePieces(s string) []string {
	var pieces []string
	start := 0 // of what is visible
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		var escape string
		switch {
		case r == utf8.RuneError && size == 1:
			escape = fmt.Sprintf(`\x%02x`, s[i])
		case r == '\n' || r == '\r' || r == '\t':
			escape = map[rune]string{'\n': `\n`, '\r': `\r`, '\t': `\t`}[r]
		case r < ' ' || r == 0x7f:
			escape = fmt.Sprintf(`\x%02x`, r)
		case r > 0x7f && r < 0xa0,
			strings.ContainsRune("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", r):
			escape = fmt.Sprintf(`\u%04x`, r)
		default:
			continue
		}
		pieces = append(append(pieces, graphemes(s[start:i])...), escape)
		start = i + size
	}
	return append(pieces, graphemes(s[start:])...)
}

func graphemes(s string) []string {
	var all []string
	for g := uniseg.NewGraphemes(s); g.Next(); {
		all = append(all, g.Str())
	}
	return all
}

// readTable reads columns by where the dashes are.
func readTable(b []byte) (sinktest.Rows, error) {
	lines := strings.Split(string(b), "\n")
	if len(lines) < 3 || lines[len(lines)-1] != "" {
		return nil, errors.New("no names, no dashes, or no line end")
	}
	if err := checkVisible(lines); err != nil {
		return nil, err
	}
	var rows sinktest.Rows
	dashes := strings.Fields(lines[1])
	names := splitColumns(lines[0], dashes)
	for _, line := range lines[2 : len(lines)-1] {
		values := make(map[string]any)
		for i, v := range splitColumns(line, dashes) {
			values[names[i]] = v
		}
		rows = append(rows, values)
	}
	return rows, nil
}

func checkVisible(lines []string) error {
	for _, line := range lines {
		if !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) {
			return fmt.Errorf("the line %q could control a terminal", line)
		}
	}
	return nil
}

// splitColumns cuts a line into what stands above or below each run of dashes.
func splitColumns(line string, dashes []string) []string {
	texts := make([]string, len(dashes))
	for i, d := range dashes {
		width := 0
		for line != "" && (width < len(d) || i == len(dashes)-1) {
			cluster, rest, w, _ := uniseg.FirstGraphemeClusterInString(line, -1)
			texts[i] += cluster
			width += w
			line = rest
		}
		texts[i] = strings.Trim(texts[i], " ")
		line = strings.TrimPrefix(line, "  ")
	}
	return texts
}
