package runner

import (
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef"
)

// Job is a view and where its rows go. A plan may be in any number of jobs; a sink is in one.
type Job struct {
	Plan *viewdef.Plan
	Sink sink.Sink
}
