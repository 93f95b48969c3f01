//go:build amd64 && !purego

package resource

import "golang.org/x/sys/cpu"

var (
	hasAVX2   = cpu.X86.HasAVX2 && cpu.X86.HasPCLMULQDQ && cpu.X86.HasBMI1 && cpu.X86.HasBMI2
	hasAVX512 = hasAVX2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW
)

// fastIndex is true where the index can be made by the code for this processor: on all but the oldest of today's.
var fastIndex = hasAVX2

// scan fills an index for data.
func scan(data []byte, quotes, brackets, special []uint64, state *scanState) {
	if !hasAVX2 || len(data) < blockSize {
		scanGeneric(data, quotes, brackets, special, state)
		return
	}
	blocks := blocksOf(data)
	quotes, brackets, special = quotes[:blocks], brackets[:blocks], special[:blocks] // as long as they have to be
	if hasAVX512 {
		scanAVX512(&data[0], len(data), &quotes[0], &brackets[0], &special[0], state)
		return
	}
	scanAVX2(&data[0], len(data), &quotes[0], &brackets[0], &special[0], state)
}

//go:noescape
func scanAVX2(data *byte, size int, quotes, brackets, special *uint64, state *scanState)

//go:noescape
func scanAVX512(data *byte, size int, quotes, brackets, special *uint64, state *scanState)
