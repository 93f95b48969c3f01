package blocks_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/fhirview/fhirview/runner/internal/blocks"
	"github.com/fhirview/fhirview/runner/source"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errFire = errors.New("on fire")

// text is a source of blocks of one record each, the words of a text, and then an error.
func text(words string, end error) source.Source {
	return func(yield func(*source.Block, error) bool) {
		for word := range strings.FieldsSeq(words) {
			if !yield(&source.Block{Records: []source.Record{{Data: []byte(word)}}}, nil) {
				return
			}
		}
		if end != nil {
			yield(nil, end)
		}
	}
}

// shouter is a worker who needs a second for each letter of a word.
type shouter struct {
	of    *shouting
	block *source.Block
}

// shouting is a run of shouters, and what has become of it.
type shouting struct {
	written       []string
	fail          string // the word that Write fails on
	active, most  atomic.Int64
	left, outputs atomic.Int64
}

func (s *shouter) Work(ctx context.Context, b *source.Block, out *string) {
	s.of.most.Store(max(s.of.most.Load(), s.of.active.Add(1)))
	s.block = b
	word := string(b.Records[0].Data)
	select {
	case <-time.After(time.Duration(len(word)) * time.Second):
	case <-ctx.Done():
	}
	*out = strings.ToUpper(word)
}

func (s *shouter) Release() { s.of.active.Add(-1) }
func (s *shouter) Leave()   { s.of.left.Add(1) }

func (s *shouting) run(parallel int, held bool) *blocks.Run[string] {
	return &blocks.Run[string]{
		Parallel: parallel, Held: held,
		Worker: func() blocks.Worker[string] { return &shouter{of: s} },
		Output: func() *string { s.outputs.Add(1); return new(string) },
		Write: func(word *string) error {
			if *word == s.fail {
				return errFire
			}
			s.written = append(s.written, *word)
			return nil
		},
	}
}

// TestDo writes in order, whoever is done first, and no more than a run may have in work.
func TestDo(t *testing.T) {
	const words = "seventeen a little pigs went b to c market d and e came f home g"
	want := strings.Fields(strings.ToUpper(words))
	for parallel := 1; parallel <= 5; parallel++ {
		for _, held := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				var s shouting
				if err := s.run(parallel, held).Do(t.Context(), text(words, nil)); err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(want, s.written); diff != "" {
					t.Errorf("parallel %d: (-want +got):\n%s", parallel, diff)
				}
				if most := int(s.most.Load()); most > parallel || parallel > 1 && most < 2 {
					t.Errorf("parallel %d: %d blocks at a time", parallel, most)
				}
				if outputs := int(s.outputs.Load()); outputs > 2*parallel {
					t.Errorf("parallel %d: %d outputs", parallel, outputs)
				}
				if s.active.Load() != 0 || s.left.Load() == 0 {
					t.Errorf("parallel %d: %d blocks not given back, %d workers left", parallel, s.active.Load(), s.left.Load())
				}
			})
		}
	}
}

// TestEnds has all ways in which a run can end early: what stands before is written, and nothing after it.
func TestEnds(t *testing.T) {
	for parallel := 1; parallel <= 3; parallel++ {
		t.Run(fmt.Sprint(parallel), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var s shouting
				if err := s.run(parallel, false).Do(t.Context(), text("one two three", errFire)); !errors.Is(err, errFire) {
					t.Errorf("the source fails: %v", err)
				}
				if want := []string{"ONE", "TWO", "THREE"}; !slices.Equal(s.written, want) {
					t.Errorf("before the source fails: %v", s.written)
				}
				burning := &shouting{fail: "THREE"}
				endless := func(yield func(*source.Block, error) bool) {
					for {
						for b, err := range text("one two three", nil) {
							if !yield(b, err) {
								return
							}
						}
					}
				}
				if err := burning.run(parallel, false).Do(t.Context(), endless); !errors.Is(err, errFire) {
					t.Errorf("Write fails: %v", err)
				}
				if want := []string{"ONE", "TWO"}; !slices.Equal(burning.written, want) {
					t.Errorf("before Write fails: %v", burning.written)
				}
				late := &shouting{}
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				start := time.Now()
				if err := late.run(parallel, false).Do(ctx, endless); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("the context ends: %v", err)
				}
				if took := time.Since(start); took != 20*time.Second {
					t.Errorf("the context ends after %v", took)
				}
			})
		})
	}
}

// TestPanics of the source, of a worker and of Write are errors that have nothing of the value.
func TestPanics(t *testing.T) {
	for parallel := 1; parallel <= 3; parallel++ {
		for who, change := range map[string]func(r *blocks.Run[string]){
			"nobody": func(*blocks.Run[string]) {},
			"worker": func(r *blocks.Run[string]) {
				inner := r.Worker
				r.Worker = func() blocks.Worker[string] { return panicking{inner()} }
			},
			"write": func(r *blocks.Run[string]) {
				inner := r.Write
				r.Write = func(word *string) error {
					if *word == "THREE" {
						panic("Jane Doe")
					}
					return inner(word)
				}
			},
		} {
			synctest.Test(t, func(t *testing.T) {
				src := func(yield func(*source.Block, error) bool) {
					for b, err := range text("one two three four", nil) {
						if !yield(b, err) {
							return
						}
					}
					panic("Jane Doe")
				}
				var s shouting
				r := s.run(parallel, false)
				change(r)
				err := r.Do(t.Context(), src)
				if err == nil || err.Error() != "internal error: panic with a string" {
					t.Errorf("parallel %d, %s: %v", parallel, who, err)
				}
				want := []string{"ONE", "TWO", "THREE", "FOUR"}
				if who != "nobody" {
					want = want[:2]
				}
				if got := len(s.written); got > len(want) || !slices.Equal(s.written, want[:got]) || who == "nobody" && got < 4 {
					t.Errorf("parallel %d, %s: %v was written", parallel, who, s.written)
				}
			})
		}
	}
}

// panicking is a worker who panics on a word.
type panicking struct{ blocks.Worker[string] }

func (p panicking) Work(ctx context.Context, b *source.Block, out *string) {
	p.Worker.Work(ctx, b, out)
	if string(b.Records[0].Data) == "three" {
		panic("Jane Doe")
	}
}
