package runner

import (
	"bytes"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/bytescan"
	"github.com/fhirview/fhirview/runner/source"
)

// screen leaves out resources of a reading that no view wants before they are decoded as a whole: views of which all
// have a condition.
//
// What is reported of a resource that is left out does not depend on how that was found out: of one that is without a
// view's text, what a Skimmer says; of another that fulfils no condition, what the conditions read.
type screen struct {
	// condition is what the conditions read.
	condition *resource.Projection
	// texts are by job: each stands in all resources that fulfil the job's condition. There are none where a job has none.
	texts []needle
}

// newScreen returns nil where there is nothing to go by.
func newScreen(r *reading, jobs []Job) *screen {
	var conditions []*resource.Projection
	s := &screen{}
	for _, j := range r.jobs {
		p := jobs[j].Plan
		if p.Condition() == nil {
			return nil
		}
		conditions = append(conditions, p.Condition())
		if n, ok := needleOf(p.Literals()); ok {
			s.texts = append(s.texts, n)
		}
	}
	if len(s.texts) < len(r.jobs) {
		s.texts = nil
	}
	s.condition = resource.Union(conditions...)
	return s
}

// mayMatch is false where no condition can be true of a resource, by its bytes.
func (s *screen) mayMatch(data []byte) bool {
	if len(s.texts) == 0 {
		return true
	}
	for i := range s.texts {
		if s.texts[i].mayBeIn(data) {
			return true
		}
	}
	return false
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

// screening is a shard's memory for a screen.
type screening struct {
	*screen
	conditions   *resource.Decoder
	seen, passed int // resources for which the conditions were evaluated, of late
	errs         []error
}

// remembered is after how many resources what was seen of the earlier ones counts half.
const remembered = 256

// count takes note of a resource.
func (s *screening) count(passed bool) {
	if s.seen++; s.seen > remembered {
		s.seen, s.passed = s.seen/2, s.passed/2
	}
	if passed {
		s.passed++
	}
}

// mostPass is true where it is less work to decode everything at once.
func (s *screening) mostPass() bool { return 2*s.passed > s.seen }

// screened evaluates the views of a reading that has a screen.
func (s *shard) screened(r *source.Record, reading int) {
	c := &s.screenings[reading]
	if !c.mayMatch(r.Data) {
		if err := s.skimmer.Skim(r.Data); err != nil {
			s.malformed(r, reading, err)
		}
		return
	}
	if c.mostPass() && s.decode(r, s.decoders[reading]) == nil {
		c.count(s.appendAll(r, reading))
		return
	}
	pass := s.conditions(r, reading)
	c.count(pass)
	if pass {
		s.whole(r, reading)
	}
}

// conditions is true where a view wants a resource, by what the conditions read. Otherwise it reports what failed.
func (s *shard) conditions(r *source.Record, reading int) bool {
	rd, c := &s.run.readings[reading], &s.screenings[reading]
	if err := s.decode(r, c.conditions); err != nil {
		s.malformed(r, reading, err)
		return false
	}
	c.errs = c.errs[:0]
	for _, job := range rd.jobs {
		ok, err := s.matches(job)
		if ok {
			return true
		}
		c.errs = append(c.errs, err)
	}
	var again []int
	for i, err := range c.errs {
		switch {
		case err != nil && len(rd.jobs) > 1:
			again = append(again, rd.jobs[i])
		case err != nil:
			s.failJob(r, reading, rd.jobs[i], err)
		}
	}
	s.apart(r, again)
	return false
}

// matches evaluates the conditions of a view on the decoded resource.
func (s *shard) matches(job int) (ok bool, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.evaluators[job] = s.newEvaluator(job)
			ok, err = false, errPanic(p)
		}
	}()
	return s.evaluators[job].Matches(&s.resource)
}
