package source

import (
	"errors"
	"fmt"
	"iter"
	"sync/atomic"

	"github.com/fhirview/fhirview/internal/prefetch"
)

const defaultBatchSize = 10

// PagesOptions configure Pages. The zero value and a nil pointer mean the defaults.
type PagesOptions struct {
	// BatchSize is how many resources a block has at most. A block is of one page. Negative goes by how many resources the
	// page has: 10 for fewer than 50, 20 for 50 to 500, and 50 for more. Default: 10.
	BatchSize int
	// Interrupt ends a fetch that is under way, as the cancel function of the search's context does. Where it is given, the
	// next pages are fetched in a goroutine while the one before is worked on, two ahead at most, and Interrupt is called
	// when the consumer stops, also at the end. Default: none, and a page is fetched when the one before has been handed out.
	Interrupt func()
	// Release takes back the memory of a page, the very slice that the sequence yielded, when all its blocks have been
	// released. It is called from any goroutine. A page whose blocks were not all handed over and released is not given
	// back. Default: the memory is left to the garbage collector.
	Release func(page [][]byte)
}

// Pages yields the resources of the pages of a search. They are not copied, so nothing may change a page's memory after it
// was handed over. Block.Page is the 1-based number of the page, and Record.Index the position in it.
//
// An error of the sequence ends the source, after the pages before it, and gets the number of the page that was not had. The source can be ranged over again if the sequence
// can. InputBytes counts the resources' bytes.
func Pages(name string, pages iter.Seq2[[][]byte, error], o *PagesOptions) Source {
	var set PagesOptions
	if o != nil {
		set = *o
	}
	return func(yield func(*Block, error) bool) {
		sequence, fetching := pages, func() bool { return false }
		if set.Interrupt != nil {
			var ahead prefetch.Pages[[][]byte]
			sequence, fetching = ahead.All(pages, set.Interrupt), ahead.Fetching
		}
		var number int64
		for resources, err := range sequence {
			number++
			if err != nil {
				yield(nil, named(name, atPage(number, err)))
				return
			}
			p := page{name: name, number: number, resources: resources, release: set.Release, fetching: fetching}
			if !p.yield(batchSize(set.BatchSize, len(resources)), yield) {
				return
			}
		}
	}
}

// atPage adds which page could not be had, unless the error says that itself, as those of a fhirclient.Client do.
func atPage(number int64, err error) error {
	if _, says := errors.AsType[interface {
		error
		NamesPage()
	}](err); says {
		return err
	}
	return fmt.Errorf("page %d: %w", number, err)
}

// page is a page whose blocks are in use.
type page struct {
	name      string
	number    int64
	resources [][]byte
	release   func([][]byte)
	fetching  func() bool
	blocks    atomic.Int64 // that are not released
}

// yield yields the blocks. It is false where nobody wants more.
func (p *page) yield(size int, yield func(*Block, error) bool) bool {
	records := make([]Record, len(p.resources))
	for i, data := range p.resources {
		records[i] = recordOf(data, int64(i))
	}
	blocks := make([]Block, (len(records)+size-1)/size)
	p.blocks.Store(int64(len(blocks)))
	forget := p.forget // one for all
	for i := range blocks {
		n := min(size, len(records))
		b := &blocks[i]
		*b = Block{Name: p.name, Page: p.number, Records: records[:n:n], Fetching: p.fetching(), Free: forget}
		for i := range b.Records {
			b.InputBytes += int64(len(b.Records[i].Data))
		}
		records = records[n:]
		if !yield(b, nil) {
			return false
		}
	}
	return true
}

// forget lets the resources of a block be collected, all but which the page's other blocks refer to, and gives the page
// back after the last of its blocks.
func (p *page) forget(b *Block) {
	clear(b.Records)
	*b = Block{}
	if p.blocks.Add(-1) == 0 && p.release != nil {
		p.release(p.resources)
	}
}

func batchSize(set, resources int) int {
	switch {
	case set > 0:
		return set
	case set == 0, resources < 50:
		return defaultBatchSize
	case resources <= 500:
		return 20
	default:
		return 50
	}
}
