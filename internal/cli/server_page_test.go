package cli

import (
	"fmt"
	"testing"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/runner/source"
)

// TestServerPage cuts pages into blocks, each with its place, and gives a page back after the last of its blocks, whose memory
// then is another's.
func TestServerPage(t *testing.T) {
	pages, released := &serverPages{fetching: func() bool { return true }}, 0
	page := func(number, entries int) *fhirclient.Page {
		p := &fhirclient.Page{Number: number, Release: func() { released++ }}
		for i := range entries {
			p.Entries = append(p.Entries, fhirclient.PageEntry{Index: 2 * i, Resource: fmt.Appendf(nil, "%d/%d", number, 2*i)})
		}
		return p
	}
	for number, entries := range []int{2*blockSize + 1, blockSize, 1, 3 * blockSize} {
		var held []*source.Block
		n, size := 0, int64(0)
		if !pages.get().blocks("name", page(number, entries), func(b *source.Block, _ error) bool {
			held = append(held, b)
			for _, r := range b.Records {
				if want := fmt.Sprintf("%d/%d", number, 2*n); string(r.Data) != want || r.Index != int64(2*n) || b.Page != int64(number)+1 || b.Name != "name" {
					t.Errorf("page %d of %s: %s is entry %d, want %s", b.Page, b.Name, r.Data, r.Index, want)
				}
				size -= int64(len(r.Data))
				n++
			}
			size += b.InputBytes
			return b.Fetching && len(b.Records) <= blockSize
		}) {
			t.Error("nobody wants more")
		}
		if n != entries || size != 0 || len(held) != (entries+blockSize-1)/blockSize {
			t.Errorf("page %d: %d resources in %d blocks, and %d bytes more than they are said to have", number, n, len(held), -size)
		}
		for i := range held {
			if released != number {
				t.Errorf("page %d is given back with %d blocks in use", number, len(held)-i)
			}
			held[(i+1)%len(held)].Release()
		}
		if released != number+1 {
			t.Errorf("page %d is not given back", number)
		}
	}
	if pages.get().blocks("name", page(9, blockSize+1), func(b *source.Block, _ error) bool { b.Release(); return false }) || released != 4 {
		t.Error("more is yielded than is wanted, or given back")
	}
}
