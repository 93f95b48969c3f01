package source

import "sync"

// A buffer that one long record made more than keepFactor times the usual size is not kept for the next block.
const keepFactor = 4

// pool keeps the released blocks of one range over a source. It holds as many as the consumer ever held at a time.
type pool struct {
	size    int
	release func(*Block)

	mu   sync.Mutex
	free []*Block
}

func newPool(size int) *pool {
	p := &pool{size: size}
	p.release = p.put
	return p
}

// get returns an empty block whose buffer takes at least need bytes.
func (p *pool) get(name string, need int) *Block {
	b := p.take()
	if need = max(need, p.size); cap(b.buf) < need {
		b.buf = make([]byte, 0, need)
	}
	b.Name, b.release = name, p.release
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
	clear(b.Records) // or a kept block would keep the resources of Slice alive
	*b = Block{Records: b.Records[:0], buf: b.buf[:0]}
	if cap(b.buf) > keepFactor*p.size {
		b.buf = nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, b)
}
