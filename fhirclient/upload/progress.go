package upload

import (
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/inside"
)

// Progress says how far an upload is.
type Progress struct {
	// Done are the records on the server, those that the journal knew included; Failed those that did not make it.
	Done, Failed int64
	// Read is how many records were read so far; of a Bundle, each entry counts, as everywhere here.
	Read int64
	// InFlight is how many requests are under way.
	InFlight int
	// Rate is how many records were finished in a second, over the last minute.
	Rate float64
	// Left is the time that the rest should take at that rate; negative where nobody knows.
	Left time.Duration
	// Total is Options.Total.
	Total int64
}

// progressWindow is over how long the rate is taken: long enough that a pause of the host does not make the estimate jump.
const progressWindow = time.Minute

// window is a rate over the last stretch of time.
type window struct {
	samples []sample // oldest first
}

type sample struct {
	at    time.Time
	count int64
}

// add notes a count and forgets samples that the window no longer needs: the oldest is at or before its beginning.
func (w *window) add(at time.Time, count int64) {
	w.samples = append(w.samples, sample{at, count})
	drop := 0
	for drop+1 < len(w.samples) && at.Sub(w.samples[drop+1].at) >= progressWindow {
		drop++
	}
	w.samples = append(w.samples[:0], w.samples[drop:]...)
}

// rate is in counts per second, 0 where there is too little to tell.
func (w *window) rate() float64 {
	if len(w.samples) < 2 {
		return 0
	}
	first, last := w.samples[0], w.samples[len(w.samples)-1]
	took := last.at.Sub(first.at).Seconds()
	if took <= 0 {
		return 0
	}
	return float64(last.count-first.count) / took
}

// progress makes the next report to the caller.
func (up *upload) progress(w *window, at time.Time) Progress {
	r := up.tally.snapshot()
	made := r.Created + r.Updated + r.Deleted + r.Unchanged
	w.add(at, made+r.Failed)
	p := Progress{
		Done: made + r.Skipped, Failed: r.Failed, Read: r.Read, InFlight: up.underWay(), Rate: w.rate(), Left: -1, Total: up.cfg.Total,
	}
	if p.Total > 0 {
		p.Left = inside.TimeLeft(max(p.Total-p.Done-p.Failed, 0), p.Rate)
	}
	return p
}

// underWay is how many of the workers' requests are with the server, as far as others leave the host to them.
func (up *upload) underWay() int {
	return min(int(up.busy.Load()), up.inside.InFlight())
}

// reportProgress calls Progress until the channel is closed, and once more then.
func (up *upload) reportProgress(stop <-chan struct{}) {
	ticker := time.NewTicker(up.cfg.ProgressEvery)
	defer ticker.Stop()
	var w window
	w.add(time.Now(), 0)
	for {
		select {
		case <-stop:
			up.cfg.Progress(up.progress(&w, time.Now()))
			return
		case at := <-ticker.C:
			up.cfg.Progress(up.progress(&w, at))
		}
	}
}
