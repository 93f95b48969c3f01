//go:build amd64 || arm64

package jsonscan

import "unsafe"

// Load returns the eight bytes at i in the order of this processor. The caller knows that they are there: to have the
// compiler check it once more would make the decoder a tenth slower.
func Load(data []byte, i int) uint64 {
	return *(*uint64)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(data)), i))
}

// LoadText is Load for a string.
func LoadText(s string, i int) uint64 {
	return *(*uint64)(unsafe.Add(unsafe.Pointer(unsafe.StringData(s)), i))
}
