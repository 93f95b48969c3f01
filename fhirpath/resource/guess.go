package resource

import (
	"math"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection"
)

// What a chain learns is bounded, because keys are the input's: so many keys of an object, each so long with its quotes
// and its colon.
const (
	maxGuesses = 63
	maxGuess   = 32
)

// chain is what one decoder has learned of the objects of a closed shape: which keys they have, read or not, and which
// key came after which. Servers write keys in the same order again and again, so the next key is mostly known and only
// has to be compared. It is a cache: what is decoded does not depend on it.
type chain struct {
	shape   *projection.Shape
	start   guess // the beginning of an object, which is like no key
	guesses []*guess
	// tracked is true for objects that are decoded along a track, and spots is where paths go on from in them.
	tracked bool
	spots   []int32
	keep    []Name // which members are kept
	late    []Name // which members arrive late
	once    Name   // which there has to be one of
}

// guess is a key that has come before.
type guess struct {
	// The text with quotes and colon, in words that overlap: its first bytes and its last eight, as far as mask goes;
	// where it is longer than two words, also the bytes from the eighth on, and those from the place third on.
	first, last, mask uint64
	middle            [2]uint64
	tail, third       int
	size              int
	room              int // how many bytes there have to be: the words of the key, and one byte of the value

	next, other *guess // the keys that came after this one last and before that, or the chain's start

	how  how
	need uint64 // bits of object.seen that have to be unset
	seen uint64 // the bit of object.seen to set
	like like
	// below is what is known of objects under the key; nil where they are not read key by key.
	below *chain
	entry *projection.Entry
	key   string

	// Along a track, act says what happens to elements under the key, and level how strings are read. The branch and place
	// are where these are put.
	// passes is not nil where objects under the key are passed through, on the way to what is below them.
	act           *act
	passes        *chain
	level         level
	branch, place int32
	// kept is true where all elements under the key become children of the object's node; the act's spots are where they
	// arrive then.
	kept bool
	// lateOf is the shape of the object where elements under the key arrive late, and nil where they do not.
	lateOf *projection.Shape
}

// level says what a string under a guessed key needs to be read by the shortest way.
type level uint8

const (
	levelSkip  level = iota // an index, in which its end is
	levelPut                // an index: it is put into a place, as plain text, or else read another way
	levelRead               // an index in which nothing is special: it has to be plain text, but goes nowhere
	levelNever              // there is no such way
)

// how says what is done with a member whose key was guessed.
type how uint8

const (
	howGeneric how = iota // read it as if nothing were known
	howSkip
	howRead
)

// like is what the nodes of one key have in common.
type like struct {
	name   Name
	keyLen uint16
	typ    model.TypeID
}

func newChain(s *projection.Shape) *chain {
	c := &chain{shape: s}
	c.start.follow(&c.start)
	c.start.room = math.MaxInt // more than there ever is
	return c
}

func (g *guess) follow(start *guess) { g.next, g.other = start, start }

// is returns true where the key stands at i, with a byte of its value after it.
func (g *guess) is(data []byte, i int) bool {
	return g.ends(data, i) && (g.size <= 16 || g.middles(data, i))
}

// ends is true where the ends of the key stand at i: all of it, where it is short.
func (g *guess) ends(data []byte, i int) bool {
	return g.room <= len(data)-i && ((jsonscan.Load(data, i)^g.first)|(jsonscan.Load(data, i+g.tail)^g.last))&g.mask == 0
}

// middles is true where what is between the ends of a longer key stands there too.
func (g *guess) middles(data []byte, i int) bool {
	return jsonscan.Load(data, i+8) == g.middle[0] && jsonscan.Load(data, i+g.third) == g.middle[1]
}

// another returns the key at i, which is not the one that came after g last, or the start where it is none that is
// known. It will be guessed next time.
func (c *chain) another(data []byte, i int, g *guess) *guess {
	found := g.other
	if !found.is(data, i) {
		found = c.search(data, i)
	}
	if found != &c.start {
		g.next, g.other = found, g.next
	}
	return found
}

func (c *chain) search(data []byte, i int) *guess {
	for _, g := range c.guesses {
		if g.is(data, i) {
			return g
		}
	}
	return &c.start
}

// learn notes that a key came after another, and returns it; the other one where there is no room for more.
func (d *Decoder) learn(c *chain, k *key, after *guess) *guess {
	if k.escaped || len(k.text)+3 > maxGuess {
		return after
	}
	g := c.find(k.text)
	if g == nil {
		if len(c.guesses) == maxGuesses {
			return after
		}
		g = d.newGuess(c, string(k.text))
		c.guesses = append(c.guesses, g)
	}
	if after.next != g {
		after.next, after.other = g, after.next
	}
	return g
}

func (c *chain) find(key []byte) *guess {
	for _, g := range c.guesses {
		if g.key == string(key) {
			return g
		}
	}
	return nil
}

func (d *Decoder) newGuess(c *chain, key string) *guess {
	g := &guess{key: key}
	g.follow(&c.start)
	g.setText(`"` + key + `":`)
	g.level = levelNever
	i := c.shape.Lookup(key)
	if i < 0 {
		g.how, g.level = howSkip, levelSkip
		return g
	}
	e := &c.shape.Entries[i]
	if i >= 64 || e.Companion && !c.tracked || e.Pair >= 64 {
		return g
	}
	g.how, g.seen = howRead, 1<<i
	g.need = g.seen
	if e.Pair >= 0 {
		g.need |= 1 << e.Pair
	}
	g.level = levelRead
	if e.Ignored {
		g.how, g.level = howSkip, levelSkip
	}
	g.entry, g.like = e, like{name: e.Name, typ: e.Type, keyLen: uint16(len(key))}
	if c.tracked {
		d.track(c, g)
	} else {
		g.below = d.untracked(e)
	}
	return g
}

// untracked returns what is known of the objects of an entry that are no part of a track; nil where they are not read key
// by key.
func (d *Decoder) untracked(e *projection.Entry) *chain {
	if e.Shape.ByType() || e.Shape.IsEmpty() {
		return nil
	}
	return d.chain(e.Shape)
}

func (g *guess) setText(text string) {
	padded := make([]byte, maxGuess+8)
	size := copy(padded, text)
	g.size, g.room = size, max(8, size+1)
	g.tail = max(size-8, 0)
	g.third = min(16, g.tail)
	g.first, g.last = jsonscan.Load(padded, 0), jsonscan.Load(padded, g.tail)
	g.middle = [2]uint64{jsonscan.Load(padded, 8), jsonscan.Load(padded, g.third)}
	for i := range padded {
		padded[i] = 0
		if i < size {
			padded[i] = 0xff
		}
	}
	g.mask = jsonscan.Load(padded, 0)
}

// chain returns what is known of a closed shape.
func (d *Decoder) chain(s *projection.Shape) *chain {
	if s.ID >= len(d.chains) {
		d.chains = append(d.chains, make([]*chain, s.ID+1-len(d.chains))...)
	}
	if d.chains[s.ID] == nil {
		d.chains[s.ID] = newChain(s)
	}
	return d.chains[s.ID]
}
