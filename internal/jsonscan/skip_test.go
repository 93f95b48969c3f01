package jsonscan

import (
	"strings"
	"testing"
)

// TestSkipSpace has each number of spaces be skipped, after a line break and without one, before something and at the end.
func TestSkipSpace(t *testing.T) {
	for _, before := range []string{"", "\n", "\r\n", "\t", "x"} {
		for n := range 40 {
			for _, after := range []string{"", "a", "\n\t ", "\"abcdefghijk", "\x00", "\x1f", "!       "} {
				text := before + strings.Repeat(" ", n) + after
				want := len(text) - len(strings.TrimLeft(text, " \n\r\t"))
				if have := SkipSpace([]byte(text), 0); have != want {
					t.Errorf("%q: %d, want %d", text, have, want)
				}
			}
		}
	}
}
