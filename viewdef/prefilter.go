package viewdef

import (
	"bytes"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/internal/bytescan"
)

// prefilter leaves out resources that a view does not want before they are evaluated, and those that no view of a group
// wants before they are decoded: views with a condition which cannot be true without a certain text. Of a resource that is
// not decoded is reported what a Skimmer says.
type prefilter struct {
	literals []literal // by plan of the group; a zero one where there is nothing to go by
	all      bool      // there is something to go by for each
}

func newPrefilter(g *typeGroup, plans []*Plan) prefilter {
	p := prefilter{literals: make([]literal, len(g.plans)), all: true}
	for i, plan := range g.plans {
		var ok bool
		p.literals[i], ok = literalOf(plans[plan].literals())
		p.all = p.all && ok
	}
	return p
}

// mayMatch is false where no condition can be true of a resource, by its bytes.
func (p *prefilter) mayMatch(data []byte) bool {
	if !p.all {
		return true
	}
	escaped := unknown
	for i := range p.literals {
		if p.literals[i].mayBeIn(data, &escaped) {
			return true
		}
	}
	return false
}

// mayMatchOne is mayMatch for one of the plans of a group.
func (p *prefilter) mayMatchOne(i int, data []byte, escaped *escaped) bool {
	l := &p.literals[i]
	return l.finder == nil || l.mayBeIn(data, escaped)
}

// escaped says whether there are escapes in a text.
type escaped uint8

const (
	unknown escaped = iota
	never
	somewhere
)

// in is true where there are escapes in data, which is looked at once.
func (e *escaped) in(data []byte) bool {
	if *e == unknown {
		if *e = never; bytes.IndexByte(data, '\\') >= 0 {
			*e = somewhere
		}
	}
	return *e == somewhere
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

func (l *literal) mayBeIn(data []byte, escaped *escaped) bool {
	return l.finder.Index(data) >= 0 || escaped.in(data) && bytes.Contains(data, l.escapes)
}
