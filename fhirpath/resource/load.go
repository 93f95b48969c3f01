//go:build amd64 || arm64

package resource

import "unsafe"

// load returns the eight bytes at i in the order of this processor. The caller knows that they are there: to have the
// compiler check it once more would make the decoder a tenth slower.
func load(data []byte, i int) uint64 {
	return *(*uint64)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(data)), i))
}

// loadText is load for a string.
func loadText(s string, i int) uint64 {
	return *(*uint64)(unsafe.Add(unsafe.Pointer(unsafe.StringData(s)), i))
}
