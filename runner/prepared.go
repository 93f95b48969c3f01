package runner

import "sync"

// prepared is what all runs of the same plans can share. It is safe for concurrent use.
type prepared struct {
	readings []reading
	// shards are those of earlier runs: decoders that have learned the order of keys, and evaluators with their memory. To
	// make one anew costs as much as a page of a dozen resources.
	shards sync.Pool
}

func prepare(jobs []Job, strict bool) (*prepared, error) {
	rs, err := readings(jobs, strict)
	if err != nil {
		return nil, err
	}
	return &prepared{readings: rs}, nil
}

// newRun returns a run of jobs whose plans are those that p was prepared with, in the same order, and as strict.
func (p *prepared) newRun(cfg *Options, jobs []Job) *run {
	r := &run{prepared: p, cfg: cfg.withDefaults(), jobs: jobs}
	r.stats.Jobs = make([]JobStats, len(jobs))
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
	s.run, s.result = nil, nil
	r.shards.Put(s)
}
