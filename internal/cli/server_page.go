package cli

import (
	"sync"
	"sync/atomic"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/runner/source"
)

// blockSize is how many resources of a page are worked on by one of several workers.
const blockSize = 50

// serverPages are the pages of a search that nobody works on any more: their memory is for others.
type serverPages struct {
	free     sync.Pool
	fetching func() bool // the next page has not come yet
}

func (s *serverPages) get() *serverPage {
	if p, ok := s.free.Get().(*serverPage); ok {
		return p
	}
	p := &serverPage{of: s}
	p.done = p.blockDone // one for all
	return p
}

// serverPage is a page in blocks. The resources are where they were received.
type serverPage struct {
	of      *serverPages
	records []source.Record
	parts   []source.Block
	used    atomic.Int64 // blocks that are not released
	release func()
	done    func(*source.Block)
}

// blocks yields the blocks of a page, and is false where nobody wants more.
func (p *serverPage) blocks(name string, page *fhirclient.Page, yield func(*source.Block, error) bool) bool {
	p.records, p.parts, p.release = p.records[:0], p.parts[:0], page.Release
	for _, e := range page.Entries {
		p.records = append(p.records, source.Record{Data: e.Resource, Index: int64(e.Index)})
	}
	for rest := p.records; len(rest) > 0; {
		n := min(len(rest), blockSize)
		b := source.Block{Name: name, Page: int64(page.Number) + 1, Records: rest[:n:n], Free: p.done}
		for i := range b.Records {
			b.InputBytes += int64(len(b.Records[i].Data))
		}
		p.parts, rest = append(p.parts, b), rest[n:]
	}
	parts := p.parts
	p.used.Store(int64(len(parts)))
	for i := range parts {
		parts[i].Fetching = p.of.fetching()
		if !yield(&parts[i], nil) {
			return false
		}
	}
	return true
}

// blockDone gives the memory of the page back after the last of its blocks.
func (p *serverPage) blockDone(*source.Block) {
	if p.used.Add(-1) == 0 {
		p.release()
		p.of.free.Put(p)
	}
}
