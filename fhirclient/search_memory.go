package fhirclient

import "sync"

// pageMemory is what a page is received into, and handed over in.
type pageMemory struct {
	body    []byte
	entries []PageEntry
	plain   [][]byte // of a page that is lent
}

// room is memory for so many entries.
func (m *pageMemory) room(entries int) []PageEntry {
	if cap(m.entries) < entries {
		m.entries = make([]PageEntry, 0, entries+entries/8)
	}
	return m.entries[:0]
}

// lend returns the resources of entries. Behind the last of them, out of sight, stands the body that they are parts of, by which
// giveBack knows the page.
func (m *pageMemory) lend(entries []PageEntry) [][]byte {
	resources := m.plain[:0]
	for i := range entries {
		resources = append(resources, entries[i].Resource)
	}
	resources = append(resources, m.body)
	return resources[: len(entries) : len(entries)+1]
}

// pageMemories are those that were given back.
type pageMemories struct{ sync.Pool }

// mostKept is the size of the largest body whose memory is kept for another.
const mostKept = 16 << 20

// take returns memory for a page.
func (p *pageMemories) take() *pageMemory {
	if m, ok := p.Get().(*pageMemory); ok {
		return m
	}
	return new(pageMemory)
}

func (p *pageMemories) put(m *pageMemory) {
	clear(m.entries) // or they might keep a body alive that was too short for the next page
	if cap(m.body) > 0 && cap(m.body) <= mostKept {
		p.Put(m)
	}
}

// giveBack takes a page back that was lent.
func (p *pageMemories) giveBack(page [][]byte) {
	if len(page) == cap(page) {
		return // not a page that was lent
	}
	body := page[:len(page)+1][len(page)]
	clear(page[:cap(page)])
	p.put(&pageMemory{body: body, plain: page[:0]})
}
