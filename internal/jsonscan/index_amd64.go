//go:build amd64 && !purego

package jsonscan

import "golang.org/x/sys/cpu"

var (
	hasAVX2   = cpu.X86.HasAVX2 && cpu.X86.HasPCLMULQDQ && cpu.X86.HasBMI1 && cpu.X86.HasBMI2
	hasAVX512 = hasAVX2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VBMI && cpu.X86.HasAVX512VBMI2 &&
		cpu.X86.HasPOPCNT
)

// FastIndex is true where the index can be made by the code for this processor: on all but the oldest of today's.
var FastIndex = hasAVX2

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
	state.count = scanAVX512(&data[0], len(data), &quotes[0], &brackets[0], &special[0], state, &codes[1])
	if len(data) == stretch {
		codes[0] = codes[state.count] // what the next part follows
	}
	if state.strange != 0 {
		strangeAVX512(&data[0], len(data), &quotes[0], inString, state)
	}
}

// scanNarrow is scan with AVX2.
func scanNarrow(data []byte, quotes, brackets, special []uint64, state *scanState) {
	blocks := blocksOf(data)
	quotes, brackets, special = quotes[:blocks], brackets[:blocks], special[:blocks]
	scanAVX2(&data[0], len(data), &quotes[0], &brackets[0], &special[0], state)
}

//go:noescape
func scanAVX2(data *byte, size int, quotes, brackets, special *uint64, state *scanState)

//go:noescape
func scanAVX512(data *byte, size int, quotes, brackets, special *uint64, state *scanState, codes *byte) int

//go:noescape
func strangeAVX512(data *byte, size int, quotes *uint64, inString uint64, state *scanState)
