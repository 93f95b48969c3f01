package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"time"
)

// usage is what one run of a program took.
type usage struct {
	cpu, clock time.Duration
}

// runCommand runs a program to its end. Its error has the last line that the program wrote, which tells what is wrong.
func runCommand(cmd *exec.Cmd) (usage, error) {
	var messages bytes.Buffer
	cmd.Stderr = &messages
	began := time.Now()
	err := cmd.Run()
	clock := time.Since(began)
	if err != nil {
		return usage{}, fmt.Errorf("%s: %w: %s", cmd.Args[0], err, complaint(messages.String()))
	}
	return usage{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), clock: clock}, nil
}

// samples are the runs of one side: of the whole file, and of a file of one line.
type samples struct {
	whole, start []usage
	written      int64 // bytes of the output
}

// ratios returns, for each round, how many times the processor time of one side another took, start-ups taken off.
func ratios(one, other samples) []float64 {
	cpu := func(u usage) time.Duration { return u.cpu }
	oneStart, otherStart := median(one.start, cpu), median(other.start, cpu)
	var all []float64
	for i := range one.whole {
		all = append(all, float64(other.whole[i].cpu-otherStart)/float64(one.whole[i].cpu-oneStart))
	}
	return all
}

var errTooShort = errors.New("the run takes no longer than its start: give it more data")

// net returns the medians, less the start's.
func (s samples) net() (usage, error) {
	cpu := func(u usage) time.Duration { return u.cpu }
	clock := func(u usage) time.Duration { return u.clock }
	n := usage{
		cpu:   median(s.whole, cpu) - median(s.start, cpu),
		clock: median(s.whole, clock) - median(s.start, clock),
	}
	if n.cpu <= 0 || n.clock <= 0 {
		return n, errTooShort
	}
	return n, nil
}

// median returns the middle one of some times, or the mean of the two in the middle.
func median(runs []usage, of func(usage) time.Duration) time.Duration {
	if len(runs) == 0 {
		return 0
	}
	times := make([]time.Duration, len(runs))
	for i, r := range runs {
		times[i] = of(r)
	}
	slices.Sort(times)
	return (times[(len(times)-1)/2] + times[len(times)/2]) / 2
}
