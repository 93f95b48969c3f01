package runner

import (
	"errors"
	"fmt"
	"sync"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/viewdef"
)

// prepared is what all runs of the same plans can share. It is safe for concurrent use.
type prepared struct {
	set     *viewdef.Set
	strict  bool
	bundles bundleUse
	// looksAround is true where it matters which Bundle a resource is in.
	looksAround bool
	// workers are those of earlier runs: decoders that have learned the order of keys, and evaluators with their memory. To
	// make one anew costs as much as a page of a dozen resources.
	workers sync.Pool
}

func prepare(jobs []Job, strict bool) (*prepared, error) {
	if len(jobs) == 0 {
		return nil, errors.New("there is nothing to run: give at least one job")
	}
	plans := make([]*viewdef.Plan, len(jobs))
	for i, j := range jobs {
		if j.Plan == nil || j.Sink == nil {
			return nil, fmt.Errorf("job %d has no plan or no sink", i)
		}
		plans[i] = j.Plan
	}
	p := &prepared{set: viewdef.NewSet(plans...), strict: strict, bundles: bundleUseOf(jobs)}
	p.looksAround = p.bundles.BundleUse != fhirpath.BundleUse{}
	return p, nil
}

// newRun returns a run of jobs whose plans are those that p was prepared with, in the same order, and as strict.
func (p *prepared) newRun(cfg *Options, jobs []Job) *run {
	r := &run{prepared: p, cfg: cfg.withDefaults(), jobs: jobs}
	r.stats.Jobs, r.flattened = make([]JobStats, len(jobs)), make([]viewdef.FlattenStats, len(jobs))
	return r
}

// worker returns a worker of the run, who goes back to the others with Leave.
func (r *run) worker() *worker {
	w, ok := r.workers.Get().(*worker)
	if !ok {
		return r.newWorker()
	}
	w.run = r
	return w
}

func (r *run) newWorker() *worker {
	return &worker{run: r, flattener: r.set.Flattener(&viewdef.FlattenOptions{StrictJSON: r.strict, Now: r.cfg.Now})}
}

// Leave gives the worker back, whose rows are written, or never will be.
func (w *worker) Leave() {
	w.Release()
	w.flattener.Reset()
	w.forget()
	workers := &w.run.workers
	w.run, w.blockOutput = nil, nil
	workers.Put(w)
}
