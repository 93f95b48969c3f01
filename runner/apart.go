package runner

import "github.com/fhirview/fhirview/runner/source"

// Views of one type share what they read of a resource, and so they would share what is wrong with it. Where something is,
// each is evaluated by itself, with what it reads alone: so it gives what it gives in a run of its own, and only those fail
// that read the part that is wrong.

// malformed deals with a resource that could not be decoded for a reading.
func (s *shard) malformed(r *source.Record, reading int, err error) {
	rd := &s.run.readings[reading]
	if len(rd.jobs) == 1 {
		s.fail(r, rd.typ, "", err)
		return
	}
	first := len(s.failures)
	failed := s.apart(r, rd.jobs)
	if len(failed) == len(rd.jobs) && sameFault(s.failures[first:]) {
		// None of them can decode it, for the same reason: the resource itself is broken, which is told once.
		s.failures[first].View = ""
		s.failures = s.failures[:first+1]
		for _, job := range failed {
			s.failed[job]--
		}
	}
}

// apart evaluates views on a resource of which none has rows yet, each alone, and returns those that could not decode it.
// Their failures name the view.
func (s *shard) apart(r *source.Record, jobs []int) (undecoded []int) {
	for _, job := range jobs {
		reading := s.run.alone[job]
		if s.decoders[reading] == nil {
			s.equip(reading)
		}
		first := len(s.failures)
		s.evaluate(r, reading)
		for _, f := range s.failures[first:] {
			if f.View == "" {
				f.View = s.run.jobs[job].Plan.View().Name
				s.failed[job]++
				undecoded = append(undecoded, job)
			}
		}
	}
	return undecoded
}

// sameFault is true where all say the same of a resource.
func sameFault(failures []*ResourceError) bool {
	for _, f := range failures[1:] {
		if f.Err.Error() != failures[0].Err.Error() {
			return false
		}
	}
	return true
}
