package jsonscan

import "math/bits"

// JSON's structural characters are the brackets, the colon and the comma. These alone, whatever stands between them, tell
// much about a text: where something is lost or doubled in the middle of objects that are skipped, but brackets and quotes
// still match, mostly one of them follows another that it cannot follow.

// mayFollow is true where a structural character may come after another.
func mayFollow(after, c byte) bool {
	switch c {
	case ':':
		return after == '{' || after == ','
	case ',':
		return after != '{'
	case '}':
		return after != ','
	}
	return true
}

// structure has the structural characters of a block by those bits of theirs that tell which each is, a bit for each. Of
// { } [ ] : and comma, the brackets have bit 6, all but [ and ] have bit 5, and { [ : have bit 1. So there is none where
// both bit 5 and bit 6 are not set.
type structure struct{ bit6, bit5, bit1 uint64 }

// preceding is what is known of the structural characters before a block. At the beginning it is as after a comma.
type preceding struct{ curly, comma uint64 } // 1 where the last was that, otherwise 0

// jars is not 0 where a structural character of the block follows one that it cannot follow, as mayFollow says. All are
// outside of strings.
//
// The first structural character after another is found by adding, as a carry runs through all that is none.
func (f *preceding) jars(s structure) uint64 {
	none := ^(s.bit6 | s.bit5)
	curly := s.bit6 & s.bit5 & s.bit1
	comma := s.bit5 &^ (s.bit6 | s.bit1)
	var afterCurly, afterComma uint64
	afterCurly, f.curly = bits.Add64(curly, curly|none, f.curly)
	afterComma, f.comma = bits.Add64(comma, comma|none, f.comma)
	colon, closing := s.bit5&s.bit1&^s.bit6, s.bit6&s.bit5&^s.bit1
	return colon&^(afterCurly|afterComma) | afterCurly&comma | afterComma&closing
}
