package runner

import (
	"sync"

	"github.com/fhirview/fhirview/fhirpath"
)

// prepared is what all runs of the same plans can share. It is safe for concurrent use.
type prepared struct {
	// readings are first those that jobs share, one for each type and release, then one for each job that shares.
	readings []reading
	// shared is how many the first are.
	shared int
	// alone is, by job, the reading that it has to itself: for resources of which another view's part is malformed.
	alone    []int
	releases releases
	bundles  bundleUse
	// looksAround is true where it matters which Bundle a resource is in; oneType where all views are of one type, and that
	// is not Bundle.
	looksAround, oneType bool
	// shards are those of earlier runs: decoders that have learned the order of keys, and evaluators with their memory. To
	// make one anew costs as much as a page of a dozen resources.
	shards sync.Pool
}

func prepare(jobs []Job, strict bool) (*prepared, error) {
	rs, err := readings(jobs, strict)
	if err != nil {
		return nil, err
	}
	p := &prepared{readings: rs, shared: len(rs), alone: make([]int, len(jobs)), releases: releasesOf(rs), bundles: bundleUseOf(jobs)}
	for i := range rs {
		for _, job := range rs[i].jobs {
			p.alone[job] = i
			if len(rs[i].jobs) == 1 {
				continue
			}
			p.alone[job] = len(p.readings)
			own := reading{model: rs[i].model, typ: rs[i].typ, jobs: []int{job}}
			own.read(jobs, strict)
			p.readings = append(p.readings, own)
		}
	}
	p.looksAround = p.bundles.BundleUse != fhirpath.BundleUse{}
	p.oneType = len(rs) == 1 && !p.bundles.whole
	return p, nil
}

// newRun returns a run of jobs whose plans are those that p was prepared with, in the same order, and as strict.
func (p *prepared) newRun(cfg *Options, jobs []Job) *run {
	r := &run{prepared: p, cfg: cfg.withDefaults(), jobs: jobs}
	r.stats.Jobs, r.ways = make([]JobStats, len(jobs)), make([]ways, len(jobs))
	return r
}

// shard returns memory for a worker of the run, who puts it back.
func (r *run) shard() *shard {
	s, ok := r.shards.Get().(*shard)
	if !ok {
		return newShard(r)
	}
	s.run = r
	for _, e := range s.evaluators {
		e.SetNow(r.cfg.Now)
	}
	return s
}

// put takes a shard back whose rows are written, or never will be.
func (r *run) put(s *shard) {
	s.release()
	s.empty()
	s.leave()
	s.run, s.result = nil, nil
	r.shards.Put(s)
}
