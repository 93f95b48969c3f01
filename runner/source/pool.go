package source

import (
	"slices"
	"sync"
)

// pool keeps the released blocks of one range over a source. It holds as many as the consumer ever held at a time.
type pool struct {
	size    int
	release func(*Block)

	mu   sync.Mutex
	free []*Block
	// large are buffers of more than the usual size, for long records. As garbage, each would cost its size until the
	// collector has come; here they are as many as there ever were long records at a time. A block has one only as long
	// as it needs it.
	large [][]byte
}

func newPool(size int) *pool {
	p := &pool{size: size}
	p.release = p.put
	return p
}

// get returns an empty block whose buffer takes at least need bytes.
func (p *pool) get(name string, need int) *Block {
	b := p.take()
	size := p.size
	for size < need { // few different sizes, so that large buffers fit again
		size = max(1, 2*size)
	}
	p.enlarge(b, size)
	b.Name, b.Free = name, p.release
	return b
}

// first returns the block that an input begins with: with what has been read of it already, which is not copied where it
// is much.
func (p *pool) first(in *input) *Block {
	b := p.get(in.name, 0)
	head := in.takeHead()
	if len(head) <= cap(b.buf) {
		b.buf = append(b.buf, head...)
		return b
	}
	b.usual, b.large, b.buf = b.buf, head, slices.Clip(head)
	return b
}

func (p *pool) take() *Block {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.free) - 1
	if last < 0 {
		return new(Block)
	}
	b := p.free[last]
	p.free = p.free[:last]
	return b
}

func (p *pool) put(b *Block) {
	clear(b.Records) // or a kept block would keep the resources of Bytes alive
	large := b.large
	*b = Block{Records: b.Records[:0], buf: b.buf[:0], usual: b.usual}
	if large != nil {
		b.buf, b.usual = b.usual, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, b)
	if large != nil {
		p.large = append(p.large, large)
	}
}

// enlarge makes the block's buffer take at least size bytes and keeps what is in it.
func (p *pool) enlarge(b *Block, size int) {
	switch {
	case cap(b.buf) >= size:
	case size <= p.size:
		b.buf = append(make([]byte, 0, p.size), b.buf...)
	default:
		if b.large == nil {
			b.usual = b.buf[:0]
		}
		kept := b.large
		if cap(kept) < size {
			kept = p.exchange(b.large, size)
		}
		// No more than was asked for, or the block would hold that much of other records.
		b.buf = append(kept[:0:size], b.buf...)
		b.large = kept
	}
}

// exchange returns a large buffer that takes at least size bytes, for one that is too small or nil. What is in that may
// still be copied: only the goroutine that calls takes buffers. A new buffer takes the place of one that is too small.
func (p *pool) exchange(small []byte, size int) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.large) - 1
	for i, buf := range p.large {
		if cap(buf) < size {
			continue
		}
		p.large[i] = p.large[last]
		p.large = p.large[:last]
		if small != nil {
			p.large = append(p.large, small)
		}
		return buf
	}
	if small == nil && last >= 0 {
		p.large = p.large[:last]
	}
	return make([]byte, 0, size)
}
