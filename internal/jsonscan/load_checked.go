//go:build !amd64 && !arm64

package jsonscan

import "encoding/binary"

// Load returns the eight bytes at i in the order of this processor, on those that may not load them from any place.
func Load(data []byte, i int) uint64 { return binary.NativeEndian.Uint64(data[i:]) }

// LoadText is Load for a string.
func LoadText(s string, i int) uint64 { return binary.NativeEndian.Uint64([]byte(s[i : i+8])) }
