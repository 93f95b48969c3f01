package plan

import "strings"

// Target is what references have to point to: a resource of a type. The zero Target is any resource.
type Target struct {
	typ string
	// start is what nearly all references to the type start with, as Patient/, and first and last are its first and last
	// eight bytes where that is all of it.
	start       string
	inWords     bool
	first, last uint64
}

// TargetOf returns the target of a type.
func TargetOf(typ string) Target {
	t := Target{typ: typ, start: typ + "/"}
	if n := len(t.start); n >= 8 && n <= 16 {
		t.inWords, t.first, t.last = true, word(t.start), word(t.start[n-8:])
	}
	return t
}

// usual returns the id in a reference that is written as nearly all are, by type and id.
func (t *Target) usual(ref string) (id string, ok bool) {
	n := len(t.start)
	if n == 0 || len(ref) <= n {
		return "", false
	}
	if t.inWords {
		ok = word(ref) == t.first && word(ref[n-8:]) == t.last
	} else {
		ok = ref[:n] == t.start
	}
	id = ref[n:]
	return id, ok && !hasDelimiter(id)
}

// key returns the key in a reference, or "" where it has none or points to another type.
func (a *Around) key(ref string, to *Target) string {
	if id, ok := to.usual(ref); ok {
		return id
	}
	if key, ok := a.referenceKey(ref, to.typ); ok {
		return key
	}
	have, id, ok := splitReference(ref)
	if !ok || to.typ != "" && to.typ != have {
		return ""
	}
	return id
}

const lows, highs = 0x0101010101010101, 0x8080808080808080

// uuidSize is how long a UUID is, which most ids are that a machine has made.
const uuidSize = 36

// hasDelimiter is true where a text has one of / ? # : in it, and where it has others that are rare in ids.
func hasDelimiter(s string) bool {
	if len(s) < 8 {
		for i := range len(s) {
			if c := s[i]; c == '/' || c == '?' || c == '#' || c == ':' {
				return true
			}
		}
		return false
	}
	if len(s) == uuidSize { // the same as below
		return (delimiters(s)|delimiters(s[8:])|delimiters(s[16:])|delimiters(s[24:])|delimiters(s[uuidSize-8:]))&highs != 0
	}
	marks := delimiters(s[len(s)-8:])
	for ; len(s) > 8; s = s[8:] {
		marks |= delimiters(s)
	}
	return marks&highs != 0
}

// delimiters has a high bit set if one of the first eight bytes is a delimiter, or not ASCII.
func delimiters(s string) uint64 {
	w := word(s)
	// In the order that this brings them to, the delimiters are before all letters, digits, points and dashes, and what is
	// before the first of these borrows.
	return (((w ^ 0x0e*lows) + 0x0a*lows) ^ 0x11*lows - 0x3b*lows) | w
}

// word returns the first eight bytes of a text.
func word(s string) uint64 {
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// splitReference takes a reference apart: Patient/1, Patient/1/_history/2, https://example.org/fhir/Patient/1.
func splitReference(ref string) (typ, id string, ok bool) {
	path, absolute := cutScheme(ref)
	if i := strings.Index(path, "/_history/"); i >= 0 {
		path = path[:i]
	}
	path, id, ok = cutLast(path)
	if !ok || id == "" {
		return "", "", false
	}
	base, typ, below := cutLast(path)
	if !below {
		base, typ = "", path
	}
	if absolute != (base != "") || !isTypeName(typ) || strings.ContainsAny(id, "?#:") {
		return "", "", false
	}
	return typ, id, true
}

func cutScheme(ref string) (rest string, ok bool) {
	for _, scheme := range [...]string{"https://", "http://"} {
		if rest, ok := strings.CutPrefix(ref, scheme); ok {
			return rest, true
		}
	}
	return ref, false
}

func cutLast(path string) (before, after string, ok bool) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}

func isTypeName(s string) bool {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return false
	}
	for _, c := range []byte(s) {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return true
}
