//go:build amd64 && !purego

package sink

import (
	"unsafe"

	"golang.org/x/sys/cpu"

	"github.com/fhirview/fhirview/viewdef/row"
)

// fastCSV is true where the processor has what putCSVAVX512 needs.
var fastCSV = cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasBMI2

// putCSVAVX512 writes cells to the size bytes at to, each with a comma behind it, or with eol behind the last one of a
// line. There are count cells, which end with a line, and the first line has left of them, the others width. It stops at
// a cell that it does not know how to write, which is for putCSVCell, or where there may be no room for the next, and
// returns how many cells it wrote and in how many bytes. It may overwrite all size bytes, and needs fastRoom of them to
// write anything.
//
// It knows nulls, booleans, integers of up to seven digits, and texts without quotes in them, of up to 64 bytes if they
// have to be quoted. Eol has its first byte in the lowest eight bits.
//
//go:noescape
func putCSVAVX512(to *byte, size int, cells *row.Cell, count, left, width int, eol uint64) (done, bytes int)

// fastRoom is the most that putCSVAVX512 writes for one cell: 64 bytes of text, quotes, a comma and a line end of two
// bytes, and what is over to the next multiple of 16.
const fastRoom = 80

// What putCSVAVX512 takes for granted is looked at by the compiler: an index here that is not 0 is an error.
func _() {
	var is [1]struct{}
	_ = is[unsafe.Sizeof(row.Cell{})-32]
	_ = is[unsafe.Offsetof(row.Cell{}.Text)]
	_ = is[unsafe.Offsetof(row.Cell{}.Int)-16]
	_ = is[unsafe.Offsetof(row.Cell{}.Kind)-24]
	_ = is[unsafe.Sizeof(row.Cell{}.Kind)-1]
	_ = is[row.KindNull]
	_ = is[row.KindBoolean-1]
	_ = is[row.KindInteger-2]
	_ = is[row.KindDecimal-3]
	_ = is[row.KindString-4]
}

// putCSVFast is putCSVRows where fastCSV is true, for batches with columns. What a row has in common with the row before
// it is formatted once more, which costs little more than to find out what that is.
func putCSVFast(buf []byte, at int, batch *row.Batch, eol string) ([]byte, int) {
	width := batch.Width()
	for i, count := 0, width*batch.Rows(); i < count; i++ {
		buf = room(buf, at, fastRoom-slack)
		first := &batch.Row(i / width)[i%width]
		done, bytes := putCSVAVX512(&buf[at], len(buf)-at, first, count-i, width-i%width, width, eolBytes(eol))
		at += bytes
		if i += done; i == count {
			break
		}
		buf, at = putCSVCell(buf, at, &batch.Row(i / width)[i%width], ',')
		if (i+1)%width == 0 {
			buf, at = putEOL(buf, at-1, eol)
		}
	}
	return buf, at
}

func eolBytes(eol string) (b uint64) {
	for i := range len(eol) {
		b |= uint64(eol[i]) << (8 * i)
	}
	return b
}
