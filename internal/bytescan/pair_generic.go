//go:build !amd64 || purego

package bytescan

const (
	minPlaces = 0
	fast      = false
)

// indexPair is not called: package bytes does it all.
func indexPair([]byte, int, int, byte, byte) int { return -1 }
