package parquet_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	reader "github.com/parquet-go/parquet-go"

	"github.com/fhirview/fhirview/internal/parquet"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// table is what a test writes and reads: columns of cells. A cell is nil, a string, an int64, or a list of such in []any. A
// number of 128 bits is what it has in a file, 16 bytes in a string.
type table struct {
	columns []parquet.Column
	cells   [][]any
}

func (t *table) rows() int { return len(t.cells[0]) }

func addCell(c *parquet.ColumnEncoder, column *parquet.Column, cell any) {
	switch x := cell.(type) {
	case nil:
		c.Null()
	case string:
		if column.Type == parquet.Decimal {
			c.Wide(int64(binary.BigEndian.Uint64([]byte(x))), binary.BigEndian.Uint64([]byte(x[8:])))
			return
		}
		if column.Type == parquet.Binary {
			c.Bytes([]byte(x))
			return
		}
		c.Text(x)
	case int64:
		c.Int(x)
	case []any:
		c.List(len(x))
		for _, item := range x {
			addCell(c, column, item)
		}
	}
}

// encode makes a chunk of some rows.
func (t *table) encode(w *parquet.Writer, dst []byte, from, to int) []byte {
	e := w.Encoder()
	defer e.Release()
	start := len(dst)
	dst = e.Begin(dst, to-from)
	for i := range t.columns {
		c := e.Column(i)
		for _, cell := range t.cells[i][from:to] {
			addCell(c, &t.columns[i], cell)
		}
		dst = c.AppendTo(dst)
	}
	return e.End(dst, start)
}

// write writes the table in chunks of so many rows, two at a time.
func (t *table) write(w *parquet.Writer, chunk int) error {
	for from := 0; from < t.rows(); from += 2 * chunk {
		middle, to := min(from+chunk, t.rows()), min(from+2*chunk, t.rows())
		chunks := t.encode(w, nil, from, middle)
		if middle < to {
			chunks = t.encode(w, chunks, middle, to)
		}
		if err := w.Write(chunks); err != nil {
			return errors.Join(err, w.Close())
		}
	}
	return w.Close()
}

func (t *table) file(tb testing.TB, chunk int, o *parquet.Options) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := t.write(parquet.NewWriter(&b, t.columns, o), chunk); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// open opens a file with parquet-go's reader.
func open(tb testing.TB, text []byte) *reader.File {
	tb.Helper()
	f, err := reader.OpenFile(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

// read reads all cells of a file.
func read(tb testing.TB, f *reader.File, columns []parquet.Column) [][]any {
	tb.Helper()
	cells := make([][]any, len(columns))
	for _, g := range f.RowGroups() {
		rows := g.Rows()
		buf := make([]reader.Row, 100)
		for {
			n, err := rows.ReadRows(buf)
			for _, r := range buf[:n] {
				for i := range columns {
					cells[i] = append(cells[i], readCell(&columns[i], r, i))
				}
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				tb.Fatal(err)
			}
		}
		if err := rows.Close(); err != nil {
			tb.Fatal(err)
		}
	}
	return cells
}

func readCell(c *parquet.Column, r reader.Row, column int) any {
	list := []any{}
	for _, v := range r {
		if v.Column() != column {
			continue
		}
		switch {
		case !c.List:
			return value(c, v)
		case v.DefinitionLevel() == 0:
			return nil
		case v.DefinitionLevel() >= 2:
			list = append(list, value(c, v))
		}
	}
	return list
}

func value(c *parquet.Column, v reader.Value) any {
	switch {
	case v.IsNull():
		return nil
	case c.Type == parquet.String || c.Type == parquet.JSON || c.Type == parquet.Binary || v.Kind() == reader.FixedLenByteArray:
		return string(v.ByteArray())
	case v.Kind() == reader.Boolean:
		if v.Boolean() {
			return int64(1)
		}
		return int64(0)
	case v.Kind() == reader.Int32:
		return int64(v.Int32())
	}
	return v.Int64()
}

func check(t *testing.T, want *table, text []byte) *reader.File {
	t.Helper()
	f := open(t, text)
	got := read(t, f, want.columns)
	for i, c := range want.columns {
		if !reflect.DeepEqual(want.cells[i], got[i]) {
			diff := cmp.Diff(want.cells[i], got[i])
			t.Errorf("column %s (-want +got):\n%.2000s", c.Name, diff)
		}
	}
	if f.NumRows() != int64(want.rows()) {
		t.Errorf("%d rows, want %d", f.NumRows(), want.rows())
	}
	return f
}

var types = []parquet.Column{
	{Name: "text", Type: parquet.String}, {Name: "json", Type: parquet.JSON}, {Name: "binary", Type: parquet.Binary}, {Name: "boolean", Type: parquet.Boolean},
	{Name: "int32", Type: parquet.Int32}, {Name: "int64", Type: parquet.Int64}, {Name: "date", Type: parquet.Date},
	{Name: "timestamp", Type: parquet.Timestamp}, {Name: "time", Type: parquet.Time},
	{Name: "decimal 18", Type: parquet.Decimal, Precision: 18, Scale: 3},
	{Name: "decimal 38", Type: parquet.Decimal, Precision: 38, Scale: 9},
}

// examples returns values at the edges of a type.
func examples(c *parquet.Column) []any {
	switch c.Type {
	case parquet.String:
		return []any{"", "a", "\x00", "ü", "日本語 🙂", strings.Repeat("long ", 1<<18)}
	case parquet.JSON:
		return []any{"{}", `{"a":[1,2]}`, `"x"`}
	case parquet.Binary:
		return []any{"", "\xff\x00\xfe", "a"}
	case parquet.Boolean:
		return []any{int64(0), int64(1)}
	case parquet.Int32, parquet.Date:
		return []any{int64(0), int64(-1), int64(1), int64(math.MaxInt32), int64(math.MinInt32)}
	}
	if c.Precision > 18 {
		return []any{strings.Repeat("\x00", 16), strings.Repeat("\xff", 16), "\x80" + strings.Repeat("\x00", 15), "\x7f" + strings.Repeat("\xff", 15)}
	}
	return []any{int64(0), int64(-1), int64(1), int64(math.MaxInt64), int64(math.MinInt64)}
}

// Every type, flat and in lists, with all that a cell can be.
func TestRoundTrip(t *testing.T) {
	for _, compression := range []parquet.Compression{parquet.Zstd, parquet.Snappy, parquet.Uncompressed} {
		for _, chunk := range []int{1, 3, 1000} {
			t.Run(fmt.Sprint(compression, " ", chunk), func(t *testing.T) {
				want := allTypes(60)
				check(t, want, want.file(t, chunk, &parquet.Options{Compression: compression}))
			})
		}
	}
}

// allTypes returns a table with two columns of each type, the second of lists.
func allTypes(rows int) *table {
	r := rand.New(rand.NewPCG(1, 2))
	want := &table{}
	for _, c := range types {
		list := c
		list.Name, list.List = "list of "+c.Name, true
		want.columns = append(want.columns, c, list)
		values := append(examples(&c), nil)
		cells, lists := make([]any, rows), make([]any, rows)
		for i := range rows {
			cells[i] = values[r.IntN(len(values))]
			if n := r.IntN(5); n > 0 {
				items := make([]any, n-1)
				for j := range items {
					items[j] = values[r.IntN(len(values))]
				}
				lists[i] = items
			}
		}
		want.cells = append(want.cells, cells, lists)
	}
	return want
}
