package jsonscan

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// MaxDepth is how deeply objects and arrays may be nested. FHIR data stays under 40.
const MaxDepth = 512

// SkipSpace returns the index of the first byte from i on that is not JSON white space. Where there is some, that is mostly a
// line break and then spaces, of which it looks at eight at a time. Who asks often where there is none looks at the first
// byte before: this is a call.
func SkipSpace(data []byte, i int) int {
	const eight = 0x2020202020202020
	for i < len(data) && isSpace(data[i]) {
		i++
		for i+8 <= len(data) {
			if others := binary.LittleEndian.Uint64(data[i:]) ^ eight; others != 0 {
				i += bits.TrailingZeros64(others) / 8
				break
			}
			i += 8
		}
	}
	return i
}

// ObjectStart returns where the one object that the data should be begins.
func ObjectStart(data []byte) (int, error) {
	i := SkipSpace(data, 0)
	switch {
	case i == len(data):
		return i, Fail(i, MsgTruncated)
	case data[i] != '{':
		return i, Fail(i, msgObject)
	}
	return i, nil
}

// AtEnd is an error where anything but white space stands at i or after it.
func AtEnd(data []byte, i int) error {
	if i = SkipSpace(data, i); i != len(data) {
		return Fail(i, msgTrailing)
	}
	return nil
}

// AfterColon returns the index of the value after a key that ends before i.
func AfterColon(data []byte, i int) (int, error) {
	i = SkipSpace(data, i)
	if i >= len(data) {
		return i, Fail(i, MsgTruncated)
	}
	if data[i] != ':' {
		return i, Fail(i, MsgColon)
	}
	i = SkipSpace(data, i+1)
	if i >= len(data) {
		return i, Fail(i, MsgTruncated)
	}
	return i, nil
}

// SkipString returns the index after the closing quote of a string whose text begins at i.
func SkipString(data []byte, i int) (int, error) {
	end, _, err := String(data, i)
	return end + 1, err
}

// SkipValue returns the index after the value that begins at i, which is no white space. depth is how many brackets
// are open already.
func SkipValue(data []byte, i, depth int) (int, error) {
	if i >= len(data) {
		return 0, Fail(i, MsgTruncated)
	}
	switch data[i] {
	case '"':
		return SkipString(data, i+1)
	case '{', '[':
		return SkipBrackets(data, i, depth)
	}
	return skipScalar(data, i)
}

// skipScalar returns the index after a number, true, false or null. That it is one of these is not looked at.
func skipScalar(data []byte, i int) (int, error) {
	from := i
	for ; i < len(data); i++ {
		switch data[i] {
		case ',', '}', ']', ' ', '\n', '\r', '\t':
			if i == from {
				return 0, Fail(i, MsgValue)
			}
			return i, nil
		case '"', '{', '[', ':':
			return 0, Fail(i, MsgComma)
		}
		if !isPrintable(data[i]) {
			return 0, Fail(i, msgInvalid)
		}
	}
	return 0, Fail(i, MsgTruncated)
}

// isPrintable is true for bytes that may stand outside of strings, but for white space.
func isPrintable(c byte) bool { return c > ' ' && c < utf8.RuneSelf && c != '\\' }

// SkipBrackets returns the index after the bracket that closes the one at i.
func SkipBrackets(data []byte, i, depth int) (int, error) {
	var open openBrackets
	last := byte(',')
	for ; i < len(data); i++ {
		c := data[i]
		switch c {
		case '{', '}', '[', ']', ':', ',':
			if !mayFollow(last, c) {
				return 0, Fail(i, msgInvalid)
			}
			last = c
		}
		switch c {
		case '"':
			end, err := SkipString(data, i+1)
			if err != nil {
				return 0, err
			}
			i = end - 1
		case '{', '[':
			if depth+open.n >= MaxDepth {
				return 0, Fail(i, MsgDepth)
			}
			open.push(c)
		case '}', ']':
			if !open.pop(c) {
				return 0, Fail(i, msgBrackets)
			}
			if open.n == 0 {
				return i + 1, nil
			}
		default:
			if !isPrintable(c) && !isSpace(c) {
				return 0, Fail(i, msgInvalid)
			}
		}
	}
	return 0, Fail(len(data), MsgTruncated)
}

// openBrackets are the brackets that are open, no more than MaxDepth.
type openBrackets struct {
	square [MaxDepth / 64]uint64 // a bit for each: 1 for [
	n      int
}

// push adds the bracket that opens.
func (o *openBrackets) push(c byte) {
	bit, word := uint64(1)<<(o.n%64), &o.square[o.n/64]
	*word &^= bit
	if c == '[' {
		*word |= bit
	}
	o.n++
}

// pop takes the last one away. It is true where the bracket closes it.
func (o *openBrackets) pop(c byte) bool {
	o.n--
	return (o.square[o.n/64]>>(o.n%64)&1 == 1) == (c == ']')
}

// inArray is true where the last one is [.
func (o *openBrackets) inArray() bool { return o.square[(o.n-1)/64]>>((o.n-1)%64)&1 == 1 }
