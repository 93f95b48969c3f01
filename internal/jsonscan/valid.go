package jsonscan

import (
	"encoding/json"
	"unicode/utf8"
)

// Valid is true for a text that is one JSON value, in UTF-8, with nothing but white space around it. Every byte is checked;
// but a key may be there twice, and an escape may be half of a surrogate pair. It is made for short values.
func Valid(data []byte) bool {
	v := grammar{data: data}
	for v.pos = SkipSpace(data, 0); ; {
		if v.open.n == MaxDepth {
			return json.Valid(data) && utf8.Valid(data)
		}
		begun, ok := v.value()
		if !ok {
			return false
		}
		if begun {
			continue
		}
		if another, ok := v.after(); !another {
			return ok && SkipSpace(data, v.pos) == len(data)
		}
	}
}

// grammar goes through a text by the rules of JSON.
type grammar struct {
	data []byte
	pos  int
	open openBrackets
}

// value passes over the value at pos; of an object or array that is not empty, up to the first value in it: then begun is
// true.
func (v *grammar) value() (begun, ok bool) {
	if v.pos >= len(v.data) {
		return false, false
	}
	switch c := v.data[v.pos]; c {
	case '{', '[':
		v.pos = SkipSpace(v.data, v.pos+1)
		if v.pos < len(v.data) && v.data[v.pos] == c+2 {
			v.pos++
			return false, true
		}
		v.open.push(c)
		return true, c == '[' || v.key()
	case '"':
		return false, v.text()
	case 't':
		return false, v.word("true")
	case 'f':
		return false, v.word("false")
	case 'n':
		return false, v.word("null")
	}
	end, err := Number(v.data, v.pos)
	v.pos = end
	return false, err == nil
}

// after passes over what follows a value, up to the next one: another is false where there is none. It is not ok where
// something else follows than does in JSON.
func (v *grammar) after() (another, ok bool) {
	for v.open.n > 0 {
		v.pos = SkipSpace(v.data, v.pos)
		if v.pos >= len(v.data) {
			return false, false
		}
		c := v.data[v.pos]
		v.pos++
		switch {
		case c == ',':
			v.pos = SkipSpace(v.data, v.pos)
			ok = v.open.inArray() || v.key()
			return ok, ok
		case c != '}' && c != ']' || !v.open.pop(c):
			return false, false
		}
	}
	return false, true
}

// key passes over a key and its colon.
func (v *grammar) key() bool {
	if v.pos >= len(v.data) || v.data[v.pos] != '"' || !v.text() {
		return false
	}
	end, err := AfterColon(v.data, v.pos)
	v.pos = end
	return err == nil
}

// text passes over a string.
func (v *grammar) text() bool {
	from := v.pos + 1
	end := PlainText(v.data, from)
	if end >= len(v.data) || v.data[end] != '"' { // as few have
		var escapes bool
		var err error
		if end, escapes, err = String(v.data, from); err != nil || escapes && !validEscapes(v.data[from:end]) {
			return false
		}
	}
	v.pos = end + 1
	return true
}

func (v *grammar) word(word string) bool {
	rest := v.data[v.pos:]
	v.pos += len(word)
	return len(rest) >= len(word) && string(rest[:len(word)]) == word
}

// validEscapes is true for the text of a string with escapes that JSON has.
func validEscapes(text []byte) bool {
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		if _, ok := hex4(text[i:]); ok {
			i += 5
			continue
		}
		if i++; simpleEscape(text[i]) == 0 {
			return false
		}
	}
	return true
}
