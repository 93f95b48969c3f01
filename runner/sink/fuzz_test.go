package sink_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
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

// Any text comes back from CSV through encoding/csv, but for CR LF, which that reader makes LF. A second reader, which
// does not, must agree about the rest.
func FuzzCSV(f *testing.F) {
	for _, s := range sinktest.Texts() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		cells := []row.Cell{text(s), null(), list(text(s)), text(s)}
		out := written(t, formats[0].open, columns("a", "b", "c", "d"), cells, cells)
		asRead := strings.ReplaceAll(s, "\r\n", "\n")
		want := []string{asRead, "", jsonText(t, cells[2]), asRead}
		got, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatalf("encoding/csv cannot read %q: %v", out, err)
		}
		if diff := cmp.Diff([][]string{{"a", "b", "c", "d"}, want, want}, got); diff != "" {
			t.Errorf("encoding/csv (-want +got):\n%s", diff)
		}
		exact := map[string]any{"a": s, "b": nil, "c": want[2], "d": s}
		rows, err := readCSV(out, ",", "\n")
		if err != nil {
			t.Fatalf("cannot read %q: %v", out, err)
		}
		if diff := cmp.Diff(sinktest.Rows{exact, exact}, rows); diff != "" {
			t.Errorf("exact reader (-want +got):\n%s", diff)
		}
	})
}

// Any text comes back from JSON, as a value and as a key, but for bytes that are no UTF-8.
func FuzzJSONText(f *testing.F) {
	for _, s := range sinktest.Texts() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := written(t, sink.NDJSON, columns(s), []row.Cell{list(text(s), text("x"+s))})
		if !utf8.ValidString(out) || strings.Count(out, "\n") != 1 {
			t.Fatalf("%q is not one line of UTF-8", out)
		}
		var got map[string][]string
		if err := decodeJSON([]byte(out), &got); err != nil {
			t.Fatalf("encoding/json cannot read %q: %v", out, err)
		}
		repaired := string([]rune(s))
		if diff := cmp.Diff(map[string][]string{repaired: {repaired, "x" + repaired}}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// Whatever the text of a decimal, its row is JSON; and a JSON number is written as it is.
func FuzzJSONDecimal(f *testing.F) {
	for _, c := range cellTexts {
		if c.cell.Kind == row.KindDecimal {
			f.Add(c.cell.Text)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		var got map[string]any
		out := written(t, sink.NDJSON, columns("n"), []row.Cell{decimal(s)})
		if err := decodeJSON([]byte(out), &got); err != nil {
			t.Fatalf("encoding/json cannot read %q: %v", out, err)
		}
		switch v := got["n"].(type) {
		case json.Number:
			if isNumber(s) && string(v) != s {
				t.Errorf("%q was written as %s", s, v)
			}
		case string:
			if isNumber(s) || v != string([]rune(s)) {
				t.Errorf("%q was written as the string %q", s, v)
			}
		default:
			t.Errorf("%q was written as %v", s, v)
		}
	})
}

// isNumber reports whether s is a JSON number and nothing else.
func isNumber(s string) bool {
	return json.Valid([]byte(s)) && strings.Trim(s, "0123456789+-.eE") == ""
}

// JSON is compacted as encoding/json does it, and other text stays on its line.
func FuzzJSONElement(f *testing.F) {
	for _, c := range cellTexts {
		f.Add(c.want)
		f.Add(" { \"a\\\\\" : \n" + c.want + "\r , \"\":\t[\"\\\"\", " + c.want + "] } ")
		f.Add(c.cell.Text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := written(t, sink.NDJSON, columns("e"), []row.Cell{element(s)})
		if strings.Count(out, "\n") != 1 {
			t.Fatalf("%q is not one line", out)
		}
		var want bytes.Buffer
		if json.Compact(&want, []byte(s)) != nil {
			return
		}
		if diff := cmp.Diff(`{"e":`+want.String()+"}\n", out); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// Whatever a cell holds, its line is one line, no wider than it may be, and harmless.
func FuzzTable(f *testing.F) {
	for _, s := range sinktest.Texts() {
		f.Add(s, 0)
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, max int) {
		open := func(w io.Writer) sink.Sink { return sink.Table(w, &sink.TableOptions{MaxWidth: max}) }
		lines := strings.Split(written(t, open, columns("c"), []row.Cell{text(s)}), "\n")
		if len(lines) != 4 || lines[3] != "" {
			t.Fatalf("%d lines, want 3: %q", len(lines)-1, lines)
		}
		if err := checkVisible(lines); err != nil {
			t.Error(err)
		}
		if max == 0 {
			max = 60
		}
		if width := uniseg.StringWidth(lines[2]); max > 0 && width > max {
			t.Errorf("%q is %d columns wide, want %d at most", lines[2], width, max)
		}
	})
}
