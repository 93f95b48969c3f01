//go:build !race

package parquet_test

import (
	"io"
	"testing"

	"github.com/fhirview/fhirview/runner/sink/parquet"
)

// Encoding takes no memory for a cell. Not under the race detector, where sync.Pool drops at random what it is given.
func TestNoAllocation(t *testing.T) {
	s := parquet.New(io.Discard, nil)
	if err := s.Begin(oneColumn); err != nil {
		t.Fatal(err)
	}
	b := batch(oneColumn, 1000)
	var dst []byte
	allocs := testing.AllocsPerRun(20, func() {
		var err error
		if dst, err = s.Encode(dst[:0], b); err != nil {
			t.Fatal(err)
		}
	})
	if allocs > 5 { // an encoder now and then, whose pool the garbage collector has emptied
		t.Errorf("%v allocations for 1000 rows", allocs)
	}
	if err := s.End(nil); err != nil {
		t.Error(err)
	}
}
