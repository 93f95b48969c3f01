//go:build amd64 && !purego

package resource

import "golang.org/x/sys/cpu"

// fastIndex is true where scanBlocksAVX2 can be used: on all but the oldest of today's processors.
var fastIndex = cpu.X86.HasAVX2 && cpu.X86.HasPCLMULQDQ && cpu.X86.HasBMI1

// scanBlocks fills an index for data, whose length is a multiple of the block size.
func scanBlocks(data []byte, quotes, brackets, special []uint64, state *scanState) {
	if !fastIndex {
		scanBlocksGeneric(data, quotes, brackets, special, state)
		return
	}
	blocks := len(data) / blockSize
	quotes, brackets, special = quotes[:blocks], brackets[:blocks], special[:blocks] // as long as they have to be
	scanBlocksAVX2(&data[0], blocks, &quotes[0], &brackets[0], &special[0], state)
}

//go:noescape
func scanBlocksAVX2(data *byte, blocks int, quotes, brackets, special *uint64, state *scanState)
