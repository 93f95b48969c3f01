package sink

import "math/bits"

// The scans here look at eight bytes at a time: most cells hold nothing to quote or to escape, so finding that out is
// most of the work of writing them.

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// load returns the eight bytes of s at i, the first in the lowest byte. The compiler makes one load of it.
func load(s string, i int) uint64 {
	b := s[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// equal sets the high bit of each byte of w that is the byte that c repeats. Bytes above the first match may be marked
// wrongly, and bits other than the high ones mean nothing.
func equal(w, c uint64) uint64 { return ((w ^ c) - ones) &^ (w ^ c) }

// quotable marks, as equal does, the bytes that make a field between separators need quotes wherever they stand.
func quotable(w, separators uint64) uint64 {
	return (((w ^ '"'*ones) - ones) | ((w ^ separators) - ones) | ((w ^ '\n'*ones) - ones) | ((w ^ '\r'*ones) - ones)) &^ w & highs
}

// escapable marks, as equal does, the bytes that a JSON string cannot hold as they are.
func escapable(w uint64) uint64 {
	return (equal(w, '"'*ones) | equal(w, '\\'*ones) | (w-' '*ones)&^w) & highs
}

// hasQuotable reports whether s holds a byte that makes a field need quotes wherever it stands. The separator is ASCII.
func hasQuotable(s string, separator byte) bool {
	if len(s) < 8 {
		for i := range len(s) {
			if c := s[i]; c == '"' || c == separator || c == '\n' || c == '\r' {
				return true
			}
		}
		return false
	}
	separators := uint64(separator) * ones
	for i := 0; i < len(s)-8; i += 8 {
		if quotable(load(s, i), separators) != 0 {
			return true
		}
	}
	return quotable(load(s, len(s)-8), separators) != 0
}

// plainASCII returns how many bytes from the start of s are ASCII that a JSON string holds as it is.
func plainASCII(s string) int {
	if len(s) < 8 {
		return shortPrefix(s, 0x80)
	}
	for i := 0; i < len(s)-8; i += 8 {
		w := load(s, i)
		if m := escapable(w) | w&highs; m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	w := load(s, len(s)-8)
	return len(s) - 8 + bits.TrailingZeros64(escapable(w)|w&highs)/8
}

// unescaped returns how many bytes from the start of s a JSON string holds as they are, taking s for valid UTF-8.
func unescaped(s string) int {
	if len(s) < 8 {
		return shortPrefix(s, 0x100)
	}
	for i := 0; i < len(s)-8; i += 8 {
		if m := escapable(load(s, i)); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	return len(s) - 8 + bits.TrailingZeros64(escapable(load(s, len(s)-8)))/8
}

// shortPrefix is plainASCII and unescaped for strings below eight bytes. It stops at bytes from limit on.
func shortPrefix(s string, limit int) int {
	for i := range len(s) {
		if c := s[i]; c < ' ' || int(c) >= limit || c == '"' || c == '\\' {
			return i
		}
	}
	return len(s)
}
