package cli

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/fhirview/fhirview/fhirclient/upload"
)

// uploadProgress shows on a terminal how far an upload is. Nil shows nothing.
type uploadProgress struct {
	line statusLine
	feed *feed

	wait  string    // what is waited for
	until time.Time // when that is over
}

func (e *env) uploadProgress(f *feed, quiet bool) *uploadProgress {
	if quiet || !e.stderrTerminal {
		return nil
	}
	return &uploadProgress{line: statusLine{e: e}, feed: f}
}

func (p *uploadProgress) every() time.Duration { return time.Second }

func (p *uploadProgress) update(u upload.Progress) {
	if p == nil {
		return
	}
	parts := []string{thousands(u.Done) + " done"}
	if u.Failed > 0 {
		parts = append(parts, thousands(u.Failed)+" failed")
	}
	parts = append(parts, perSecond(u.Rate)+"/s", fmt.Sprintf("%d under way", u.InFlight))
	if left, ok := p.left(u); ok {
		parts = append(parts, left.Round(time.Second).String()+" left")
	}
	p.line.mu.Lock()
	defer p.line.mu.Unlock()
	if time.Now().Before(p.until) {
		parts = append(parts, p.wait)
	}
	p.line.show(strings.Join(parts, ", "))
}

// waiting adds to the line what is waited for, while it is. It is called by many goroutines.
func (p *uploadProgress) waiting(line string, d time.Duration) {
	p.line.mu.Lock()
	defer p.line.mu.Unlock()
	p.wait, p.until = line, time.Now().Add(d)
	if p.line.shown == 0 {
		p.line.show(line)
	}
}

// left is the time that the rest takes at the rate so far, where the input's size says how much that is. What was read but
// is not done counts as not read.
func (p *uploadProgress) left(u upload.Progress) (time.Duration, bool) {
	read, bytes := u.Read, p.feed.bytes.Load()
	if !p.feed.in.known || u.Rate <= 0 || read == 0 || bytes == 0 {
		return 0, false
	}
	total := float64(read) * max(1, float64(p.feed.in.size)/float64(bytes))
	seconds := max(0, total-float64(u.Done+u.Failed)) / u.Rate
	if seconds > math.MaxInt32 {
		return 0, false
	}
	return time.Duration(seconds * float64(time.Second)), true
}

func perSecond(rate float64) string {
	if rate < 10 {
		return fmt.Sprintf("%.1f", rate)
	}
	return thousands(int64(rate))
}

// clear removes the line, so that messages stand in its place.
func (p *uploadProgress) clear() {
	if p != nil {
		p.line.clear()
	}
}
