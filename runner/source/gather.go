package source

import (
	"errors"
	"fmt"
	"unsafe"
)

// BundleNeeds say what a consumer needs of Bundles beside their entries, one after the other.
type BundleNeeds struct {
	// Whole is for views of Bundle: a Bundle that is a document becomes one record, as one that is a line is always. A Bundle
	// that is longer than MaxRecord becomes a record with an Err, followed by its entries.
	Whole bool
	// References has Block.Bundle find entries by their fullUrl.
	References bool
	// Resolve has it find them by type and id, too, and return their text.
	Resolve bool
}

var errBlockMissing = errors.New("a block of the Bundle is missing; what stands between a source and its consumer has to pass on all " +
	"blocks, those without records, too")

// memoryForText is how much of a Bundle is kept in memory rather than read again, or written to a temporary file.
const memoryForText = 4 << 20

// Bundles returns a source of the same resources with what is needed of Bundles. Those that are documents are read to
// their end before their first entry is yielded, and then a second time: from memory if they are small, from the file,
// or, if they came compressed or from a stream, from a temporary file, which is gone when the blocks are released. There
// is no need for a Runner's or Run's callers to use it: they do by themselves.
func Bundles(src Source, needs BundleNeeds) Source {
	if needs == (BundleNeeds{}) {
		return src
	}
	return func(yield func(*Block, error) bool) {
		g := &gatherer{needs: needs, pool: newPool(defaultBlockSize), yield: yield}
		defer g.drop()
		for b, err := range src {
			if g.bundle != nil && (err != nil || b.Bundle != g.raw) && !g.flush(err == nil) {
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if b.Bundle == nil || b.Bundle.ready {
				if !yield(b, nil) {
					return
				}
				continue
			}
			if !g.take(b) {
				return
			}
		}
		if g.bundle != nil {
			g.flush(true)
		}
	}
}

// gatherer takes a Bundle in and yields it again.
type gatherer struct {
	needs BundleNeeds
	pool  *pool
	yield func(*Block, error) bool

	raw    *Bundle // as the blocks have it that are taken in
	bundle *Bundle // that is being taken in, or nil
	name   string
	// damaged is true for a Bundle that is not whole: its entries are what there is of it.
	damaged bool
}

// take takes in a block's records and text, and yields the block without them: for the progress, and so that the consumer
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
	most := memoryForText
	if g.needs.Whole {
		most = raw.maxRecord + entryRest
	}
	g.raw, g.name, g.damaged = raw, b.Name, false
	g.bundle = &Bundle{
		from: raw.from, maxRecord: raw.maxRecord, ready: true,
		text: &spool{most: most, first: b.start, base: b.start, source: raw.file},
	}
	g.bundle.users.Store(1)
}

func (g *gatherer) keep(b *Block) error {
	if b.start != g.bundle.text.first+g.bundle.text.size {
		return errBlockMissing
	}
	if err := g.bundle.text.write(b.text); err != nil {
		return err
	}
	for i := range b.Records {
		g.damaged = g.damaged || b.Records[i].Index < 0 // a mistake of the document
		if err := g.bundle.add(&b.Records[i]); err != nil {
			return err
		}
	}
	return nil
}

// flush yields what was taken in; ended is true where the Bundle has come to its end.
func (g *gatherer) flush(ended bool) bool {
	b := g.bundle
	defer g.drop()
	if g.needs.Whole && ended && !g.damaged {
		if b.text.file == nil {
			if text := b.text.whole(b.from); len(text) <= b.maxRecord {
				return g.yield(&Block{Name: g.name, Records: []Record{{Data: text, Index: -1, Offset: b.from}}}, nil)
			}
		}
		err := fmt.Errorf("the Bundle is longer than the limit of %d bytes, and a view of Bundle has to have it whole (raise the limit: MaxRecord, --max-record)",
			b.maxRecord)
		if !g.yield(&Block{Name: g.name, Records: []Record{{Index: -1, Offset: b.from, Err: err}}}, nil) {
			return false
		}
	}
	if g.needs.References || g.needs.Resolve {
		b.index(g.needs.Resolve)
	}
	for i := 0; i < b.n; {
		block, n, err := g.block(i)
		if err != nil {
			g.yield(nil, named(g.name, err))
			return false
		}
		if !g.yield(block, nil) {
			return false
		}
		i = n
	}
	return true
}

// block returns a block of the entries from one on, and the number of the first that is not in it.
func (g *gatherer) block(i int) (block *Block, next int, err error) {
	b := g.bundle
	from := b.at(i).at
	end := from
	for next = i; next < b.n && next-i < maxRecords; next++ {
		e := b.at(next)
		to := e.at + int64(max(0, e.size))
		if next > i && to-from > defaultBlockSize {
			break
		}
		end = to
	}
	size := int(end - from)
	if b.text.file == nil {
		block = &Block{Name: g.name, buf: b.text.inMemory(from, size), release: func(*Block) { b.done() }}
	} else {
		block = g.pool.get(g.name, size)
		block.release = func(block *Block) {
			g.pool.put(block)
			b.done()
		}
		block.buf = block.buf[:size]
		if err := b.text.read(block.buf, from); err != nil {
			return nil, 0, err
		}
	}
	b.users.Add(1)
	block.Bundle = b
	for ; i < next; i++ {
		e := b.at(i)
		r := Record{Index: int64(e.number), Offset: e.at, Err: b.errs[i]}
		if at := int(e.at - from); e.size >= 0 {
			r.Data = block.buf[at : at+int(e.size) : at+int(e.size)]
		}
		if e.url != "" {
			r.FullURL = unsafe.Slice(unsafe.StringData(e.url), len(e.url)) //nolint:gosec // Nobody writes to it.
		}
		block.Records = append(block.Records, r)
	}
	return block, next, nil
}

// drop forgets the Bundle. Its file lives as long as one of its blocks.
func (g *gatherer) drop() {
	if g.bundle != nil {
		g.bundle.done()
	}
	g.raw, g.bundle = nil, nil
}
