package upload

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// journalDelay is how long done records wait for others before they are written.
const journalDelay = 50 * time.Millisecond

// commit gathers what is to be written, and writes it.
type commit struct {
	mu      sync.Mutex
	next    pending
	written checkpoint // the last one in the file
	err     error      // the first that happened; nothing is written after it

	wake   chan struct{} // holds one when there is something to write
	urgent chan struct{} // holds one when somebody waits for it
	stop   chan struct{}
	ended  chan struct{}
	failed chan struct{} // closed after err is set
}

// pending is what one frame will hold.
type pending struct {
	checkpoints            []checkpoint
	done, intents, cleared numbers
	names                  []storedName
	flushed                chan struct{} // closed when it is on the disk, or will never be
}

func (p *pending) empty() bool {
	return p.done.empty() && p.intents.empty() && p.cleared.empty()
}

// start begins to write in the background; finish ends it.
func (j *journal) start() {
	j.written = j.state.lastCheckpoint()
	j.next.flushed = make(chan struct{})
	j.wake, j.urgent = make(chan struct{}, 1), make(chan struct{}, 1)
	j.stop, j.ended, j.failed = make(chan struct{}), make(chan struct{}), make(chan struct{})
	go j.loop()
}

// finish writes what is left and closes the file. It returns the first error of all.
func (j *journal) finish() error {
	close(j.stop)
	<-j.ended
	if err := j.file.Close(); err != nil && j.err == nil {
		j.err = fmt.Errorf("journal: %w", err)
	}
	return j.err
}

// markStored notes that items are on the server, and which ids it gave to those that others refer to. After a crash, it has
// noted all of it or nothing.
func (j *journal) markStored(items []*item) {
	j.mark(func(p *pending) {
		for _, it := range items {
			p.done.add(one(it.index))
			if _, id, found := strings.Cut(it.name, "/"); found && it.named && it.method == http.MethodPost {
				p.names = append(p.names, storedName{uint64(it.index), id})
			}
		}
	})
}

// doubt notes that an item may have been sent, by an upload whose notes are lost.
func (j *journal) doubt(it *item) {
	j.mark(func(p *pending) { p.intents.add(one(it.index)) })
}

// markCleared notes that the server took nothing of a record that was to be sent.
func (j *journal) markCleared(index int64) {
	j.mark(func(p *pending) { p.cleared.add(one(index)) })
}

// intend notes that records are about to be sent, and returns when that is on the disk.
func (j *journal) intend(items []*item) error {
	flushed := j.mark(func(p *pending) {
		for _, it := range items {
			p.intents.add(one(it.index))
		}
	})
	nudge(j.urgent)
	<-flushed
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}

func one(index int64) span { return span{uint64(index), uint64(index) + 1} }

func (j *journal) mark(f func(*pending)) (flushed <-chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	f(&j.next)
	nudge(j.wake)
	return j.next.flushed
}

func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (j *journal) loop() {
	defer close(j.ended)
	delay := time.NewTimer(0)
	defer delay.Stop()
	for {
		select {
		case <-j.wake:
		case <-j.stop:
			j.flush()
			return
		}
		delay.Reset(journalDelay)
		select {
		case <-delay.C:
		case <-j.urgent:
		case <-j.stop:
		}
		j.flush()
	}
}

// flush writes one frame with all that is pending. The checkpoint comes first: it covers every record of the frame.
func (j *journal) flush() {
	j.mu.Lock()
	p, written, failed := j.next, j.written, j.err != nil
	j.next = pending{flushed: make(chan struct{})}
	if !p.empty() && j.input.at.n > written.n && !p.covers(j.input.at) {
		p.checkpoints = append(p.checkpoints, j.input.at)
	}
	j.mu.Unlock()
	defer close(p.flushed)
	if failed || p.empty() && len(p.checkpoints) == 0 {
		return
	}
	err := j.write(&p, written)
	j.mu.Lock()
	defer j.mu.Unlock()
	if err != nil {
		j.err = fmt.Errorf("journal: %w", err)
		close(j.failed)
		return
	}
	if n := len(p.checkpoints); n > 0 {
		j.written = p.checkpoints[n-1]
	}
}

// covers is true where the last checkpoint to be written is one already.
func (p *pending) covers(c checkpoint) bool {
	return len(p.checkpoints) > 0 && p.checkpoints[len(p.checkpoints)-1].n >= c.n
}

func (j *journal) write(p *pending, written checkpoint) error {
	var payload []byte
	for _, c := range p.checkpoints {
		payload = appendCheckpoint(payload, written, c)
		written = c
	}
	// An intent may come after its record was cleared, and never before it: whoever intends waits until that is written.
	payload = appendSpans(payload, kindCleared, &p.cleared)
	payload = appendSpans(payload, kindIntent, &p.intents)
	payload = appendNames(payload, p.names)
	payload = appendSpans(payload, kindDone, &p.done)
	if _, err := j.file.Write(appendFrame(nil, payload)); err != nil {
		return err
	}
	return j.file.Sync()
}
