//go:build amd64 && !purego

package bytescan

import "golang.org/x/sys/cpu"

// minPlaces is how many places indexPair has to be asked for at least: as many as it looks at in one step.
const minPlaces = 32

var fast = cpu.X86.HasAVX2

// indexPair returns the first of n places i where data[i] is a and data[i+distance] is b, or -1.
func indexPair(data []byte, n, distance int, a, b byte) int {
	_ = data[n+distance-1]
	return indexPairAVX2(&data[0], n, distance, a, b)
}

//go:noescape
func indexPairAVX2(data *byte, n, distance int, a, b byte) int
