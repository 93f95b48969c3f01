//go:build !amd64 || purego

package bytescan

import "bytes"

// LineEnd returns the place of the first newline in data, or -1.
func LineEnd(data []byte) int { return bytes.IndexByte(data, '\n') }
