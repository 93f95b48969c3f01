package source

import (
	"bytes"
	"path/filepath"
)

const (
	sniffStep = 64 << 10
	// longLine is how much of a line is looked at that begins a Bundle. A longer one is read as a document.
	longLine = 256 << 10
)

// space is what JSON has between values.
const space = " \t\r\n"

// splitterFor decides by the name where that says NDJSON and the content does not deny it, else by the content.
func splitterFor(in *input, maxRecord int) splitter {
	ending := filepath.Ext(stem(in.name))
	switch {
	case ending == ".ndjson" || ending == ".jsonl":
		if in.looksLikeDocument() {
			return readJSON
		}
		return readLines
	case in.looksLikeLines(max(maxRecord, sniffStep)):
		return readLines
	}
	return readJSON
}

// looksLikeDocument is true for what begins as one JSON document does, and as no lines of resources do, not even where the
// first is broken: with a list, or with an object of which the first line ends, and the second begins, between members.
func (in *input) looksLikeDocument() bool {
	head, _ := in.peek(sniffStep)
	first, second, more := bytes.Cut(bytes.TrimLeft(head, space), []byte("\n"))
	first, second = bytes.TrimRight(first, space), bytes.TrimLeft(second, space)
	if len(first) == 0 {
		return false
	}
	switch last := first[len(first)-1]; first[0] {
	case '[':
		return !more || last == '[' || last == '{' || last == ',' || last == ']'
	case '{':
		return (last == '{' || last == '[' || last == ',') && len(second) > 0 && second[0] == '"'
	}
	return false
}

// looksLikeLines reads as much ahead as it takes to know, at most limit bytes. No text of one JSON value has a line that
// begins with { and ends with } before a line that begins with {, so there is no doubt in what it finds. A single line
// may be a Bundle, and otherwise reads the same either way. An input without text is no lines: it holds no resources.
//
// The line of a long Bundle is not read ahead: that would take its size. It is a document, which lines may follow.
func (in *input) looksLikeLines(limit int) bool {
	for size := sniffStep; ; size *= 4 { // larger steps leave less garbage behind a long line
		head, err := in.peek(min(size, limit))
		lines, known := sniffLines(head)
		switch {
		case known:
			return lines
		case err != nil:
			return in.blank()
		case size >= limit:
			return false
		case size >= longLine && beginsBundle(head):
			in.bundleLine = int64(bytes.Count(head[:bytes.IndexByte(head, '{')], []byte("\n"))) + 1
			return false
		}
	}
}

// beginsBundle is true for a text that begins as a Bundle does: with its type, or with entries that look like a Bundle's.
func beginsBundle(head []byte) bool {
	head = head[:min(len(head), sniffStep)]
	if m := typed().FindSubmatch(bytes.TrimLeft(head, space)); m != nil {
		return string(m[1]) == "Bundle"
	}
	for {
		_, after, found := bytes.Cut(head, []byte(fieldNames[fieldEntry]))
		if !found {
			return false
		}
		if list, ok := bytes.CutPrefix(bytes.TrimLeft(after, space), []byte(":")); ok && beginsEntries(list) {
			return true
		}
		head = after
	}
}

// beginsEntries is true for a list that begins as that of a Bundle's entries. No other resource has one of that kind.
func beginsEntries(list []byte) bool {
	for _, bracket := range [...]string{"[", "{"} {
		rest, ok := bytes.CutPrefix(bytes.TrimLeft(list, space), []byte(bracket))
		if !ok {
			return false
		}
		list = bytes.TrimLeft(rest, space)
	}
	return bytes.HasPrefix(list, []byte(fieldNames[fieldResource])) || bytes.HasPrefix(list, []byte(fieldNames[fieldFullURL]))
}

// sniffLines looks at the first line that is not blank, and the first byte after it.
func sniffLines(head []byte) (lines, known bool) {
	head = bytes.TrimLeft(head, space)
	if len(head) == 0 {
		return false, false
	}
	if head[0] != '{' {
		return false, true
	}
	end := bytes.IndexByte(head, '\n')
	if end < 0 {
		return false, false
	}
	if line := bytes.TrimRight(head[:end], " \t\r"); line[len(line)-1] != '}' {
		return false, true
	}
	rest := bytes.TrimLeft(head[end:], space)
	if len(rest) == 0 {
		return false, false
	}
	return rest[0] == '{', true
}
