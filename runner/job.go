package runner

import (
	"errors"
	"fmt"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef"
)

// Job is a view and where its rows go. A plan may be in any number of jobs; a sink is in one.
type Job struct {
	Plan *viewdef.Plan
	Sink sink.Sink
}

// reading is one way of decoding resources: all jobs for resources of the same type share it.
type reading struct {
	model *model.Model
	typ   string
	jobs  []int
	proj  *resource.Projection
	// screen is nil where every resource has to be decoded.
	screen screen
}

// readings sorts the jobs by what they read. Strict ones have every resource decoded.
func readings(jobs []Job, strict bool) ([]reading, error) {
	if len(jobs) == 0 {
		return nil, errors.New("there is nothing to run: give at least one job")
	}
	var out []reading
	for i, j := range jobs {
		if j.Plan == nil || j.Sink == nil {
			return nil, fmt.Errorf("job %d has no plan or no sink", i)
		}
		out = addReading(out, i, j.Plan)
	}
	for i := range out {
		out[i].read(jobs, strict)
	}
	return out, nil
}

// read finds out what the jobs of a reading read.
func (r *reading) read(jobs []Job, strict bool) {
	projections := make([]*resource.Projection, 0, len(r.jobs))
	for _, j := range r.jobs {
		projections = append(projections, jobs[j].Plan.Projection())
	}
	r.proj = projections[0]
	if len(projections) > 1 {
		r.proj = resource.Union(projections...)
	}
	if !strict {
		r.screen = newScreen(r, jobs)
	}
}

func addReading(rs []reading, job int, p *viewdef.Plan) []reading {
	for i := range rs {
		if rs[i].typ == p.Resource() && rs[i].model == p.Projection().Model() {
			rs[i].jobs = append(rs[i].jobs, job)
			return rs
		}
	}
	return append(rs, reading{model: p.Projection().Model(), typ: p.Resource(), jobs: []int{job}})
}
