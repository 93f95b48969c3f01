package cli

import (
	"fmt"
	"time"

	"github.com/fhirview/fhirview/runner"
)

// progress shows on a terminal how far a run has come. Nil shows nothing.
type progress struct {
	line  statusLine
	size  int64 // of the input; 0 is not known
	begun time.Time
	next  time.Time // when it may be shown again
}

// progressPause is the time between two lines.
const progressPause = 100 * time.Millisecond

// progress returns nil unless somebody watches standard error, and no rows appear there at the same time.
func (e *env) progress(in *input, out *output, quiet bool) *progress {
	if quiet || !e.stderrTerminal || out.path == "" && e.stdoutTerminal {
		return nil
	}
	p := &progress{line: statusLine{e: e}, begun: time.Now()}
	if in.known {
		p.size = in.size
	}
	return p
}

func (p *progress) update(s runner.Stats) {
	if p == nil {
		return
	}
	p.line.mu.Lock()
	defer p.line.mu.Unlock()
	if now := time.Now(); !now.Before(p.next) {
		p.next = now.Add(progressPause)
		p.line.show(p.text(s.InputBytes, now.Sub(p.begun)))
	}
}

// text says how much was read, how fast, and how long the rest takes at that rate, where the size is known.
func (p *progress) text(read int64, took time.Duration) string {
	rate := float64(read) / max(took.Seconds(), 1e-3)
	if p.size <= 0 {
		return fmt.Sprintf("%s, %s/s", megabytes(float64(read)), megabytes(rate))
	}
	text := fmt.Sprintf("%d %%, %s of %s, %s/s", min(100, 100*read/p.size), megabytes(float64(read)), megabytes(float64(p.size)), megabytes(rate))
	if left := float64(p.size-read) / max(rate, 1); read > 0 && left >= 1 && left < 1e6 {
		text += ", " + time.Duration(left*float64(time.Second)).Round(time.Second).String() + " left"
	}
	return text
}

// megabytes writes a number of bytes.
func megabytes(n float64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	i := 0
	for ; n >= 1000 && i+1 < len(units); i++ {
		n /= 1000
	}
	if n < 10 && i > 0 {
		return fmt.Sprintf("%.1f %s", n, units[i])
	}
	return fmt.Sprintf("%.0f %s", n, units[i])
}

// clear removes the line, so that messages stand in its place.
func (p *progress) clear() {
	if p != nil {
		p.line.clear()
	}
}
