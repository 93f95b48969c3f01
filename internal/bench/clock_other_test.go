//go:build !unix

package bench

import "time"

var started = time.Now()

// cpuTime is only the clock's time here.
func cpuTime() time.Duration { return time.Since(started) }
