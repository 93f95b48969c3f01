package sink

import (
	"strings"
	"testing"
)

// Every byte at every place of strings of every length around a word must be seen, and nothing else.
func TestScans(t *testing.T) {
	for length := range 35 {
		plain := strings.Repeat("~", length)
		checkScans(t, plain)
		for at := range length {
			for c := range 256 {
				s := []byte(plain)
				s[at] = byte(c)
				checkScans(t, string(s))
				for _, next := range []byte{'"', 0x01, ' ', '!', '#', ',', '-', '\n', '\v', '\\', ']', 0x80, 0xff} {
					s[min(at+1, length-1)] = next
					checkScans(t, string(s))
				}
			}
		}
	}
}

func checkScans(t *testing.T, s string) {
	t.Helper()
	for _, separator := range []byte{',', '\t'} {
		if got, want := hasQuotable(s, separator), strings.ContainsAny(s, "\"\r\n"+string(separator)); got != want {
			t.Fatalf("hasQuotable(%q) is %v", s, got)
		}
	}
	escaped := func(c byte) bool { return c < ' ' || c == '"' || c == '\\' }
	if got, want := unescaped(s), prefix(s, escaped); got != want {
		t.Fatalf("unescaped(%q) is %d, want %d", s, got, want)
	}
	if got, want := plainASCII(s), prefix(s, func(c byte) bool { return c > 0x7f || escaped(c) }); got != want {
		t.Fatalf("plainASCII(%q) is %d, want %d", s, got, want)
	}
}

func prefix(s string, ends func(byte) bool) int {
	for i := range len(s) {
		if ends(s[i]) {
			return i
		}
	}
	return len(s)
}
