package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// Names of the sides.
const (
	fhirview = "fhirview"
	purego   = "purego"
	duckdb   = "duckdb"
	medplum  = "medplum"
)

// A side is a program that runs a view over a file.
type side struct {
	name string
	// command returns the program that writes the view's rows as CSV, with so many threads.
	command func(ctx context.Context, view, input, output string, threads int) *exec.Cmd
	// measured is the command that is measured, where it writes another format.
	measured func(ctx context.Context, view, input, output string, threads int) *exec.Cmd
}

// timed returns the command that is measured.
func (s side) timed() func(ctx context.Context, view, input, output string, threads int) *exec.Cmd {
	if s.measured != nil {
		return s.measured
	}
	return s.command
}

// The formats that are measured beside Parquet, each as a side of its own.
const (
	formatCSV     = "csv"
	formatArrow   = "arrow"
	formatParquet = "parquet"
)

// sinkSides has fhirview and DuckDB write Parquet where that is asked for, and fhirview other formats beside it.
func sinkSides(sides []side, binary string, bind []string) []side {
	for i := range sides {
		switch sides[i].name {
		case fhirview:
			sides[i].measured = ourSide(fhirview, binary, bind, formatParquet).command
		case duckdb:
			sides[i].measured = duckdbSide(bind, formatParquet).command
		}
	}
	return append(sides, ourSide(formatCSV, binary, bind, formatCSV), ourSide(formatArrow, binary, bind, formatArrow))
}

// buildSides builds fhirview into a folder and looks for what the other sides need.
func buildSides(ctx context.Context, o options, work string) ([]side, error) {
	if _, err := os.Stat(filepath.Join(peersFolder, "node_modules")); err != nil {
		return nil, fmt.Errorf("the peers are not installed: run make bench-peers, or npm ci in %s: %w", peersFolder, err)
	}
	bind, err := binding(o.core)
	if err != nil {
		return nil, err
	}
	binary := o.binary
	if binary == "" {
		if binary, err = build(ctx, fhirview, work); err != nil {
			return nil, err
		}
	}
	sides := []side{ourSide(fhirview, binary, bind, formatCSV), duckdbSide(bind, formatCSV)}
	if o.parquet {
		return sinkSides(sides, binary, bind), nil
	}
	if o.purego {
		pure, err := build(ctx, purego, work, "-tags", "purego")
		if err != nil {
			return nil, err
		}
		sides = append(sides, ourSide(purego, pure, bind, formatCSV))
	}
	if o.medplum {
		sides = append(sides, medplumSide(bind))
	}
	return sides, nil
}

// binding returns what stands before a command to bind it to a processor.
func binding(core int) ([]string, error) {
	if core < 0 {
		return nil, nil
	}
	if _, err := exec.LookPath("taskset"); err != nil {
		return nil, errors.New("--core needs taskset, of the package util-linux: install it, or leave --core out")
	}
	return []string{"taskset", "-c", strconv.Itoa(core)}, nil
}

func command(ctx context.Context, bind []string, args ...string) *exec.Cmd {
	all := append(append([]string{}, bind...), args...)
	return exec.CommandContext(ctx, all[0], all[1:]...) //nolint:gosec // to run these programs is what it is for
}

// build builds the command of this tree and returns its file.
func build(ctx context.Context, name, work string, flags ...string) (string, error) {
	binary := filepath.Join(work, name)
	args := append(append([]string{"go", "build"}, flags...), "-o", binary, "./cmd/fhirview")
	cmd := command(ctx, nil, args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	_, err := runCommand(cmd)
	return binary, err
}

func ourSide(name, binary string, bind []string, format string) side {
	return side{name: name, command: func(ctx context.Context, view, input, output string, threads int) *exec.Cmd {
		cmd := command(ctx, bind, binary, "run", viewFile(view), "--in", input, "--out", output,
			"--format", format, "--parallel", strconv.Itoa(threads), "--quiet")
		cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(threads))
		return cmd
	}}
}

func duckdbSide(bind []string, format string) side {
	return side{name: duckdb, command: func(ctx context.Context, view, input, output string, threads int) *exec.Cmd {
		return command(ctx, bind, "node", filepath.Join(peersFolder, "duckdb.mjs"), queryFile(view), input, output,
			strconv.Itoa(threads), format)
	}}
}

// medplumSide has one thread, whatever is asked for.
func medplumSide(bind []string) side {
	return side{name: medplum, command: func(ctx context.Context, view, input, output string, _ int) *exec.Cmd {
		return command(ctx, bind, "node", filepath.Join(peersFolder, "medplum.mjs"), viewFile(view), input, output)
	}}
}

func queryFile(view string) string {
	return filepath.Join(peersFolder, "sql", view+".sql")
}

// keepsOrder tells whether the query's rows come in the order of the input, by its first line.
func keepsOrder(query string) bool {
	return !strings.HasPrefix(query, "-- order: any\n")
}

// allThreads is how many threads the second table's runs have.
func allThreads() int { return runtime.NumCPU() }
