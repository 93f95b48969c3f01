package sinktest

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef/row"
)

// onlyWriter is a buffer with no method but Write, so that no sink comes to depend on another.
type onlyWriter struct{ written []byte }

func (w *onlyWriter) Write(p []byte) (int, error) {
	w.written = append(w.written, p...)
	return len(p), nil
}

// brokenWriter fails for good after some calls: with err, or by taking only half of what it is given.
type brokenWriter struct {
	calls int // that succeed
	err   error
	after int // calls after the failure
}

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.calls > 0 {
		w.calls--
		return len(p), nil
	}
	w.after++
	return len(p) / 2, w.err
}

// failingWriter tests that a failed write is returned, wrapped, not later than by End; that every call after it
// returns it too, without another write; and that a short write is a failed one.
func failingWriter(t *testing.T, open func(io.Writer) sink.Sink) {
	broken := errors.New("disk is full")
	for calls := range 4 {
		t.Run(fmt.Sprintf("error after %d writes", calls), func(t *testing.T) {
			failAfter(t, open, &brokenWriter{calls: calls, err: broken}, broken)
		})
		t.Run(fmt.Sprintf("short write after %d writes", calls), func(t *testing.T) {
			failAfter(t, open, &brokenWriter{calls: calls}, io.ErrShortWrite)
		})
	}
}

func failAfter(t *testing.T, open func(io.Writer) sink.Sink, w *brokenWriter, want error) {
	s := open(w)
	schema := manySchema()
	seen := false
	var failed error // what the run has come to
	check := func(call string, err error) {
		t.Helper()
		switch {
		case err == nil && seen:
			t.Errorf("%s returned nil after a write had failed", call)
		case err != nil && (!errors.Is(err, want) || err.Error() == want.Error()):
			t.Errorf("%s returned %q, want %q wrapped in what was being done", call, err, want)
		}
		seen = seen || err != nil
		if failed == nil {
			failed = err
		}
	}
	check("Begin", s.Begin(schema))
	for range 10 {
		b := row.NewBatch(schema)
		for _, cells := range manyRows(500) {
			b.Append(cells)
		}
		encoded, err := s.Encode(nil, b)
		if err != nil {
			t.Fatalf("Encode: %v; encoding does not write", err)
		}
		check("Write", s.Write(encoded, b.Rows()))
	}
	check("End", s.End(failed))
	check("End again", s.End(failed))
	if !seen {
		t.Errorf("no call returned the error of the writer")
	}
	if w.after != 1 {
		t.Errorf("%d writes after the first that failed, want none", w.after-1)
	}
}
