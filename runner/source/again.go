package source

// entryPlaces are where the entries of a Bundle are, in its order. So its text need not be looked through a second time.
type entryPlaces struct {
	chunks [][]entryPlace
	n      int
	errs   []error
}

// entryPlace is where the resource of an entry is.
type entryPlace struct {
	at    int64 // in the input
	index int64
	size  int32 // -1 where there is no text but an error
	more  int32 // the number of the entry in the Bundle's index, -1 where it is not there; or that of the error
}

// add adds a record, and its number in the index.
func (p *entryPlaces) add(r *Record, inIndex int) {
	e := entryPlace{at: r.Offset, index: r.Index, size: int32(len(r.Data)), more: int32(inIndex)}
	if r.Err != nil {
		e.size, e.more = -1, int32(len(p.errs))
		p.errs = append(p.errs, r.Err)
	}
	if p.n%chunkEntries == 0 {
		p.chunks = append(p.chunks, make([]entryPlace, 0, min(p.n, chunkEntries))) // the first grows
	}
	last := len(p.chunks) - 1
	p.chunks[last] = append(p.chunks[last], e)
	p.n++
}

func (p *entryPlaces) get(i int) *entryPlace {
	return &p.chunks[uint(i)/chunkEntries][uint(i)%chunkEntries] // not an int, which may be less than 0: that takes longer
}

// dropMistake drops the last one, where that is a mistake of the document.
func (p *entryPlaces) dropMistake() {
	if p.n > 0 && p.get(p.n-1).index < 0 {
		p.n--
	}
}

// fill makes entries of the Bundle the records of an empty block, from one on, and returns the one after them.
func (p *entryPlaces) fill(block *Block, b *bundleIndex, pool *pool, from int) (next int, err error) {
	start := p.get(from).at
	end := start
	for next = from; next < p.n && next-from < maxRecords; next++ {
		e := p.get(next)
		to := max(end, e.at+int64(e.size))
		if next > from && to-start > int64(pool.size) {
			break
		}
		end = to
	}
	if b.text.file != nil {
		pool.enlarge(block, int(end-start))
		block.buf = block.buf[:end-start]
		if err := b.text.read(block.buf, start); err != nil {
			return next, err
		}
	}
	for i := from; i < next; i++ {
		p.append(block, b, p.get(i), start)
	}
	return next, nil
}

// append appends an entry to a block with the text from start on.
func (p *entryPlaces) append(block *Block, b *bundleIndex, e *entryPlace, start int64) {
	block.Records = append(block.Records, Record{Index: e.index, Offset: e.at})
	r := &block.Records[len(block.Records)-1]
	switch {
	case e.size < 0:
		r.Err = p.errs[e.more]
	case b.text.file != nil:
		from := e.at - start
		to := from + int64(e.size)
		r.Data = block.buf[from:to:to]
	default:
		r.Data = b.text.inMemory(e.at, int(e.size))
	}
	if e.size >= 0 && e.more >= 0 {
		r.FullURL = b.urlBytes(b.at(int(e.more)))
	}
}
