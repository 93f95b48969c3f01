package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// bench runs one contest after the other.
type bench struct {
	options
	sides    []side
	work     string
	progress io.Writer
}

// outcome is what came out of a contest.
type outcome struct {
	contest
	rows int
	size int64
	// rounds are the ratios of fhirview to DuckDB in each round: how far they lie apart tells what the medians are worth.
	rounds []float64
	// rates is by side, in MB a second.
	rates map[string]rate
	// cannot says of a side why it has no rate.
	cannot map[string]string
}

type rate struct {
	cpu, clock float64
	written    int64 // bytes of the output
}

// ratio is how many times as fast as another side fhirview is; 0 where that side has no rate.
func (o outcome) ratio(other string) float64 {
	if o.rates[other].cpu == 0 {
		return 0
	}
	return o.rates[fhirview].cpu / o.rates[other].cpu
}

func (o outcome) clockRatio(other string) float64 {
	if o.rates[other].clock == 0 {
		return 0
	}
	return o.rates[fhirview].clock / o.rates[other].clock
}

// outcomes are those of both tables. The second is empty where it was not asked for.
type outcomes struct {
	oneCore, allCores outcome
}

// inputs are the files that a contest reads: all of the data, its first line, and its first part.
type inputs struct {
	whole, line, part   string
	wholeSize, partSize int64
}

func (in inputs) of(side string) (string, int64) {
	if side == medplum {
		return in.part, in.partSize
	}
	return in.whole, in.wholeSize
}

func (b *bench) contest(ctx context.Context, c contest) (outcomes, error) {
	v, err := readView(c.view)
	if err != nil {
		return outcomes{}, err
	}
	in, err := b.inputs(filepath.Join(b.data, v.Resource+".ndjson"))
	if err != nil {
		return outcomes{}, err
	}
	one := outcome{contest: c, size: in.wholeSize, rates: map[string]rate{}, cannot: map[string]string{}}
	if err := b.agree(ctx, v, in, &one); err != nil {
		return outcomes{}, err
	}
	if err := b.measure(ctx, in, &one, 1, b.sides); err != nil {
		return outcomes{}, err
	}
	all := outcome{contest: c, rows: one.rows, size: one.size, rates: map[string]rate{}, cannot: one.cannot}
	if b.allCores {
		parallel := slices.DeleteFunc(slices.Clone(b.sides), func(s side) bool { return s.name != fhirview && s.name != duckdb })
		err = b.measure(ctx, in, &all, allThreads(), parallel)
	}
	return outcomes{one, all}, err
}

// inputs makes the files that a contest needs beside the whole.
func (b *bench) inputs(file string) (inputs, error) {
	info, err := os.Stat(file)
	if err != nil {
		return inputs{}, fmt.Errorf("no data: run make bench-data first: %w", err)
	}
	in := inputs{
		whole:     file,
		line:      filepath.Join(b.work, "line.ndjson"),
		part:      filepath.Join(b.work, "part.ndjson"),
		wholeSize: info.Size(),
	}
	if _, err := copyLines(file, in.line, 0); err != nil {
		return in, err
	}
	in.partSize, err = copyLines(file, in.part, medplumBytes)
	return in, err
}

// measure runs every side in turn, in one order and then in the other, so that none always comes after the same.
func (b *bench) measure(ctx context.Context, in inputs, out *outcome, threads int, sides []side) error {
	taken := map[string]*samples{}
	for round := range b.rounds {
		order := slices.Clone(sides)
		if round%2 == 1 {
			slices.Reverse(order)
		}
		for _, s := range order {
			if out.cannot[s.name] != "" {
				continue
			}
			if taken[s.name] == nil {
				taken[s.name] = &samples{}
			}
			if err := b.sample(ctx, s, in, out.view, threads, taken[s.name]); err != nil {
				return err
			}
		}
	}
	for name, t := range taken {
		_, size := in.of(name)
		net, err := t.net()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		mb := float64(size) / 1e6
		out.rates[name] = rate{cpu: mb / net.cpu.Seconds(), clock: mb / net.clock.Seconds(), written: t.written}
	}
	out.rounds = ratios(*taken[fhirview], *taken[duckdb])
	_, _ = fmt.Fprintf(b.progress, "%s, %d threads: fhirview %.0f, duckdb %.0f MB/s of processor time\n",
		out.view, threads, out.rates[fhirview].cpu, out.rates[duckdb].cpu)
	return nil
}

// startRuns is how many times a start is measured in each round. Node's takes as much processor time as 200 MB take
// DuckDB, and varies by a tenth, which one run of it would carry into the difference.
const startRuns = 3

// sample measures one side once on its file, and its start.
func (b *bench) sample(ctx context.Context, s side, in inputs, view string, threads int, to *samples) error {
	output := filepath.Join(b.work, "out.csv")
	for range startRuns {
		start, err := runCommand(s.timed()(ctx, view, in.line, output, threads))
		if err != nil {
			return err
		}
		to.start = append(to.start, start)
	}
	file, _ := in.of(s.name)
	whole, err := runCommand(s.timed()(ctx, view, file, output, threads))
	if err != nil {
		return err
	}
	to.whole = append(to.whole, whole)
	info, err := os.Stat(output)
	if err != nil {
		return err
	}
	to.written = info.Size()
	return os.Remove(output)
}
