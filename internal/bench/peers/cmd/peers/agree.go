package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// agree holds the sides to the same rows. It is also what reads the file once before anything is measured, so that all
// sides find it in the system's cache.
func (b *bench) agree(ctx context.Context, v view, in inputs, out *outcome) error {
	query, err := os.ReadFile(queryFile(out.view))
	if err != nil {
		return err
	}
	for _, s := range b.sides {
		switch s.name {
		case fhirview, formatCSV, formatArrow:
		case medplum:
			err = b.agreeMedplum(ctx, s, v, in, out)
		default:
			inOrder := s.name != duckdb || keepsOrder(string(query))
			out.rows, err = b.compare(ctx, s, out.view, in.whole, func(want, got table) (int, error) {
				if inOrder {
					return compareInOrder(want, got, nil)
				}
				return compareAnyOrder(want, got)
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// agreeMedplum notes why Medplum has no rate for a view, where its release cannot run it. Anything else in which it
// differs is an error.
func (b *bench) agreeMedplum(ctx context.Context, s side, v view, in inputs, out *outcome) error {
	if v.repeats() {
		// Its evalSqlOnFhir does not look at repeat: it makes one row a resource.
		out.cannot[medplum] = "no repeat"
		return nil
	}
	_, err := b.compare(ctx, s, out.view, in.part, func(want, got table) (int, error) {
		return compareInOrder(want, got, v.decimals())
	})
	return err
}

// compare runs fhirview and another side over a file and compares what they wrote.
func (b *bench) compare(
	ctx context.Context, other side, view, input string, by func(want, got table) (int, error),
) (int, error) {
	want := table{fhirview, filepath.Join(b.work, "want.csv")}
	got := table{other.name, filepath.Join(b.work, "got.csv")}
	defer func() { _ = errors.Join(os.Remove(want.file), os.Remove(got.file)) }()
	if _, err := runCommand(b.sides[0].command(ctx, view, input, want.file, 1)); err != nil {
		return 0, err
	}
	if _, err := runCommand(other.command(ctx, view, input, got.file, 1)); err != nil {
		return 0, err
	}
	rows, err := by(want, got)
	if err != nil {
		return 0, fmt.Errorf("the sides do not agree: %w", err)
	}
	return rows, nil
}
