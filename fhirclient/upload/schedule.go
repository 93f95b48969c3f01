package upload

import "sync"

// schedule hands jobs to whichever worker is free, but never two with a key in common at once: the later one waits for
// the earlier. It holds a bounded number of jobs, and some more while others wait for another attempt.
type schedule struct {
	ready chan *job
	slots chan struct{} // one for each job that is held
	lent  chan struct{} // one for each job that was lent a slot of its own

	mu    sync.Mutex
	bytes int             // of the jobs that are held
	freed chan struct{}   // holds one when there are fewer
	last  map[string]*job // the latest job with a key, while it is held
}

// mostHeldBytes bounds the memory where records are long, as Bundles are. One job is always held.
const mostHeldBytes = 256 << 20

// job is what goes to the server in one request: a record, or those of a batch.
type job struct {
	items []*item
	waits int    // jobs that must be finished first, one for each key in common
	next  []*job // jobs that wait for this one
	lent  bool   // it has left its slot to another
	bytes int
	ended func() // is called once it is finished; may be nil
}

func (j *job) end() {
	if j.ended != nil {
		j.ended()
	}
}

// newSchedule holds so many jobs, and so many more that wait.
func newSchedule(held, waiting int) *schedule {
	return &schedule{
		ready: make(chan *job, held), slots: make(chan struct{}, held), lent: make(chan struct{}, waiting), last: make(map[string]*job),
		freed: make(chan struct{}, 1),
	}
}

// lend leaves the slot of a job that waits to another, if there is room. It is for the worker that has the job.
func (s *schedule) lend(j *job) {
	if j.lent {
		return
	}
	select {
	case s.lent <- struct{}{}:
		j.lent = true
		<-s.slots
	default:
	}
}

// add takes a job once there is room, and is false where done was closed before.
func (s *schedule) add(j *job, done <-chan struct{}) bool {
	select {
	case s.slots <- struct{}{}:
	case <-done:
		return false
	}
	if !s.makeRoom(j, done) {
		<-s.slots
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range j.items {
		if it.key == "" {
			continue
		}
		if prev := s.last[it.key]; prev != nil && prev != j {
			prev.next = append(prev.next, j)
			j.waits++
		}
		s.last[it.key] = j
	}
	if j.waits == 0 {
		s.ready <- j // never blocks: ready has as much room as slots
	}
	return true
}

// makeRoom waits until the memory of a job can be held as well.
func (s *schedule) makeRoom(j *job, done <-chan struct{}) bool {
	for {
		s.mu.Lock()
		if s.bytes == 0 || s.bytes+j.bytes <= mostHeldBytes {
			s.bytes += j.bytes
			s.mu.Unlock()
			return true
		}
		s.mu.Unlock()
		select {
		case <-s.freed:
		case <-done:
			return false
		}
	}
}

// finish lets those go on that waited for a job.
func (s *schedule) finish(j *job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range j.items {
		if s.last[it.key] == j {
			delete(s.last, it.key)
		}
	}
	s.bytes -= j.bytes
	nudge(s.freed)
	for _, next := range j.next {
		next.waits--
		if next.waits == 0 {
			s.ready <- next
		}
	}
	if j.lent {
		<-s.lent
	} else {
		<-s.slots
	}
}

// close ends the workers once every job is finished, or in the hands of one. Nothing may be added any more.
func (s *schedule) close() {
	for range cap(s.slots) {
		s.slots <- struct{}{}
	}
	close(s.ready)
}
