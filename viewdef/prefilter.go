package viewdef

import (
	"bytes"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/internal/bytescan"
)

// prefilter leaves out resources of a group that no view wants before they are decoded: views that all have a condition
// which cannot be true without a certain text. Of such a resource is reported what a Skimmer says.
type prefilter []literal // by plan of the group

// newPrefilter returns nil where there is nothing to go by.
func newPrefilter(g *typeGroup, plans []*Plan) prefilter {
	var p prefilter
	for _, plan := range g.plans {
		l, ok := literalOf(plans[plan].literals())
		if !ok {
			return nil
		}
		p = append(p, l)
	}
	return p
}

// mayMatch is false where no condition can be true of a resource, by its bytes.
func (p prefilter) mayMatch(data []byte) bool {
	for i := range p {
		if p[i].mayBeIn(data) {
			return true
		}
	}
	return len(p) == 0
}

// literal is a text that some string of a resource has to consist of.
type literal struct {
	finder *bytescan.Finder
	// escapes are the ways in which JSON can write it otherwise.
	escapes []byte
}

// literalOf returns the one of the texts that is met least often by its looks: the longest, but not the name of a code
// system if there is another. ok is false where none can be looked for.
func literalOf(texts []string) (l literal, ok bool) {
	texts = slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return !isPlain(s) })
	if len(texts) == 0 {
		return l, false
	}
	best := slices.MaxFunc(texts, func(a, b string) int { return selectivity(a) - selectivity(b) })
	l = literal{bytescan.New(`"` + best + `"`), []byte(`\u00`)}
	if strings.Contains(best, "/") {
		l.escapes = []byte(`\`)
	}
	return l, true
}

func selectivity(text string) int {
	if strings.Contains(text, "://") || strings.HasPrefix(text, "urn:") {
		return len(text) - 1<<20
	}
	return len(text)
}

// isPlain is true for texts of which JSON escapes nothing but what it need not.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return text != ""
}

func (l *literal) mayBeIn(data []byte) bool {
	return l.finder.Index(data) >= 0 || bytes.IndexByte(data, '\\') >= 0 && bytes.Contains(data, l.escapes)
}
