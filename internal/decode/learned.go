package decode

import (
	"math"

	"github.com/fhirview/fhirview/internal/jsonscan"
)

// What is learned of the objects in one place is bounded, because keys are the input's: so many keys, each so long with its
// quotes and its colon.
const (
	maxLearned = 63
	maxKey     = 32
)

// ObjectKeys is what a decoder has learned of the objects in one place: which keys they have, read or not, and which key
// came after which. Servers write keys in the same order again and again, so the next key is mostly known and only has to
// be compared. It is a cache: what is decoded does not depend on it. What is done with the members is for those to say who
// learn a key: it is the key's Action.
type ObjectKeys[A any] struct {
	Start LearnedKey[A] // the beginning of an object, which is like no key
	Keys  []*LearnedKey[A]
}

// LearnedKey is a key that has come before.
type LearnedKey[A any] struct {
	KeyText
	Next, Other *LearnedKey[A] // the keys that came after this one last and before that, or the start
	Action      A
	key         string
}

// Init makes the keys ready.
func (o *ObjectKeys[A]) Init() {
	o.Start.follow(&o.Start)
	o.Start.room = math.MaxInt // more than there ever is
}

func (k *LearnedKey[A]) follow(start *LearnedKey[A]) { k.Next, k.Other = start, start }

// Relearn returns the key at i, which is not the one that came after another last, or the start where it is none that is
// known. It will be expected next time.
func (o *ObjectKeys[A]) Relearn(data []byte, i int, after *LearnedKey[A]) *LearnedKey[A] {
	found := after.Other
	if !found.Is(data, i) {
		found = o.search(data, i)
	}
	if found != &o.Start {
		after.Next, after.Other = found, after.Next
	}
	return found
}

func (o *ObjectKeys[A]) search(data []byte, i int) *LearnedKey[A] {
	for _, k := range o.Keys {
		if k.Ends(data, i) && k.Is(data, i) { // mostly not, which takes no call to find out
			return k
		}
	}
	return &o.Start
}

// Learn notes that a key came after another, and returns it; the other one where it cannot be learned. A key that is new
// has no Action yet.
func (o *ObjectKeys[A]) Learn(key *Key, after *LearnedKey[A]) (k *LearnedKey[A], isNew bool) {
	if key.Escaped || len(key.Text)+3 > maxKey {
		return after, false
	}
	if k = o.find(key.Text); k == nil {
		if len(o.Keys) == maxLearned {
			return after, false
		}
		k, isNew = &LearnedKey[A]{key: string(key.Text)}, true
		k.follow(&o.Start)
		k.set(`"` + k.key + `":`)
		o.Keys = append(o.Keys, k)
	}
	if after.Next != k {
		after.Next, after.Other = k, after.Next
	}
	return k, isNew
}

func (o *ObjectKeys[A]) find(key []byte) *LearnedKey[A] {
	for _, k := range o.Keys {
		if k.key == string(key) {
			return k
		}
	}
	return nil
}

// KeyText is the text of a key with quotes and colon, in words that overlap: its first bytes and its last eight, as far as
// mask goes; where it is longer than two words, also the bytes from the eighth on, and those from the place third on.
type KeyText struct {
	first, last, mask uint64
	middle            [2]uint64
	tail, third       int
	Size              int
	room              int // how many bytes there have to be: the words of the key, and one byte of the value
}

// Is returns true where the key stands at i, with a byte of its value after it.
func (k *KeyText) Is(data []byte, i int) bool {
	return k.Ends(data, i) && (k.Size <= 16 || k.Middles(data, i))
}

// Ends is true where the ends of the key stand at i: all of it, where it is not longer than 16 bytes.
func (k *KeyText) Ends(data []byte, i int) bool {
	return k.room <= len(data)-i && ((jsonscan.Load(data, i)^k.first)|(jsonscan.Load(data, i+k.tail)^k.last))&k.mask == 0
}

// Middles is true where what is between the ends of a longer key stands there too.
func (k *KeyText) Middles(data []byte, i int) bool {
	return jsonscan.Load(data, i+8) == k.middle[0] && jsonscan.Load(data, i+k.third) == k.middle[1]
}

func (k *KeyText) set(text string) {
	padded := make([]byte, maxKey+8)
	size := copy(padded, text)
	k.Size, k.room = size, max(8, size+1)
	k.tail = max(size-8, 0)
	k.third = min(16, k.tail)
	k.first, k.last = jsonscan.Load(padded, 0), jsonscan.Load(padded, k.tail)
	k.middle = [2]uint64{jsonscan.Load(padded, 8), jsonscan.Load(padded, k.third)}
	for i := range padded {
		padded[i] = 0
		if i < size {
			padded[i] = 0xff
		}
	}
	k.mask = jsonscan.Load(padded, 0)
}
