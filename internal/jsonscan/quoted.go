package jsonscan

import "bytes"

// quoted is where a text that comes in parts stands between two of them.
type quoted struct {
	inString uint64 // all ones in a string, otherwise 0
	escaped  uint64 // 1 after a backslash that escapes the next byte, otherwise 0
}

// structural are the bytes that matter outside of strings to who looks for the end of a value.
var structural = [256]bool{'"': true, '{': true, '}': true, '[': true, ']': true}

// string goes on in a string with a part that is not empty, and returns how much of it is the string's, with the quote that
// ends it. Where none does, it is all of the part, and inString stays what it is.
func (q *quoted) string(part []byte) (n int) {
	if q.escaped != 0 {
		q.escaped = 0
		n = 1
	}
	for {
		i := bytes.IndexByte(part[n:], '"')
		if i < 0 {
			if endsEscaping(part[n:]) {
				q.escaped = 1
			}
			return len(part)
		}
		n += i + 1
		if !endsEscaping(part[n-i-1 : n-1]) {
			q.inString = 0
			return n
		}
	}
}

// endsEscaping is true where the byte after a part of a string is escaped. The first byte of the part is not.
func endsEscaping(part []byte) bool {
	n := len(part)
	for n > 0 && part[n-1] == '\\' {
		n--
	}
	return (len(part)-n)%2 == 1
}
