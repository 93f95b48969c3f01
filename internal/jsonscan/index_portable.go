//go:build !amd64 || purego

package jsonscan

// FastIndex is false: in portable code, looking at the bytes as they come is faster than to index them first.
const FastIndex = false

func scan(data []byte, quotes, brackets, special []uint64, state *scanState) {
	scanGeneric(data, quotes, brackets, special, state)
}
