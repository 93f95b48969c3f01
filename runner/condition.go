package runner

import (
	"bytes"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/internal/bytescan"
)

// screen leaves out resources of a reading that no view wants before they are decoded: views that all have a condition
// which cannot be true without a certain text. Of such a resource is reported what a Skimmer says.
type screen []needle // by job

// newScreen returns nil where there is nothing to go by.
func newScreen(r *reading, jobs []Job) screen {
	var s screen
	for _, j := range r.jobs {
		n, ok := needleOf(jobs[j].Plan.Literals())
		if !ok {
			return nil
		}
		s = append(s, n)
	}
	return s
}

// mayMatch is false where no condition can be true of a resource, by its bytes.
func (s screen) mayMatch(data []byte) bool {
	for i := range s {
		if s[i].mayBeIn(data) {
			return true
		}
	}
	return len(s) == 0
}

// needle is a text that some string of a resource has to consist of.
type needle struct {
	finder *bytescan.Finder
	// escapes are the ways in which JSON can write it otherwise.
	escapes []byte
}

// needleOf returns a needle for the one of the texts that is met least often by its looks: the longest, but not the name
// of a code system if there is another. ok is false where none can be looked for.
func needleOf(texts []string) (n needle, ok bool) {
	texts = slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return !isPlain(s) })
	if len(texts) == 0 {
		return n, false
	}
	best := slices.MaxFunc(texts, func(a, b string) int { return selectivity(a) - selectivity(b) })
	n = needle{bytescan.New(`"` + best + `"`), []byte(`\u00`)}
	if strings.Contains(best, "/") {
		n.escapes = []byte(`\`)
	}
	return n, true
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

func (n *needle) mayBeIn(data []byte) bool {
	return n.finder.Index(data) >= 0 || bytes.IndexByte(data, '\\') >= 0 && bytes.Contains(data, n.escapes)
}
