package resource

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
	maxMatched = 1 << 20 / blockSize
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
func (x *index) matches(data []byte) bool {
	m := &x.matched
	if m.state != notAsked {
		return m.state == allMatch
	}
	m.state = toFollow
	m.grow(len(x.brackets))
	n := collect(data, x.brackets, m.counts, m.codes)
	if n == 0 {
		return false
	}
	nest(m.codes, n, m.levels)
	if reduce(m.codes, n) == 0 {
		m.state = allMatch
	}
	return m.state == allMatch
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
func (x *index) closing(data []byte, i, depth int) int {
	if depth > maxDepth-maxOpen || x.brackets[i/blockSize]>>(i%blockSize)&1 == 0 || data[i]&4 != 0 {
		return -1
	}
	return closing(x.brackets, x.matched.counts, x.matched.levels, i)
}
