//go:build !amd64 || purego

package jsonscan

// extent is not called.
func extent([]byte, int, *Extent) int { return 0 }
