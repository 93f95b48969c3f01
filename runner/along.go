package runner

import (
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/runner/source"
)

// usual is what a shard remembers of how often the resources of a reading were usual enough to be decoded along the tree
// of its one view. Where many are not, it is less work to decode all as a whole.
type usual struct {
	tried, failed int
	pause         int // how many resources are not tried
}

// Half of what was tried counts when so many have been; after more failures than a quarter of these, so many resources
// are not tried.
const (
	usualWindow = 64
	usualPause  = 512
)

// tries is true where the next resource is to be tried.
func (u *usual) tries() bool {
	if u.pause > 0 {
		u.pause--
		return false
	}
	return true
}

// note takes note of an attempt.
func (u *usual) note(ok bool) {
	u.tried++
	if !ok {
		u.failed++
	}
	if u.tried < usualWindow {
		return
	}
	if u.failed > u.tried/4 {
		u.pause = usualPause
	}
	u.tried, u.failed = u.tried/2, u.failed/2
}

// along decodes a resource for the one view of a reading and adds its rows in one pass. Where it is false, nothing has
// happened.
func (s *shard) along(r *source.Record, reading int) bool {
	u := s.usuals[reading]
	if u == nil || !u.tries() {
		return false
	}
	job := s.run.readings[reading].jobs[0]
	matched, ok := s.appendText(r, s.decoders[reading], job)
	u.note(ok)
	s.ways[job].count(ok)
	if matched {
		s.matched[job]++
	}
	return ok
}

// ways count the resources of a view by the way that they took, for tests: those that were decoded along its tree, and
// those that were tried in vain.
type ways struct{ fast, refused int64 }

func (w *ways) count(fast bool) {
	if fast {
		w.fast++
	} else {
		w.refused++
	}
}

func (w *ways) add(more ways) {
	w.fast += more.fast
	w.refused += more.refused
}

// appendText is append for the text of a resource. After a panic it is false: append, which does the same another way,
// is asked next.
func (s *shard) appendText(r *source.Record, d *resource.Decoder, job int) (matched, ok bool) {
	rows := s.batches[job].Rows()
	defer func() {
		if recover() != nil {
			s.batches[job].Truncate(rows)
			s.evaluators[job] = s.newEvaluator(job)
			matched, ok = false, false
		}
	}()
	return s.evaluators[job].AppendText(s.batches[job], d, r.Data, &s.resource)
}
