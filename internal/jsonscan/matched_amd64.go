//go:build amd64 && !purego

package jsonscan

import "unsafe"

// canMatch is true where this processor can find out whether the brackets of a text match faster than by following them.
var canMatch = hasAVX512

// collect writes the brackets among structural characters one after the other and 64 zeros after them, and returns how
// many there are. Where counts is not nil, it writes there how many there are before each block and, countsRoom times, in
// all. 64 zeros are after the structural characters.
func collect(structural []byte, brackets []uint64, counts []uint32, codes []byte) int {
	blocks := len(brackets)
	codes = codes[:len(structural)+blockSize] // as long as they have to be
	var first *uint32
	if counts != nil {
		first = &counts[:blocks+countsRoom][0]
	}
	return collectVBMI2(unsafe.SliceData(structural), len(structural), &brackets[0], blocks, first, &codes[0])
}

// nest writes for each of n brackets in how many others it is, as bytes, and something for up to 63 more.
func nest(codes []byte, n int, levels []byte) {
	codes, levels = codes[:n+blockSize], levels[:n+blockSize]
	levelsVBMI2(&codes[0], n, &levels[0])
}

// reduce takes pairs of brackets out of n, an opening one and a closing one right after it, again and again, but no more
// than maxOpen times. It returns how many are left; none where brackets match. 64 zeros are after them, before and after.
func reduce(codes []byte, n int) int { return reduceVBMI2(&codes[:n+blockSize][0], n) }

// closing returns the place after the bracket that closes the one at i, where all match.
func closing(brackets []uint64, counts []uint32, levels []byte, i int) int {
	return closingVBMI2(&brackets[0], &counts[0], &levels[0], i)
}

//go:noescape
func collectVBMI2(structural *byte, size int, brackets *uint64, blocks int, counts *uint32, codes *byte) int

//go:noescape
func levelsVBMI2(codes *byte, n int, levels *byte)

//go:noescape
func reduceVBMI2(codes *byte, n int) int

//go:noescape
func closingVBMI2(brackets *uint64, counts *uint32, levels *byte, i int) int
