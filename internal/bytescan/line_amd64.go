//go:build amd64 && !purego

package bytescan

import "bytes"

// lineStep is how many bytes lineEndAVX2 looks at in one step.
const lineStep = 128

// LineEnd returns the place of the first newline in data, or -1. It is made for lines of a kilobyte and more, as records
// are: bytes.IndexByte looks at 32 bytes in a step, which shows in the time of runs that skip most of what they read.
func LineEnd(data []byte) int {
	from := 0
	if whole := len(data) &^ (lineStep - 1); fast && whole > 0 {
		if from = lineEndAVX2(&data[0], whole); from < whole {
			return from
		}
	}
	n := bytes.IndexByte(data[from:], '\n')
	if n < 0 {
		return -1
	}
	return from + n
}

// lineEndAVX2 returns the place of the first newline, or size, which is a multiple of lineStep and not 0.
//
//go:noescape
func lineEndAVX2(data *byte, size int) int
