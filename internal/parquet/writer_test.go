package parquet_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/parquet"
)

// texts returns a table of texts: few different ones, a key, nothing, and few at first and then ever new ones.
func texts(rows int) *table {
	r := rand.New(rand.NewPCG(3, 4))
	t := &table{columns: []parquet.Column{{Name: "code"}, {Name: "id"}, {Name: "none"}, {Name: "later"}}, cells: make([][]any, 4)}
	for i := range rows {
		var later any = "x"
		if i > 3_000 {
			later = fmt.Sprintf("value %d with a text behind it that makes it long", i)
		}
		var code any
		if n := r.IntN(50); n > 0 {
			code = fmt.Sprint("code ", n)
		}
		for c, cell := range []any{code, fmt.Sprintf("id-%08d", i), nil, later} {
			t.cells[c] = append(t.cells[c], cell)
		}
	}
	return t
}

// Row groups end after so many rows, and dictionaries where they do not pay.
func TestRowGroups(t *testing.T) {
	want := texts(30_000)
	f := check(t, want, want.file(t, 100, &parquet.Options{GroupRows: 13_150}))
	var rows []int64
	var encodings [][]string
	for _, g := range f.Metadata().RowGroups {
		rows = append(rows, g.NumRows)
		var of []string
		for _, c := range g.Columns {
			of = append(of, fmt.Sprint(c.MetaData.Encoding))
		}
		encodings = append(encodings, of)
	}
	if diff := cmp.Diff([]int64{13_200, 13_200, 3_600}, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	const both, plain = "[RLE RLE_DICTIONARY PLAIN]", "[RLE PLAIN]"
	if diff := cmp.Diff([][]string{{both, both, plain, both}, {both, plain, plain, plain}, {both, plain, plain, plain}}, encodings); diff != "" {
		t.Errorf("encodings (-want +got):\n%s", diff)
	}
}

// Nothing of a file depends on how rows were put into chunks of one Write, or on who encoded when.
func TestSameFile(t *testing.T) {
	want := texts(20_000)
	first := want.file(t, 100, nil)
	if !bytes.Equal(first, want.file(t, 100, nil)) {
		t.Error("the same rows make another file")
	}
}

func TestStatistics(t *testing.T) {
	const nines = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x09"
	minus := strings.Repeat("\xff", 16)
	want := &table{
		columns: []parquet.Column{
			{Name: "text"}, {Name: "long"}, {Name: "null"}, {Name: "int", Type: parquet.Int64}, {Name: "date", Type: parquet.Date},
			{Name: "boolean", Type: parquet.Boolean}, {Name: "wide", Type: parquet.Decimal, Precision: 38}, {Name: "list", List: true},
		},
		cells: [][]any{
			{"b", nil, "", "a"}, {"a", strings.Repeat("x", 1000), nil, "b"}, {nil, nil, nil, nil}, {int64(-1), int64(5), nil, int64(0)},
			{int64(7), int64(-300), int64(0), nil}, {nil, int64(1), int64(1), nil}, {minus, nines, nil, nil}, {nil, []any{}, []any{"x", nil}, []any{"y"}},
		},
	}
	f := check(t, want, want.file(t, 4, nil))
	type bounds struct {
		Nulls    int64
		Min, Max string
	}
	var got []bounds
	for _, c := range f.Metadata().RowGroups[0].Columns {
		s := c.MetaData.Statistics
		got = append(got, bounds{s.NullCount, string(s.MinValue), string(s.MaxValue)})
	}
	eight := func(s string) string { return s + strings.Repeat(s[:1], 8-len(s)) }
	wantBounds := []bounds{
		{1, "", "b"}, {1, "", ""}, {4, "", ""}, {1, eight("\xff"), "\x05\x00\x00\x00\x00\x00\x00\x00"},
		{1, "\xd4\xfe\xff\xff", "\x07\x00\x00\x00"}, {2, "\x01", "\x01"}, {2, minus, nines}, {3, "x", "y"},
	}
	if diff := cmp.Diff(wantBounds, got); diff != "" {
		t.Errorf("statistics (-want +got):\n%s", diff)
	}
}

// The statistics of each row group are its own.
func TestStatisticsOfGroups(t *testing.T) {
	want := texts(1000)
	f := check(t, want, want.file(t, 100, &parquet.Options{GroupRows: 100}))
	for i, g := range f.Metadata().RowGroups {
		s := g.Columns[1].MetaData.Statistics
		if low, high := want.cells[1][100*i], want.cells[1][100*i+99]; string(s.MinValue) != low || string(s.MaxValue) != high {
			t.Errorf("row group %d: from %q to %q, want %q and %q", i, s.MinValue, s.MaxValue, low, high)
		}
	}
}

func TestSchema(t *testing.T) {
	want := allTypes(1)
	f := open(t, want.file(t, 1, &parquet.Options{CreatedBy: "x version 1", Metadata: []parquet.KeyValue{{Key: "a", Value: "b"}}}))
	const schema = `message schema {
	optional binary text (STRING);
	optional group list of text (LIST) {
		repeated group list {
			optional binary element (STRING);
		}
	}
	optional binary json (JSON);`
	if got := f.Schema().String(); !strings.HasPrefix(got, schema) {
		t.Errorf("schema:\n%s\nwant at its start:\n%s", got, schema)
	}
	for _, line := range []string{
		"optional binary binary;", "optional boolean boolean;", "optional int32 int32 (INT(32,true));", "optional int64 int64 (INT(64,true));", "optional int32 date (DATE);",
		"optional int64 timestamp (TIMESTAMP(isAdjustedToUTC=true,unit=MICROS));", "optional int64 time (TIME(isAdjustedToUTC=false,unit=MICROS));",
		"optional int64 decimal 18 (DECIMAL(18,3));", "optional fixed_len_byte_array(16) decimal 38 (DECIMAL(38,9));",
	} {
		if !strings.Contains(f.Schema().String(), line) {
			t.Errorf("the schema has no %s:\n%s", line, f.Schema())
		}
	}
	if got, _ := f.Lookup("a"); got != "b" || f.Metadata().CreatedBy != "x version 1" {
		t.Errorf("a is %q, created by %q", got, f.Metadata().CreatedBy)
	}
}

func TestNoRows(t *testing.T) {
	var b bytes.Buffer
	if err := parquet.NewWriter(&b, types, nil).Close(); err != nil {
		t.Fatal(err)
	}
	if f := open(t, b.Bytes()); f.NumRows() != 0 || len(f.Schema().Columns()) != len(types) {
		t.Errorf("%d rows, columns %v", f.NumRows(), f.Schema().Columns())
	}
}

// Several files have the rows of one, and none is larger than it may be.
func TestMaxBytes(t *testing.T) {
	const most = 50_000
	want := texts(40_000)
	var parts []*bytes.Buffer
	next := func() (io.Writer, error) {
		parts = append(parts, &bytes.Buffer{})
		return parts[len(parts)-1], nil
	}
	first, _ := next()
	if err := want.write(parquet.NewWriter(first, want.columns, &parquet.Options{MaxBytes: most, Next: next}), 100); err != nil {
		t.Fatal(err)
	}
	if len(parts) < 3 {
		t.Fatalf("%d files", len(parts))
	}
	got := make([][]any, len(want.columns))
	for i, p := range parts {
		if p.Len() > most {
			t.Errorf("file %d has %d bytes, want %d at most", i, p.Len(), most)
		}
		f := open(t, p.Bytes())
		if f.NumRows() == 0 {
			t.Errorf("file %d has no rows", i)
		}
		for c, cells := range read(t, f, want.columns) {
			got[c] = append(got[c], cells...)
		}
	}
	if diff := cmp.Diff(want.cells, got); diff != "" {
		t.Errorf("cells (-want +got):\n%.1000s", diff)
	}
}

// failing fails after some bytes, once and for all.
type failing struct{ left int }

var errFull = errors.New("full")

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// A write that fails ends the file, wherever it is.
func TestFailingWrite(t *testing.T) {
	want := texts(5_000)
	o := &parquet.Options{GroupRows: 1000}
	whole := len(want.file(t, 100, o))
	for _, left := range []int{0, 3, 4, 5, whole / 4, whole / 2, whole - 200, whole - 5, whole - 1} {
		if err := want.write(parquet.NewWriter(&failing{left}, want.columns, o), 100); !errors.Is(err, errFull) {
			t.Errorf("after %d of %d bytes: %v", left, whole, err)
		}
	}
	w := parquet.NewWriter(&failing{}, want.columns, o)
	if err := w.Write(want.encode(w, nil, 0, 5_000)); err != nil && !errors.Is(err, errFull) {
		t.Error(err)
	}
	if err := w.Abort(); !errors.Is(err, errFull) {
		t.Errorf("Abort: %v", err)
	}
}

// What no encoder has made is refused.
func TestForeignChunk(t *testing.T) {
	for _, chunk := range []string{"a", "id,name\r\n1,2\r\n", "\x08\x00\x00\x00\x01\x00\x00\x00", "\xff\xff\xff\xff\x01\x00\x00\x00"} {
		w := parquet.NewWriter(io.Discard, types, nil)
		first := w.Write([]byte(chunk))
		if first == nil || !errors.Is(w.Close(), first) {
			t.Errorf("%q: %v", chunk, first)
		}
	}
}

// Bytes that are not UTF-8 become U+FFFD, with a dictionary and without.
func TestRepairedText(t *testing.T) {
	want := &table{columns: []parquet.Column{{Name: "text"}, {Name: "key"}}, cells: make([][]any, 2)}
	bad := &table{columns: want.columns, cells: make([][]any, 2)}
	for i := range 10_000 {
		want.cells[0], bad.cells[0] = append(want.cells[0], "a\ufffd\ufffdz"), append(bad.cells[0], "a\xff\xfez")
		want.cells[1], bad.cells[1] = append(want.cells[1], fmt.Sprint("\ufffd", i)), append(bad.cells[1], fmt.Sprint("\x80", i))
	}
	check(t, want, bad.file(t, 1000, nil))
}

// Encoding takes no memory once there is enough of it.
func TestEncodeAllocates(t *testing.T) {
	want := texts(2000)
	w := parquet.NewWriter(io.Discard, want.columns, nil)
	defer func() { _ = w.Abort() }()
	e := w.Encoder()
	defer e.Release()
	var dst []byte
	allocs := testing.AllocsPerRun(20, func() {
		dst = e.Begin(dst[:0], want.rows())
		for i := range want.columns {
			c := e.Column(i)
			for _, cell := range want.cells[i] {
				addCell(c, &want.columns[i], cell)
			}
			dst = c.AppendTo(dst)
		}
		dst = e.End(dst, 0)
	})
	if allocs > 0 {
		t.Errorf("%v allocations for %d rows", allocs, want.rows())
	}
}
