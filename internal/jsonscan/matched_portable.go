//go:build !amd64 || purego

package jsonscan

// canMatch is false: in portable code, nothing is faster than to follow brackets.
const canMatch = false

func collect([]byte, []uint64, []uint32, []byte) int { return 0 }

func nest([]byte, int, []byte) {}

func reduce(_ []byte, n int) int { return n }

func closing([]uint64, []uint32, []byte, int) int { return -1 }
