package source

import (
	"errors"
	"fmt"

	"github.com/fhirview/fhirview/internal/intake"
)

// smallBundle is how much of a Bundle is kept in memory rather than read again, or written to a temporary file.
const smallBundle = 2 << 20

var errBlockMissing = errors.New("a block of the Bundle is missing; what stands between a source and its consumer has to pass on all " +
	"blocks, those without records, too")

// gather is intake.Hooks.Gather. A Bundle of up to small bytes is kept in memory rather than read again.
func gather(src Source, needs intake.Needs, small int) Source {
	if !needs.Whole && !needs.References && !needs.Resolve {
		return src
	}
	return func(yield func(*Block, error) bool) {
		g := &gatherer{needs: needs, small: small, pool: newPool(defaultBlockSize), yield: yield}
		defer g.drop()
		for b, err := range src {
			if g.bundle != nil && (err != nil || b.Bundle != g.raw) && !g.flush(err == nil) {
				return
			}
			switch {
			case err != nil:
				yield(nil, err)
				return
			case b.Bundle != nil && !b.Bundle.ready:
				if !g.take(b) {
					return
				}
			case !yield(b, nil):
				return
			}
		}
		if g.bundle != nil {
			g.flush(true)
		}
	}
}

// hooks are what the runner and the command see.
var hooks = intake.Hooks[Source, Record]{
	Gather:  func(src Source, needs intake.Needs) Source { return gather(src, needs, smallBundle) },
	Entries: appendEntries,
	Index:   func(entries []Record) intake.Bundle { return newIndex(entries) },
	Size:    sizeOf,
}

func init() { intake.Set(&hooks) } //nolint:gochecknoinits // as those of fhirclient

// gatherer takes a Bundle in and yields it again.
type gatherer struct {
	needs intake.Needs
	small int
	pool  *pool
	yield func(*Block, error) bool

	raw    *bundleIndex // as the blocks have it that are taken in
	bundle *bundleIndex // that is being taken in, or nil
	found  entryPlaces
	name   string
	// damaged is true for a Bundle that is not whole: its entries are what there is of it.
	damaged bool
}

// take takes in a block's entries and text, and yields the block without them: for the progress, and so that the consumer
// can stop.
func (g *gatherer) take(b *Block) bool {
	if g.bundle == nil {
		g.begin(b)
	}
	if err := g.keep(b); err != nil {
		b.Release()
		g.yield(nil, named(g.name, err))
		return false
	}
	clear(b.Records)
	b.Records, b.Bundle, b.text = b.Records[:0], nil, nil
	return g.yield(b, nil)
}

func (g *gatherer) begin(b *Block) {
	raw := b.Bundle
	most := g.small
	if g.needs.Whole {
		most = raw.maxRecord + entryRest
	}
	g.raw, g.name, g.damaged = raw, b.Name, false
	g.bundle = &bundleIndex{
		from: raw.from, maxRecord: raw.maxRecord, ready: true, resolves: g.needs.Resolve,
		text: &spool{most: most, first: b.start, base: b.start, source: raw.file},
	}
	g.bundle.users.Store(1)
	if g.bundle.text.isLong() {
		g.bundle.text.reopen()
	}
}

func (g *gatherer) keep(b *Block) error {
	x := g.bundle
	if b.start != x.text.first+x.text.size {
		return errBlockMissing
	}
	if err := x.text.write(b.text); err != nil {
		return err
	}
	for i := range b.Records {
		r := &b.Records[i]
		g.damaged = g.damaged || r.Index < 0 // a mistake of the document
		inIndex := -1
		if r.Err == nil {
			n := x.n
			if err := x.add(r); err != nil {
				return err
			}
			if x.n > n {
				inIndex = n
			}
		}
		g.found.add(r, inIndex)
	}
	return nil
}

// flush yields what was taken in; ended is true where the input has come to its end, or to another document.
func (g *gatherer) flush(ended bool) bool {
	b := g.bundle
	defer g.drop()
	if ended && !g.damaged {
		whole, long := g.whole(b)
		if whole != nil {
			return g.yield(&Block{Name: g.name, Records: []Record{*whole}}, nil)
		}
		if long != nil && !g.yield(&Block{Name: g.name, Records: []Record{*long}}, nil) {
			return false
		}
	}
	b.index()
	return g.again(b, ended)
}

// whole returns a Bundle as one record, if it is small or is to be whole; or what there is for one that is too long to be.
func (g *gatherer) whole(b *bundleIndex) (whole, long *Record) {
	if b.text.file == nil {
		text := b.text.whole(b.from)
		if len(text) <= b.maxRecord {
			return &Record{Data: text, Index: -1, Offset: b.from}, nil
		}
	}
	if !g.needs.Whole {
		return nil, nil
	}
	return nil, &Record{Index: -1, Offset: b.from, Err: fmt.Errorf("the Bundle is longer than the limit of %d bytes, and is "+
		"needed whole (raise the limit: MaxRecord, --max-record)", b.maxRecord)}
}

// again yields the entries of the Bundle, of which the text is read a second time. Of one that could not be read to its end,
// the mistake that this is in the text is not told: the error of the input is.
func (g *gatherer) again(b *bundleIndex, ended bool) bool {
	if !ended {
		g.found.dropMistake()
	}
	release := func(block *Block) {
		g.pool.put(block)
		b.done()
	}
	for next := 0; next < g.found.n; {
		block := g.pool.get(g.name, 0)
		block.Bundle, block.Free = b, release
		b.users.Add(1)
		var err error
		if next, err = g.found.fill(block, b, g.pool, next); err != nil {
			block.Release()
			g.yield(nil, named(g.name, err))
			return false
		}
		if !g.yield(block, nil) {
			return false
		}
	}
	return true
}

// drop forgets the Bundle. Its file lives as long as one of its blocks.
func (g *gatherer) drop() {
	if g.bundle != nil {
		g.bundle.done()
	}
	g.raw, g.bundle, g.found = nil, nil, entryPlaces{}
}
