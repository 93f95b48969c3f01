package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// least returns the least that each measurement comes to, all made in turn, so many times: so all meet the same disturbances.
func least(rounds int, measurements []func() (float64, error)) ([]float64, error) {
	found := make([]float64, len(measurements))
	for i := range found {
		found[i] = math.Inf(1)
	}
	for range rounds {
		for i, measure := range measurements {
			took, err := measure()
			if err != nil {
				return nil, err
			}
			found[i] = min(found[i], took)
		}
	}
	return found, nil
}

// meter is what measuring cases takes.
type meter struct {
	ctx     context.Context //nolint:containedctx // of the program
	o       *options
	in      inputs
	scratch string
	self    string // this program
}

// measure measures cases in the same rounds.
func (m *meter) measure(cases []benchCase) ([]result, error) {
	var results []result
	var all []func() (float64, error)
	for i := range cases {
		c := &cases[i]
		in, err := m.in.of(c)
		if err != nil {
			return nil, err
		}
		results = append(results, result{benchCase: *c, megabytes: float64(in.size) / 1e6})
		for _, build := range []string{m.o.old, m.o.new} {
			all = append(all, func() (float64, error) { return m.build(build, c, in.name) })
		}
		all = append(all, func() (float64, error) { return m.receive(c, &in) })
	}
	took, err := least(m.o.rounds, all)
	if err != nil {
		return nil, err
	}
	for i := range results {
		r := &results[i]
		r.old, r.new, r.received = took[3*i], took[3*i+1], took[3*i+2]
	}
	return results, nil
}

// build returns the seconds that a build takes for a case: by the clock, where the case is about that, or of processor time
// on one processor.
func (m *meter) build(build string, c *benchCase, input string) (float64, error) {
	start := time.Now()
	cpu, err := m.run(max(c.cores, 1), "", build, c.args(input, m.scratch)...)
	if err != nil {
		return 0, fmt.Errorf("%s/%s: %w", c.group, c.name, err)
	}
	if c.cores > 0 {
		return time.Since(start).Seconds(), nil
	}
	return cpu, nil
}

// receive returns the seconds of processor time that it takes to take an input in and drop it, where that is reported.
func (m *meter) receive(c *benchCase, in *input) (float64, error) {
	if c.group != forms {
		return 0, nil
	}
	return m.run(1, strconv.Itoa(in.pages), m.self, in.whole)
}

// run returns the seconds of processor time that a program takes. Its output is thrown away.
func (m *meter) run(cores int, pages, program string, args ...string) (float64, error) {
	cmd := exec.CommandContext(m.ctx, program, args...) //nolint:gosec // Whoever calls this names the build.
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(cores))
	if pages != "" {
		cmd.Env = append(cmd.Env, receivePages+"="+pages)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("%s: %w: %s", program, err, bytes.TrimSpace(stderr.Bytes()))
	}
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), nil
}
