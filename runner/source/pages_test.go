package source

import (
	"errors"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
)

var errPage = errors.New("gone")

// twoPages yields two pages with an empty one between, and an error in place of the fourth.
func twoPages(yield func([][]byte, error) bool) {
	_ = yield([][]byte{[]byte(`{"a":1}`), []byte(`{"a":2}`), []byte(`{"a":3}`)}, nil) &&
		yield(nil, nil) &&
		yield([][]byte{[]byte(`{"b":1}`), nil}, nil) &&
		yield(nil, errPage)
}

func TestPages(t *testing.T) {
	type got struct {
		Name  string
		Page  int64
		Datas []string
		Index int64
		Bytes int64
	}
	var blocks []got
	var last error
	for b, err := range Pages("server", twoPages, &PagesOptions{BatchSize: 2}) {
		if err != nil {
			last = err
			continue
		}
		g := got{b.Name, b.Page, nil, b.Records[0].Index, b.InputBytes}
		for _, r := range b.Records {
			g.Datas = append(g.Datas, string(r.Data))
		}
		blocks = append(blocks, g)
		if last := b.Records[len(b.Records)-1]; (last.Data == nil) != errors.Is(last.Err, errNoData) {
			t.Errorf("a record with the data %q has the error %v", last.Data, last.Err)
		}
		if b.Release(); b.Records != nil {
			t.Error("a released block has records")
		}
	}
	want := []got{
		{"server", 1, []string{`{"a":1}`, `{"a":2}`}, 0, 14},
		{"server", 1, []string{`{"a":3}`}, 2, 7},
		{"server", 3, []string{`{"b":1}`, ""}, 0, 7},
	}
	if diff := cmp.Diff(want, blocks); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
	if !errors.Is(last, errPage) || last.Error() != "server: page 4: gone" {
		t.Errorf("the error is %v", last)
	}
}

// TestPagesAreNotCopied hands over the very bytes of the page, and stops when the consumer does.
func TestPagesAreNotCopied(t *testing.T) {
	data := []byte(`{"resourceType":"Patient"}`)
	pages := 0
	seq := func(yield func([][]byte, error) bool) {
		for yield([][]byte{data}, nil) {
			pages++
		}
	}
	for b := range Pages("", seq, nil) {
		if b.Page != 1 || unsafe.SliceData(b.Records[0].Data) != unsafe.SliceData(data) {
			t.Errorf("page %d holds a copy", b.Page)
		}
		break
	}
	if pages != 0 {
		t.Errorf("%d pages were read after the consumer stopped", pages)
	}
}

// TestPagesRelease gives a page back after the last of its blocks, in whatever order they are released, and none of which
// a block is in use or was not handed over.
func TestPagesRelease(t *testing.T) {
	var back []string
	o := &PagesOptions{BatchSize: 1, Release: func(page [][]byte) { back = append(back, string(page[0])) }}
	var blocks []*Block
	for b, err := range Pages("", twoPages, o) {
		if err == nil {
			blocks = append(blocks, b)
		}
	}
	for _, step := range []struct {
		block int
		back  []string // by then
	}{{2, nil}, {0, nil}, {4, nil}, {1, []string{`{"a":1}`}}, {3, []string{`{"a":1}`, `{"b":1}`}}} {
		blocks[step.block].Release()
		blocks[step.block].Release() // counts once
		if diff := cmp.Diff(step.back, back); diff != "" {
			t.Errorf("given back after block %d (-want +got):\n%s", step.block, diff)
		}
	}
	back = nil
	for b := range Pages("", twoPages, o) {
		b.Release()
		break
	}
	if back != nil {
		t.Error("a page was given back of which two blocks were not handed over")
	}
}
