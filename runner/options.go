package runner

import (
	"runtime"
	"time"
)

// Options say how a run is done. The zero value, and nil, are the defaults.
type Options struct {
	// Parallel is how many blocks are worked on at a time, 1024 at most; 1 does everything in the calling goroutine.
	// Default: as many as there are processors.
	Parallel int
	// OnError says what happens after a resource that fails. Default: Skip.
	OnError Policy
	// Limit ends the run when every view has this many rows. Default: no limit.
	Limit int64
	// StrictJSON has every byte of a resource checked before it is read, also of what the views do not read: grammar,
	// escapes, UTF-8, keys that are there twice. Default: off; then what is skipped is checked for closed strings, matching
	// brackets, control characters, UTF-8, and the order of brackets, colons and commas, but not for bad escapes, numbers
	// and literals, keys that are there twice, and commas too many or too few. Damage that leaves valid JSON behind is
	// seen by neither.
	StrictJSON bool
	// Failed is called for every resource that fails, in the order of the input, one call at a time. Default: nobody
	// is told; Stats has the number and the first few.
	Failed func(*ResourceError)
	// Progress is called after every block that has been written, one call at a time. Default: nobody is told.
	Progress func(Stats)
	// Now is the time that now(), today() and timeOfDay() tell during the whole run. Default: the time of its start.
	Now time.Time
}

// maxParallel bounds the memory of a run: every block in work needs some.
const maxParallel = 1024

// Policy says what happens after a resource that fails.
type Policy int

// The policies.
const (
	// Skip leaves the resource out: it is counted and reported, and the run goes on.
	Skip Policy = iota
	// Fail ends the run with the resource's error. The rows of all resources before it are written.
	Fail
)

func (o *Options) withDefaults() Options {
	var out Options
	if o != nil {
		out = *o
	}
	if out.Parallel <= 0 {
		out.Parallel = runtime.GOMAXPROCS(0)
	}
	out.Parallel = min(out.Parallel, maxParallel)
	if out.Now.IsZero() {
		out.Now = time.Now()
	}
	return out
}
