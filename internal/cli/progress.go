package cli

import (
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/fhirview/fhirview/runner"
)

// progress shows on a terminal how far a run has come. Nil shows nothing.
type progress struct{ bar *progressbar.ProgressBar }

// progress returns nil unless somebody watches standard error, and no rows appear there at the same time.
func (e *env) progress(in *input, out *output, quiet bool) *progress {
	if quiet || !e.stderrTerminal || out.path == "" && e.stdoutTerminal {
		return nil
	}
	size := in.size
	if !in.known {
		size = -1
	}
	return &progress{progressbar.NewOptions64(size,
		progressbar.OptionSetWriter(e.stderr),
		progressbar.OptionShowBytes(true),
		progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(30),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetSpinnerChangeInterval(0), // no goroutine: every block turns it
		progressbar.OptionClearOnFinish(),
	)}
}

func (p *progress) update(s runner.Stats) {
	if p != nil {
		_ = p.bar.Set64(s.InputBytes) // what cannot be shown is not missed
	}
}

// clear removes the bar, so that messages stand in its place.
func (p *progress) clear() {
	if p != nil {
		_ = p.bar.Clear()
	}
}
