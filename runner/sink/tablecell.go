package sink

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"github.com/fhirview/fhirview/viewdef/row"
)

// An encoded table cell is the length of its text in bytes and its width in terminal columns, both as 64 bits, and
// the text.
const tableCellHeader = 16

// appendTableCell appends the encoded cell, cut to max columns where max is not 0.
func appendTableCell(dst []byte, c *row.Cell, max int) []byte {
	header := len(dst)
	dst = append(dst, make([]byte, tableCellHeader)...)
	var width int
	dst, width = appendVisible(dst, tableText(c), max)
	binary.LittleEndian.PutUint64(dst[header:], uint64(len(dst)-header-tableCellHeader))
	binary.LittleEndian.PutUint64(dst[header+8:], uint64(width))
	return dst
}

// cutTableCell returns the first encoded cell and what follows it. After the last cell come empty ones.
func cutTableCell(encoded []byte) (text []byte, width int, rest []byte) {
	if len(encoded) < tableCellHeader {
		return nil, 0, nil
	}
	n := binary.LittleEndian.Uint64(encoded)
	width = int(binary.LittleEndian.Uint64(encoded[8:]))
	encoded = encoded[tableCellHeader:]
	n = min(n, uint64(len(encoded)))
	return encoded[:n], width, encoded[n:]
}

func tableText(c *row.Cell) string {
	switch c.Kind {
	case row.KindString, row.KindDecimal:
		return c.Text
	case row.KindInteger:
		return strconv.FormatInt(c.Int, 10)
	case row.KindBoolean:
		return strconv.FormatBool(c.Bool())
	case row.KindJSON, row.KindList:
		return string(appendJSONCell(nil, c))
	default:
		return ""
	}
}

const ellipsis = "…" // one column wide

// appendVisible appends s as it is to show on a terminal and returns its width: what could control the terminal is
// escaped, and what is wider than max is cut, unless max is 0.
func appendVisible(dst []byte, s string, max int) ([]byte, int) {
	width := 0
	cut, cutWidth := len(dst), 0 // where the text ends if it has to make room for the ellipsis
	for s != "" {
		var shown string
		var shownWidth int
		shown, shownWidth, s = nextVisible(s)
		if max > 0 && width+shownWidth > max {
			return append(dst[:cut], ellipsis...), cutWidth + 1
		}
		dst = append(dst, shown...)
		width += shownWidth
		if width < max {
			cut, cutWidth = len(dst), width
		}
	}
	return dst, width
}

// nextVisible returns the first user-perceived character of s, which is not empty, as it is to show.
func nextVisible(s string) (shown string, width int, rest string) {
	if ' ' <= s[0] && s[0] < 0x7f && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return s[:1], 1, s[1:]
	}
	cluster, rest, width, _ := uniseg.FirstGraphemeClusterInString(s, -1)
	for i := 0; i < len(cluster); {
		r, size := utf8.DecodeRuneInString(cluster[i:])
		switch visible := isVisible(r, size); {
		case visible:
			i += size
		case i == 0:
			shown = escapeRune(s[:size], r)
			return shown, len(shown), s[size:]
		default:
			return s[:i], uniseg.StringWidth(s[:i]), s[i:]
		}
	}
	return cluster, width, rest
}

// isVisible reports whether a rune of that many bytes may reach a terminal: no control characters, line separators,
// characters that change the direction of text, or bytes that are not UTF-8.
func isVisible(r rune, size int) bool {
	switch {
	case r == utf8.RuneError && size == 1,
		r < ' ', 0x7f <= r && r < 0xa0,
		0x2028 <= r && r <= 0x202e,
		0x2066 <= r && r <= 0x2069:
		return false
	}
	return true
}

// escapeRune returns the escape of a rune that is not visible; encoded is its bytes.
func escapeRune(encoded string, r rune) string {
	switch r {
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	case utf8.RuneError:
		return fmt.Sprintf(`\x%02x`, encoded[0])
	}
	if r < utf8.RuneSelf {
		return fmt.Sprintf(`\x%02x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
