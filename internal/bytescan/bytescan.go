// Package bytescan finds a text, or the end of a line, in many others, at the speed of memory where the processor has AVX2.
package bytescan

import (
	"bytes"
	"strings"
)

// Finder looks for one text. It is immutable, and many goroutines may use it at once.
type Finder struct {
	text []byte
	// The places within text of its two bytes that are met least often, the first before the second.
	first, second int
}

// New returns a finder for a text that is not empty.
func New(text string) *Finder {
	f := &Finder{text: []byte(text)}
	f.first = rarest(text, -1)
	f.second = rarest(text, f.first)
	if f.first > f.second {
		f.first, f.second = f.second, f.first
	}
	return f
}

// rarest returns the place of the byte that is met least often, but for one.
func rarest(text string, but int) int {
	best := -1
	for i := range len(text) {
		if i != but && (best < 0 || rarity(text[i]) > rarity(text[best])) {
			best = i
		}
	}
	return best
}

// Index returns the place of the first instance of the text in data, or -1.
func (f *Finder) Index(data []byte) int {
	from := 0
	for len(f.text) > 1 {
		places := len(data) - from - len(f.text) + 1
		if !fast || places < minPlaces {
			break
		}
		a, b := f.text[f.first], f.text[f.second]
		n := indexPair(data[from+f.first:], places, f.second-f.first, a, b)
		if n < 0 {
			return -1
		}
		from += n
		if string(data[from:from+len(f.text)]) == string(f.text) {
			return from
		}
		from++
	}
	n := bytes.Index(data[from:], f.text)
	if n < 0 {
		return -1
	}
	return from + n
}

// common are the bytes of FHIR data in JSON, as far as they are printable ASCII, the most frequent first.
const common = `"et:oiranscd,0-l1u/m y.2f{}pg43hb57896v[]SxTCPDIAkQwEMjLB_ONRH()UFqG\zW<>VK'=+X#JY%@*Z`

// rarity is higher for bytes that are met less often.
func rarity(c byte) int {
	if i := strings.IndexByte(common, c); i >= 0 {
		return i
	}
	return len(common)
}
