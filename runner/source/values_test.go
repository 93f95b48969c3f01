package source

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBytes(t *testing.T) {
	src := Bytes([]byte(a), nil, []byte("{}"))
	want := outcome{
		Records: []got{{a, 0, 0, 0, ""}, {"", 0, 1, 0, "the resource has no data"}, {"{}", 0, 2, 0, ""}},
		Bytes:   22,
	}
	for range 2 {
		if diff := cmp.Diff(want, drain(src)); diff != "" {
			t.Errorf("differs (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff(outcome{}, drain(Bytes())); diff != "" {
		t.Errorf("no resources differ (-want +got):\n%s", diff)
	}
}

func TestBytesIsCutIntoBlocks(t *testing.T) {
	big := []byte(`{"a":"` + strings.Repeat("x", defaultBlockSize/2) + `"}`)
	var blocks []int
	for b, err := range Bytes(big, big, big, big, big) {
		if err != nil {
			t.Fatal(err)
		}
		blocks = append(blocks, len(b.Records))
		b.Release()
	}
	if diff := cmp.Diff([]int{2, 2, 1}, blocks); diff != "" {
		t.Errorf("records in blocks differ (-want +got):\n%s", diff)
	}
}

func TestValues(t *testing.T) {
	scratch := make([]byte, 0, 100) // the sequence uses its memory again
	values := func(yield func([]byte, error) bool) {
		for _, s := range []string{"{}", "12345678", "", "123456789", "[]"} {
			if scratch = append(scratch[:0], s...); !yield(scratch, nil) {
				return
			}
		}
		yield(nil, errors.New("page 2: no answer"))
	}
	want := outcome{
		Records: []got{
			{"{}", 0, 0, 0, ""}, {"12345678", 0, 1, 0, ""}, {"", 0, 2, 0, "the resource has no data"},
			{"", 0, 3, 0, tooLong8}, {"[]", 0, 4, 0, ""},
		},
		Bytes: 21,
		Err:   "server: after 5 resources: page 2: no answer",
	}
	for _, size := range []int{1, 3, 9, 10, 0} {
		got := drain(Values(values, &Options{Name: "server", MaxRecord: 8, BlockSize: size}))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("blocks of %d bytes differ (-want +got):\n%s", size, diff)
		}
	}
}

func TestValuesStopsTheSequence(t *testing.T) {
	asked := 0
	values := func(yield func([]byte, error) bool) {
		for yield([]byte("{}"), nil) {
			asked++
		}
	}
	for range Values(values, &Options{BlockSize: 10}) {
		break
	}
	if asked != 5 {
		t.Errorf("%d values were taken for the first block, want 5", asked)
	}
}

// Consumers hold several blocks, and release them in another order and from other goroutines.
func TestRelease(t *testing.T) {
	const lines = 20_000
	var text strings.Builder
	for i := range lines {
		fmt.Fprintf(&text, "{\"n\":%d}\n", i)
	}
	type work struct{ first, second *Block }
	works := make(chan work)
	var wg sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]int{}
	for range 3 {
		wg.Go(func() {
			for w := range works {
				for _, b := range []*Block{w.second, w.first} {
					mu.Lock()
					for _, r := range b.Records {
						seen[string(r.Data)]++
					}
					mu.Unlock()
					b.Release()
				}
			}
		})
	}
	var held *Block
	for b, err := range NDJSON(strings.NewReader(text.String()), &Options{BlockSize: 1000}) {
		if err != nil {
			t.Fatal(err)
		}
		if held == nil {
			held = b
			continue
		}
		works <- work{held, b}
		held = nil
	}
	if held != nil {
		works <- work{held, &Block{}}
	}
	close(works)
	wg.Wait()
	for i := range lines {
		if n := seen[fmt.Sprintf(`{"n":%d}`, i)]; n != 1 {
			t.Fatalf("line %d was seen %d times", i+1, n)
		}
	}
}

func TestPoolDropsWhatOneLongRecordMade(t *testing.T) {
	p := newPool(100)
	b := p.get("", 1000)
	b.Records = append(b.Records, Record{Data: []byte("{}")})
	b.Release()
	b.Release() // does nothing: the block was given back
	if len(p.free) != 1 || cap(p.free[0].buf) != 0 || cap(p.free[0].Records) == 0 || p.free[0].Records[:1][0].Data != nil {
		t.Errorf("the pool holds %d blocks, a buffer of %d bytes, and records %v",
			len(p.free), cap(p.free[0].buf), p.free[0].Records[:1])
	}
}
