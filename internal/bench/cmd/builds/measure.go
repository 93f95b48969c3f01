package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
)

// sideBySide returns the least seconds that two builds take, each measured so often, in turn: so both meet the same
// disturbances.
func sideBySide(rounds int, measure func(build string) (float64, error), old, now string) (oldLeast, newLeast float64, err error) {
	oldLeast, newLeast = math.Inf(1), math.Inf(1)
	for range rounds {
		for _, side := range []struct {
			build string
			least *float64
		}{{old, &oldLeast}, {now, &newLeast}} {
			took, err := measure(side.build)
			if err != nil {
				return 0, 0, err
			}
			*side.least = min(*side.least, took)
		}
	}
	return oldLeast, newLeast, nil
}

// processorTime returns the seconds of processor time that a build takes on one processor. Its output is thrown away.
func processorTime(ctx context.Context, build string, args []string) (float64, error) {
	cmd := exec.CommandContext(ctx, build, args...) //nolint:gosec // Whoever calls this names the build.
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("%s: %w: %s", build, err, bytes.TrimSpace(stderr.Bytes()))
	}
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), nil
}
