package upload

import (
	"bytes"
	"regexp"
	"strings"
	"sync"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// linkKind is where in a resource a link stands.
type linkKind uint8

const (
	linkReference linkKind = iota // Reference.reference: it has to lead somewhere
	linkURI                       // an element of type uri, url, oid or uuid: it may be a name of anything
	linkNarrative                 // href or src in the narrative
)

// link is a text in a resource that may name another resource.
type link struct {
	kind     linkKind
	from, to int // its place in the resource's text, without quotes
	text     string
}

// uriNames are elements of type uri, url, oid or uuid whose names do not end in their type. What is always the name of a
// vocabulary, a rule or a profile is not there, nor is canonical: a transaction does not replace these.
var uriNames = map[string]bool{
	"address": true, "additionalInfo": true, "detail": true, "endpoint": true, "instantiates": true, "link": true,
	"location": true, "onlineInformation": true, "path": true, "policy": true, "protocol": true, "rendering": true,
	"satisfiedBy": true, "source": true, "target": true, "uri": true, "url": true,
}

// mayLink is false for the names of elements that hold no links.
func mayLink(name []byte, depth int) (linkKind, bool) {
	text := string(name)
	switch {
	case text == "reference":
		return linkReference, true
	case text == "div":
		return linkNarrative, true
	case text == "url" && depth == 1: // what a ValueSet, a Questionnaire, … are called
		return 0, false
	case uriNames[text]:
		return linkURI, true
	}
	for _, end := range []string{"Uri", "Url", "Uuid", "Oid"} {
		if strings.HasSuffix(text, end) && text != "fullUrl" {
			return linkURI, true
		}
	}
	return 0, false
}

// mayHaveLinks is false where a resource certainly has no reference that is to be resolved: neither a name of its own kind
// of URN nor a condition. It is for the many resources that stand alone.
func mayHaveLinks(data []byte) bool {
	for _, sign := range []string{"rn:", "RN:", "rN:", "Rn:", "?", `\u`} {
		if bytes.Contains(data, []byte(sign)) {
			return true
		}
	}
	return false
}

// eachLink calls f for each link of a resource, in the order of the text. The text is known to be well-formed.
func eachLink(data []byte, f func(link)) {
	w := linkWalk{Cursor: fhir.NewCursor(data), each: f}
	_ = w.value(nil, 0) // which is well-formed
}

type linkWalk struct {
	fhir.Cursor

	each func(link)
}

func (w *linkWalk) value(name []byte, depth int) error {
	switch w.Peek() {
	case '{':
		return w.Fields(func(name []byte) error { return w.value(name, depth+1) })
	case '[':
		return w.Items(func(int) error { return w.value(name, depth) })
	case '"':
		if kind, ok := mayLink(name, depth); ok {
			return w.found(kind)
		}
	}
	return w.Skip()
}

func (w *linkWalk) found(kind linkKind) error {
	from := w.Pos + 1
	if kind == linkNarrative {
		if err := w.Skip(); err != nil {
			return err
		}
		w.narrative(from, w.Pos-1)
		return nil
	}
	text, err := w.Text()
	if err == nil {
		w.each(link{kind: kind, from: from, to: w.Pos - 1, text: string(text)})
	}
	return err
}

// hyperlink finds the values of href and src in the JSON text of a narrative, where quotes stand with a backslash: of the
// elements whose links a transaction replaces.
var hyperlink = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)<(?:a|img)\b[^<>]*?\b(?:href|src)(?:\s|\\[nrt])*=(?:\s|\\[nrt])*(?:\\"([^"\\<>]*)\\"|'([^'"\\<>]*)'|\\u0022([^"\\<>]*)\\u0022|\\u0027([^"\\<>]*)\\u0027)`)
})

func (w *linkWalk) narrative(from, to int) {
	for _, found := range hyperlink().FindAllSubmatchIndex(w.Data[from:to], -1) {
		for i := 2; i < len(found); i += 2 {
			if found[i] >= 0 {
				a, b := from+found[i], from+found[i+1]
				w.each(link{kind: linkNarrative, from: a, to: b, text: string(w.Data[a:b])})
			}
		}
	}
}

// change is a link with what is to stand in its place.
type change struct {
	link

	with string
}

// relinked returns a resource with some of its links changed, which are in the order of the text. All else is as it was,
// byte by byte. The text that comes in is not written to.
func relinked(data []byte, changes []change) []byte {
	if len(changes) == 0 {
		return data
	}
	out := make([]byte, 0, len(data)+32*len(changes))
	at := 0
	for _, c := range changes {
		out = append(append(out, data[at:c.from]...), c.with...) // which has only characters that JSON takes as they are
		at = c.to
	}
	return append(out, data[at:]...)
}

// isBundleName is true for links that mean something within a Bundle only.
func isBundleName(text string) bool {
	return len(text) >= len("urn:oid:") && (strings.EqualFold(text[:8], "urn:oid:") || len(text) > 9 && strings.EqualFold(text[:9], "urn:uuid:"))
}

// isCondition is true for a search that stands in the place of a reference, such as Patient?identifier=….
func isCondition(text string) bool {
	typ, _, found := strings.Cut(text, "?")
	return found && fhir.CheckType(typ) == nil
}

// splitLink parts Type/id, or any address, from a version and a fragment behind it.
func splitLink(text string) (name, fragment string) {
	name = text
	if i := strings.IndexByte(name, '#'); i > 0 {
		name, fragment = name[:i], name[i:]
	}
	name, _, _ = strings.Cut(name, "/_history/")
	return name, fragment
}
