package source

import "hash/maphash"

// ByURL returns the first entry of a fullUrl that comes after an entry of the same, or after -1; -1 where there is none.
func (b *bundleIndex) ByURL(url string, after int) int {
	switch {
	case after >= 0:
		return int(b.at(after).sameURL) - 1
	case len(b.byURL) == 0:
		return -1
	}
	return int(*b.slotOfURL(url)) - 1
}

// ByID is ByURL for the type and the id of the entry's resource.
func (b *bundleIndex) ByID(typ, id string, after int) int {
	switch {
	case after >= 0:
		return int(b.at(after).sameID) - 1
	case len(b.byID) == 0:
		return -1
	}
	return int(*b.slotOfID(typ, id)) - 1
}

// index makes the entries found. That is done from the last to the first, so that of several the first is found first.
func (b *bundleIndex) index() {
	size := 1
	for size < b.n+b.n/2+1 { // a third of the places is free, or more
		size *= 2
	}
	b.seed = maphash.MakeSeed()
	b.byURL = make([]int32, size)
	if b.resolves {
		b.byID = make([]int32, size)
	}
	for i := b.n - 1; i >= 0; i-- {
		e := b.at(i)
		if e.url > 0 {
			slot := b.slotOfURL(b.urlOf(e))
			e.sameURL, *slot = *slot, int32(i)+1
		}
		if b.resolves && e.id > e.idFrom {
			slot := b.slotOfID(b.types[e.typ], b.idOf(e))
			e.sameID, *slot = *slot, int32(i)+1
		}
	}
}

// slotOfURL returns the place in the table of a fullUrl.
func (b *bundleIndex) slotOfURL(url string) *int32 {
	return b.slot(b.byURL, maphash.String(b.seed, url), func(e *indexEntry) bool { return b.urlOf(e) == url })
}

// slotOfID returns the place in the table of a type and an id.
func (b *bundleIndex) slotOfID(typ, id string) *int32 {
	hash := maphash.String(b.seed, typ)*31 + maphash.String(b.seed, id)
	return b.slot(b.byID, hash, func(e *indexEntry) bool { return b.types[e.typ] == typ && b.idOf(e) == id })
}

// slot returns the place in a table of the entries that are meant, or the free one where they would be.
func (b *bundleIndex) slot(table []int32, hash uint64, isMeant func(*indexEntry) bool) *int32 {
	for i := int(hash) & (len(table) - 1); ; i = (i + 1) & (len(table) - 1) {
		if table[i] == 0 || isMeant(b.at(int(table[i])-1)) {
			return &table[i]
		}
	}
}
