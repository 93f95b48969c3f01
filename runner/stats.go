package runner

// Stats say what a run has done. They always say how much was lost, if anything was.
type Stats struct {
	// Resources is how many resources were read, whatever became of them. The rest of a file that cannot be read is one.
	Resources int64
	// Failed is how many resources have failed in at least one view, or could not be read.
	Failed int64
	// InputBytes is how much of the input was read, as it is stored.
	InputBytes int64
	// Jobs are the figures of each job, in the order of the call.
	Jobs []JobStats
	// Failures are the first few failures, in the order of the input.
	Failures []*ResourceError
	// NestedBundles is how many Bundles stood in a Bundle, or on a page of a search, whose entries were therefore not read:
	// Bundles are unwrapped by one level. It is 0 where all views are of Bundle.
	NestedBundles int64
	// Nested are the places of the first few of these, in the order of the input.
	Nested []*ResourceError
	// Limited is true where the run ended because of Options.Limit. There may be input left.
	Limited bool
}

// JobStats are the figures of one view.
type JobStats struct {
	// Matched is how many resources were of the view's type and fulfilled its conditions.
	Matched int64
	// Failed is how many resources could not be evaluated.
	Failed int64
	// Rows is how many rows were written.
	Rows int64
}

// maxFailures is how many failures Stats keeps.
const maxFailures = 10

// snapshot returns a copy that is safe to keep.
func (s *Stats) snapshot() Stats {
	out := *s
	out.Jobs = append([]JobStats(nil), s.Jobs...)
	out.Failures = append([]*ResourceError(nil), s.Failures...)
	out.Nested = append([]*ResourceError(nil), s.Nested...)
	return out
}
