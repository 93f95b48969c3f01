package runner_test

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef/row"
)

// busySink counts how many workers format rows at the same time.
type busySink struct {
	fakeSink
	now, most atomic.Int64
}

func (s *busySink) Encode(dst []byte, batch *row.Batch) ([]byte, error) {
	n := s.now.Add(1)
	defer s.now.Add(-1)
	for most := s.most.Load(); n > most && !s.most.CompareAndSwap(most, n); most = s.most.Load() {
	}
	time.Sleep(time.Millisecond)
	return s.fakeSink.Encode(dst, batch)
}

// TestFetchingHasAProcessor leaves a processor to a source that is fetching, as long as it is.
func TestFetchingHasAProcessor(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	for _, c := range []struct {
		parallel int
		fetching bool
		most     int64
	}{{4, false, 4}, {4, true, 3}, {3, true, 3}} {
		synctest.Test(t, func(t *testing.T) { // where all workers format for the same millisecond
			src := func(yield func(*source.Block, error) bool) {
				for n := range 60 {
					b := &source.Block{Records: []source.Record{{Data: []byte(patient(n, "f"))}}, Fetching: c.fetching}
					if !yield(b, nil) {
						return
					}
				}
			}
			s := &busySink{}
			stats, err := runner.Run(t.Context(), src, []runner.Job{{Plan: compile(t, families, nil), Sink: s}}, &runner.Options{Parallel: c.parallel})
			if err != nil || stats.Resources != 60 || s.most.Load() != c.most {
				t.Errorf("%+v: %d workers at most; %d resources, %v", c, s.most.Load(), stats.Resources, err)
			}
		})
	}
}

// TestHelpersLeave has helpers go when the source begins to fetch, and come again when it has ended.
func TestHelpersLeave(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	synctest.Test(t, helpersLeave)
}

func helpersLeave(t *testing.T) {
	s := &busySink{}
	var most []int64
	src := func(yield func(*source.Block, error) bool) {
		for n := range 90 {
			if n%30 == 5 { // what was taken before the change is done
				s.most.Store(0)
			}
			b := &source.Block{Records: []source.Record{{Data: []byte(patient(n, "f"))}}, Fetching: n/30 == 1}
			if !yield(b, nil) {
				return
			}
			if n%30 == 29 {
				most = append(most, s.most.Load())
			}
		}
	}
	_, err := runner.Run(t.Context(), src, []runner.Job{{Plan: compile(t, families, nil), Sink: s}}, &runner.Options{Parallel: 2})
	if want := "[2 1 2]"; err != nil || fmt.Sprint(most) != want {
		t.Errorf("%v workers at most, want %s; %v", most, want, err)
	}
}
