//go:build !amd64 && !arm64

package resource

import "encoding/binary"

// load returns the eight bytes at i in the order of this processor, on those that may not load them from any place.
func load(data []byte, i int) uint64 { return binary.NativeEndian.Uint64(data[i:]) }

// loadText is load for a string.
func loadText(s string, i int) uint64 { return binary.NativeEndian.Uint64([]byte(s[i : i+8])) }
