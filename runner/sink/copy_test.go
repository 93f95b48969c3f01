package sink

import (
	"strings"
	"testing"
	"unsafe"
)

// A copy writes the text's bytes and none after them.
func TestCopiesStayInside(t *testing.T) {
	const text = "0123456789abcdefghijklmnopqrstuvwxyz"
	for n := range len(text) + 1 {
		for name, f := range map[string]func([]byte, string) bool{
			"copyField": func(dst []byte, s string) bool { return copyField(unsafe.Pointer(unsafe.SliceData(dst)), s) },
			"copyPlain": copyPlain,
		} {
			dst := []byte(strings.Repeat("#", len(text)+10))
			plain := f(dst[:n], text[:n])
			if want := text[:n] + strings.Repeat("#", len(dst)-n); string(dst) != want || plain != (n > 0 || name == "copyPlain") {
				t.Errorf("%s of %d bytes: %v, %s", name, n, plain, dst)
			}
		}
	}
}

func TestPlainNumbers(t *testing.T) {
	for s, want := range map[string]bool{
		"0": true, "-0": true, "7": true, "10": true, "0.5": true, "-0.50": true, "123456789.123456789": true,
		"": false, "-": false, "+1": false, ".5": false, "5.": false, "-.5": false, "01": false, "00.1": false, "-01": false,
		"1.2.3": false, "1e5": false, "NaN": false, "0x1": false, "1-": false, "--1": false, ".": false, "1..2": false,
	} {
		if isPlainNumber(s) != want {
			t.Errorf("%q is a plain number: %v", s, !want)
		}
	}
}
