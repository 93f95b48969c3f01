package source

import (
	"slices"

	"github.com/fhirview/fhirview/internal/jsonscan"
)

// appendEntries is intake.Hooks.Entries.
func appendEntries(dst []Record, bundle *Record) ([]Record, error) {
	text := slices.Clip(bundle.Data)
	d := &document{maxRecord: max(len(text), minHold)}
	b := &Block{buf: text, Records: dst}
	d.window = window{in: &input{}, b: b, base: bundle.Offset, held: -1, fixed: true}
	_, err := d.nonSpace()
	if err == nil {
		err = d.bundle(d.at())
	}
	if err == nil {
		err = d.end()
	}
	for i := len(dst); i < len(b.Records); i++ {
		b.Records[i].Line = bundle.Line
	}
	return b.Records, err
}

// identity returns the resourceType and the id of a resource, as far as they can be found.
func identity(data []byte) (typ, id []byte) {
	of, end := plainField(data, 0, fieldType)
	if from, to := plainField(data, end, fieldID); from < len(data) { // as most begin
		return data[of+1 : end-1], data[from+1 : to-1]
	}
	for next := 1; next > 0 && (typ == nil || id == nil); {
		var name fieldName
		var value []byte
		name, value, next = fieldAt(data, next)
		if name != fieldType && name != fieldID || value[0] != '"' {
			continue
		}
		text := unescaped(value)
		switch {
		case text == nil:
		case name == fieldType:
			typ = text[1 : len(text)-1]
		default:
			id = text[1 : len(text)-1]
		}
	}
	return typ, id
}

// fieldAt returns the name and the value of the field at i, with or without space before it, and the place of the next, 0
// where there is none.
func fieldAt(data []byte, i int) (name fieldName, value []byte, next int) {
	i = jsonscan.SkipSpace(data, i)
	if i >= len(data) || data[i] != '"' {
		return fieldOther, nil, 0
	}
	end := jsonscan.Quote(data, i+1)
	if end < 0 {
		return fieldOther, nil, 0
	}
	from, err := jsonscan.AfterColon(data, end+1)
	if err != nil {
		return fieldOther, nil, 0
	}
	to := valueEnd(data, from)
	if to <= from {
		return fieldOther, nil, 0
	}
	if next = jsonscan.SkipSpace(data, to) + 1; next > len(data) || data[next-1] != ',' {
		next = 0
	}
	return nameOf(data[i : end+1]), data[from:to], next
}

// valueEnd returns the place after the value at i, no more than i where there is none or it does not end.
func valueEnd(data []byte, i int) int {
	switch data[i] {
	case '"':
		return jsonscan.Quote(data, i+1) + 1
	case '{', '[':
		var x jsonscan.Extent
		x.Begin(maxDepth)
		if n, done, sure := x.Next(data[i:]); done && sure {
			return i + n
		}
		return -1
	}
	for i < len(data) && isScalar(data[i]) {
		i++
	}
	return i
}
