package jsonscan

// matched is what an index knows of a text of which all brackets match. The end of an object or array can be found in
// it without following the brackets inside: it is the next bracket that is in as many others.
type matched struct {
	state  matching
	codes  []byte   // for the brackets outside of strings, one after the other
	levels []byte   // in how many others each is
	counts []uint32 // how many brackets there are before each block
}

// matching says what is known of the brackets of a text.
type matching uint8

const (
	notAsked matching = iota // whether they match
	allMatch
	toFollow // they do not, or that is not to be found out
)

const (
	// minMatched is from how many blocks on it pays to match all brackets: in a shorter text, there are few to follow.
	minMatched = 20
	// maxMatched is up to how many blocks this is done, because it takes two bytes for each byte of the text.
	maxMatched = stretch / blockSize
	// patience is how many blocks brackets are followed before all are matched: most of what is skipped is short.
	patience = 2
	// maxOpen is how many brackets can be open at once where all match.
	maxOpen = 64
	// countsRoom is how many counts are read and written at once.
	countsRoom = 16
)

// reset forgets what is known of a text, for one of so many blocks.
func (m *matched) reset(blocks int) {
	m.state = toFollow
	if canMatch && blocks >= minMatched && blocks <= maxMatched {
		m.state = notAsked
	}
}

// matches is true where all brackets of the text match. It finds out where nobody has asked yet.
func (x *Index) matches() bool {
	m := &x.matched
	if m.state != notAsked {
		return m.state == allMatch
	}
	m.state = toFollow
	m.grow(len(x.brackets))
	n := collect(x.structural(), x.brackets, m.counts, m.codes)
	if n == 0 {
		return false
	}
	nest(m.codes, n, m.levels)
	if reduce(m.codes, n) == 0 {
		m.state = allMatch
	}
	return m.state == allMatch
}

// whole is true where the bracket at i is the first of the text, the last one closes it, and all between them match. Then
// nothing needs to be known of their levels.
func (x *Index) whole(data []byte, i int) bool {
	if !canMatch || len(x.brackets) > maxMatched {
		return false
	}
	m := &x.matched
	m.grow(len(x.brackets))
	n := collect(x.structural(), x.brackets, nil, m.codes)
	if n < 2 || m.codes[0] != data[i] || m.codes[0]+2 != m.codes[n-1] || firstBit(x.brackets) != i {
		return false
	}
	m.codes[n-1] = 0
	return reduce(m.codes[1:], n-2) == 0
}

func (m *matched) grow(blocks int) {
	if len(m.counts) >= blocks+countsRoom {
		return
	}
	size := blocks + blocks/4
	m.counts = make([]uint32, size+countsRoom)
	// One block more for the zeros after the last bracket, and one because 64 bytes are read from any bracket on.
	m.codes, m.levels = make([]byte, (size+2)*blockSize), make([]byte, (size+2)*blockSize)
}

// closing returns the place after the bracket that closes the one at i, in a text where all match. It is -1 where brackets
// have to be followed nevertheless: there is no opening bracket, or more might be open than may be. depth is how many are
// open already.
func (x *Index) closing(data []byte, i, depth int) int {
	if depth > MaxDepth-maxOpen || x.brackets[i/blockSize]>>(i%blockSize)&1 == 0 || data[i]&4 != 0 {
		return -1
	}
	return closing(x.brackets, x.matched.counts, x.matched.levels, i)
}
