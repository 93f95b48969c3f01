package resource

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

// structure has those of a block that matter here, a bit for each: colons, commas, { and }.
type structure struct{ colon, comma, curly, closing uint64 }

// preceding is what is known of the structural characters before a block. At the beginning it is as after a comma.
type preceding struct{ curly, comma uint64 } // 1 where the last was that, otherwise 0

// jars is not 0 where a structural character of the block, outside of strings, follows one that it cannot follow, as
// mayFollow says. Brackets are all that are outside of strings.
//
// The first structural character after another is found by adding, as a carry runs through all that is none.
func (f *preceding) jars(s structure, inString, brackets uint64) uint64 {
	s.colon, s.comma, s.curly = s.colon&^inString, s.comma&^inString, s.curly&^inString
	all := brackets | s.colon | s.comma
	var afterCurly, afterComma uint64
	afterCurly, f.curly = bits.Add64(s.curly, s.curly|^all, f.curly)
	afterComma, f.comma = bits.Add64(s.comma, s.comma|^all, f.comma)
	afterCurly, afterComma = afterCurly&all, afterComma&all
	return s.colon&^(afterCurly|afterComma) | afterCurly&s.comma | afterComma&s.closing
}
