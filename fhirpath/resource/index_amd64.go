//go:build amd64 && !purego

package resource

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

var (
	hasAVX2   = cpu.X86.HasAVX2 && cpu.X86.HasPCLMULQDQ && cpu.X86.HasBMI1 && cpu.X86.HasBMI2
	hasAVX512 = hasAVX2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VBMI && cpu.X86.HasAVX512VBMI2 &&
		cpu.X86.HasPOPCNT
)

// fastIndex is true where the index can be made by the code for this processor: on all but the oldest of today's.
var fastIndex = hasAVX2

// scan fills an index for data, of which other data may come before and after: before, in multiples of the block size.
func scan(data []byte, quotes, brackets, special []uint64, state *scanState) {
	switch {
	case hasAVX512:
		scanWide(data, quotes, brackets, special, state)
	case hasAVX2 && len(data) >= blockSize:
		scanNarrow(data, quotes, brackets, special, state)
	default:
		scanGeneric(data, quotes, brackets, special, state)
	}
}

// scanWide is scan with AVX-512.
func scanWide(data []byte, quotes, brackets, special []uint64, state *scanState) {
	state.grow(len(data))
	blocks, inString := blocksOf(data), state.inString
	quotes, brackets, special = quotes[:blocks], brackets[:blocks], special[:blocks] // as long as they have to be
	codes := state.codes
	end := scanAVX512(&data[0], len(data), &quotes[0], &brackets[0], &special[0], state, &codes[1])
	state.count = int(uintptr(unsafe.Pointer(end)) - uintptr(unsafe.Pointer(&codes[1])))
	codes[0] = codes[state.count]
	if state.strange != 0 {
		state.strange = strangeAVX512(&data[0], len(data), &quotes[0], inString)
	}
}

// scanNarrow is scan with AVX2.
func scanNarrow(data []byte, quotes, brackets, special []uint64, state *scanState) {
	blocks, inString := blocksOf(data), state.inString
	quotes, brackets, special = quotes[:blocks], brackets[:blocks], special[:blocks]
	scanAVX2(&data[0], len(data), &quotes[0], &brackets[0], &special[0], state)
	var s [16]structure
	var last [blockSize]byte
	for b := 0; b < len(quotes); b += len(s) {
		n := min(len(s), len(quotes)-b)
		whole := min(n, len(data)/blockSize-b)
		if whole > 0 {
			structureAVX2(&data[b*blockSize], whole, &s[0])
		}
		if whole < n {
			copy(last[:], data[(b+whole)*blockSize:])
			structureAVX2(&last[0], 1, &s[whole])
		}
		for i := range s[:n] {
			open := prefixXor(quotes[b+i]) ^ inString
			inString = uint64(int64(open) >> 63)
			state.jars |= state.preceding.jars(s[i], open, brackets[b+i])
		}
	}
}

//go:noescape
func scanAVX2(data *byte, size int, quotes, brackets, special *uint64, state *scanState)

//go:noescape
func scanAVX512(data *byte, size int, quotes, brackets, special *uint64, state *scanState, codes *byte) (end *byte)

//go:noescape
func strangeAVX512(data *byte, size int, quotes *uint64, inString uint64) uint64

//go:noescape
func structureAVX2(data *byte, blocks int, out *structure)
