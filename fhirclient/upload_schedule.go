package fhirclient

import "sync"

// schedule hands jobs to whichever worker is free, but never two with a key in common at once: the later one waits for
// the earlier. It holds a bounded number of jobs.
type schedule struct {
	ready chan *job
	slots chan struct{} // one for each job that is held

	mu   sync.Mutex
	last map[string]*job // the latest job with a key, while it is held
}

// job is what goes to the server in one request: a record, or those of a batch.
type job struct {
	items []*item
	waits int    // jobs that must be finished first, one for each key in common
	next  []*job // jobs that wait for this one
}

func newSchedule(held int) *schedule {
	return &schedule{ready: make(chan *job, held), slots: make(chan struct{}, held), last: make(map[string]*job)}
}

// add takes a job once there is room, and is false where done was closed before.
func (s *schedule) add(j *job, done <-chan struct{}) bool {
	select {
	case s.slots <- struct{}{}:
	case <-done:
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range j.items {
		if it.key == "" {
			continue
		}
		if prev := s.last[it.key]; prev != nil {
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

// finish lets those go on that waited for a job.
func (s *schedule) finish(j *job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range j.items {
		if s.last[it.key] == j {
			delete(s.last, it.key)
		}
	}
	for _, next := range j.next {
		next.waits--
		if next.waits == 0 {
			s.ready <- next
		}
	}
	<-s.slots
}

// close ends the workers once every job is finished. Nothing may be added any more.
func (s *schedule) close() {
	for range cap(s.slots) {
		s.slots <- struct{}{}
	}
	close(s.ready)
}
