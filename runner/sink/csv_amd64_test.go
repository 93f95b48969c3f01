//go:build linux && !purego

package sink

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"github.com/fhirview/fhirview/viewdef/row"
)

// guarded returns memory with pages before and behind it that must not be touched.
func guarded(t testing.TB, pages int) []byte {
	t.Helper()
	page := syscall.Getpagesize()
	mem, err := syscall.Mmap(-1, 0, (pages+2)*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Munmap(mem) })
	for _, guard := range [][]byte{mem[:page], mem[len(mem)-page:]} {
		if err := syscall.Mprotect(guard, syscall.PROT_NONE); err != nil {
			t.Fatal(err)
		}
	}
	inside := mem[page : len(mem)-page]
	return slices.Clip(inside)
}

// comparer encodes batches both ways, the fast one into memory that ends with a page.
type comparer struct {
	out, want []byte
}

func newComparer(t testing.TB) *comparer {
	if !fastCSV {
		t.Skip("this processor has no AVX-512")
	}
	return &comparer{out: guarded(t, 16)}
}

// check compares what both ways make of a batch, where the fast one has size bytes of memory to begin with.
func (c *comparer) check(t testing.TB, batch *row.Batch, eol string, size int) {
	t.Helper()
	want, n := putCSVRows(c.want[:cap(c.want)], 0, batch, csvForm{',', eol})
	c.want = want[:n]
	buf := c.out[len(c.out)-min(size, len(c.out)):]
	got, n := putCSVFast(buf, 0, batch, eol)
	if !bytes.Equal(got[:n], c.want) {
		t.Fatalf("%d rows of %d cells and %d bytes to begin with: got\n%q, want\n%q", batch.Rows(), batch.Width(), size, got[:n], c.want)
	}
}

func batchOf(width int, cells ...row.Cell) *row.Batch {
	b := row.NewBatch(&row.Schema{Columns: make([]row.Column, width)})
	for len(cells) > 0 {
		b.Append(cells[:width])
		cells = cells[width:]
	}
	return b
}

func textCell(s string) row.Cell { return row.Cell{Kind: row.KindString, Text: s} }

// Texts of every length, with every byte that means something at every place, at the end of a page and at the start of
// one: a byte too much that is read would be a fault.
func TestFastCSVTexts(t *testing.T) {
	c := newComparer(t)
	mem := guarded(t, 1)
	special := []byte("\",\r\n !#\x00\x02\x0c\x1a\x2a\x2d\x3c\x7f\x80\x8a\x8d\xa0\xa2\xac\xff")
	for n := range 201 {
		for _, text := range [][]byte{mem[:n], mem[len(mem)-n:]} {
			for i := range text {
				text[i] = '~'
			}
			batch := batchOf(3, row.Cell{}, textCell(unsafe.String(unsafe.SliceData(text), n)), row.Cell{})
			c.check(t, batch, "\n", 1000)
			for i := range text {
				for _, b := range special {
					text[i] = b
					c.check(t, batch, "\n", 1000)
				}
				text[i] = '~'
			}
		}
	}
}

// Every byte there is.
func TestFastCSVBytes(t *testing.T) {
	c := newComparer(t)
	for _, n := range []int{1, 2, 63, 64, 65, 128, 130} {
		for _, at := range []int{0, n / 2, n - 1} {
			for b := range 256 {
				text := []byte(strings.Repeat("~", n))
				text[at] = byte(b)
				c.check(t, batchOf(2, textCell(string(text)), row.Cell{Kind: row.KindDecimal, Text: string(text)}), "\r\n", 1000)
			}
		}
	}
}

func TestFastCSVNumbers(t *testing.T) {
	c := newComparer(t)
	var cells []row.Cell
	add := func(n int64) {
		cells = append(cells, row.Cell{Kind: row.KindInteger, Int: n}, row.Cell{Kind: row.KindBoolean, Int: n})
	}
	for n := range int64(20_000) {
		add(n)
	}
	for n := int64(1); n < math.MaxInt64/10; n *= 10 {
		for _, m := range []int64{n, n - 1, n + 1, 5 * n, -n} {
			add(m)
		}
	}
	add(math.MinInt64)
	add(math.MaxInt64)
	c.check(t, batchOf(2, cells...), "\n", 1<<16)
}

// What the fast way has to know, it writes itself, rather than to leave it to the other one.
func TestFastCSVIsUsed(t *testing.T) {
	c := newComparer(t)
	cells := []row.Cell{
		{}, {Kind: row.KindBoolean}, {Kind: row.KindInteger, Int: 9_999_999}, textCell(""), textCell(" a, b\r\n"), textCell(strings.Repeat(",", 64)),
	}
	for n := range 200 {
		cells = append(cells, textCell(strings.Repeat("x", n)), row.Cell{Kind: row.KindDecimal, Text: strings.Repeat("7", n)})
	}
	if done, _ := putCSVAVX512(&c.out[0], len(c.out), &cells[0], len(cells), 1, 1, '\n'); done != len(cells) {
		t.Errorf("it stopped at cell %d, which is %+v", done, cells[done])
	}
}

// mixedCells are cells of all kinds, known to the fast way or not.
func mixedCells() []row.Cell {
	return []row.Cell{
		textCell("head"), {}, {}, textCell(strings.Repeat("long ", 40) + "."), {Kind: row.KindInteger, Int: 77}, {},
		{Kind: row.KindBoolean, Int: 1}, {Kind: row.KindBoolean}, textCell(""), textCell("a, b"), textCell(`a "b"`), {Kind: row.KindDecimal, Text: "1.50"},
		{Kind: row.KindInteger, Int: -1}, {Kind: row.KindJSON, Text: `{ "a": 1 }`}, row.List([]row.Cell{textCell("x"), {}}), row.List(nil),
		textCell(strings.Repeat("long, ", 40)), textCell(strings.Repeat(`long" `, 40)), {Kind: row.KindInteger, Int: math.MaxInt64},
		textCell(" "), textCell(strings.Repeat("x", 64)), textCell(strings.Repeat(",", 64)), {},
	}
}

// However much memory there is, no byte behind it is written, and all arrives.
func TestFastCSVRoom(t *testing.T) {
	c := newComparer(t)
	cells := mixedCells()
	for _, eol := range []string{"\n", "\r\n"} {
		for width := 1; width <= len(cells); width++ {
			rows := len(cells) / width
			batch := batchOf(width, cells[:rows*width]...)
			for size := range 2000 {
				c.check(t, batch, eol, size)
			}
		}
	}
}

// Cells that repeat those above them, some of which the fast way does not know.
func TestFastCSVRepeats(t *testing.T) {
	c := newComparer(t)
	cells := mixedCells()
	for width := 1; width <= len(cells); width++ {
		for same := range width + 1 {
			var all []row.Cell
			for r := range 5 {
				for i := range width {
					cell := cells[i]
					if i >= same || r == 3 {
						cell = cells[(i+r)%len(cells)]
					}
					all = append(all, cell)
				}
			}
			for _, size := range []int{0, 100, 1 << 15} {
				c.check(t, batchOf(width, all...), "\n", size)
			}
		}
	}
}

func TestFastCSVWithoutRows(t *testing.T) {
	newComparer(t).check(t, batchOf(1), "\n", 0)
}

// Whatever the cells are, both ways write the same.
func FuzzFastCSV(f *testing.F) {
	f.Add([]byte("\x04\x05hello\x00\x00\x04\x03a,b\x02\x07\x01\x01\x05\x02{}\x06\x04\x80"), uint8(3), uint16(0))
	f.Add([]byte("\x04\x45hello\x84\x45\x00\x04\xff a,b\x02\xff\xff\x01\x01\x05\x02[]\x06\x04\x22\"\"\x03\x21"), uint8(1), uint16(200))
	f.Add([]byte(strings.Repeat("\x04\x60"+strings.Repeat("x y", 32), 4)), uint8(2), uint16(4096))
	c := newComparer(f)
	f.Fuzz(func(t *testing.T, data []byte, width uint8, size uint16) {
		w := 1 + int(width%20)
		cells := fuzzCells(data, w)
		batch := batchOf(w, cells[:len(cells)/w*w]...)
		c.check(t, batch, "\n", int(size))
		c.check(t, batch, "\r\n", int(size))
	})
}

// fuzzCells makes cells of data: a kind, the length of a text, and the text. Kinds from 0x80 on are the cell above.
func fuzzCells(data []byte, width int) (cells []row.Cell) {
	for len(data) >= 2 {
		kind, n := data[0], int(data[1])
		data = data[2:]
		text := string(data[:min(n, len(data))])
		cell := row.Cell{Kind: row.Kind(kind % 7), Text: text}
		switch {
		case kind >= 0x80 && len(cells) >= width:
			cell, text = cells[len(cells)-width], ""
		case cell.Kind == row.KindList:
			cell = row.List([]row.Cell{textCell(text), {}})
		case cell.Kind == row.KindInteger, cell.Kind == row.KindBoolean:
			text = text[:min(8, len(text))]
			cell.Text = ""
			for _, b := range []byte(text) {
				cell.Int = cell.Int<<8 | int64(b)
			}
		}
		data = data[len(text):]
		cells = append(cells, cell)
	}
	return cells
}
