package direct

import (
	"slices"

	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/projection"
)

// objectKeys is what has been learned of the objects in one place to which the same happens.
type objectKeys struct {
	decode.ObjectKeys[action]
	shape  *projection.Shape
	stages []int32           // where paths go on from in the objects
	keep   []projection.Name // which members are kept
	texts  []textPlace       // which members tell about filters
	late   []projection.Name // which members arrive late
}

// learnedKey is a key with what is done with the elements under it.
type learnedKey = decode.LearnedKey[action]

// action is what is done with the elements under a key.
type action struct {
	kind kind
	// quick says how a string is read by the shortest way; the branch and the place are where it is put.
	quick         quick
	branch, place int32
	seen          uint64 // the key's bit among those of its object
	head          decode.NodeHead
	entry         *projection.Entry // nil where nobody reads the elements
	below         *objectKeys       // of enter: the members of objects
	to            *arrival          // of put and enter
	stages        []int32           // of build, keep and late: where the elements arrive when they have been decoded
	// kept is true where the elements become children of the object's node, and member says how.
	kept   bool
	member decode.Member
	text   int32             // the place of the focus's frame that the elements are put into besides; 0 is none
	lateOf *projection.Shape // of late: the shape of the object
}

// kind is a kind of actions. The documentation of the package says what they are.
type kind uint8

const (
	refuse kind = iota // the decoder gives up
	skip
	enter
	put
	build
	keep
	late
)

// arrives is true where elements are read one by one as they come.
func (a *action) arrives() bool { return a.kind == enter || a.kind == put || a.kind == build }

// quick says what a string under a learned key needs to be read by the shortest way.
type quick uint8

const (
	quickSkip quick = iota // an index, in which its end is
	quickPut               // an index: it is put into a place, as plain text, or else read another way
	quickRead              // an index in which nothing is special: it has to be plain text, but goes nowhere
	notQuick               // there is no such way
)

// keysAt returns the keys of objects of a shape to which a part of an arrival happens; nil where nothing is read.
func (d *Decoder) keysAt(s *projection.Shape, p *part) *objectKeys {
	if s.IsEmpty() || s.ByType() {
		return nil
	}
	for _, o := range d.keys {
		if o.shape == s && slices.Equal(o.stages, p.stages) && slices.Equal(o.keep, p.keep) && slices.Equal(o.texts, p.texts) {
			return o
		}
	}
	o := &objectKeys{shape: s, stages: p.stages, keep: p.keep, texts: p.texts}
	o.Init()
	d.keys = append(d.keys, o)
	return o
}

// learn says what is done with the elements under a key that is new.
func (d *Decoder) learn(o *objectKeys, k *learnedKey, key string) {
	a, i := &k.Action, o.shape.Lookup(key)
	a.quick = notQuick
	if i < 0 {
		a.kind, a.quick = skip, quickSkip
		return
	}
	e := &o.shape.Entries[i]
	if i >= 64 || e.Pair >= 64 {
		return
	}
	a.entry, a.seen, a.head = e, 1<<i, decode.HeadOf(e)
	if e.Ignored {
		a.kind, a.quick = skip, quickSkip
		return
	}
	d.learnElement(o, a, key)
}

// learnElement is learn for a key of elements that are read.
func (d *Decoder) learnElement(o *objectKeys, a *action, key string) {
	name := a.entry.Name
	var stages []int32
	for _, s := range o.stages {
		if to := d.tree.Stages[s].Child(name); to != 0 {
			stages = append(stages, to)
		}
	}
	if i := slices.IndexFunc(o.texts, func(p textPlace) bool { return p.name == name }); i >= 0 {
		a.text = o.texts[i].place
	}
	a.kept = slices.Contains(o.keep, name)
	if a.entry.Companion || slices.Contains(o.late, name) {
		o.makeLate(name, stages)
		return
	}
	if a.kept {
		a.kind, a.stages, a.member = keep, stages, d.plain.MemberOf(o.shape, key)
		return
	}
	to := d.arrivalAt(stages, a.entry)
	if to.deeper && a.entry.Pair >= 0 {
		o.makeLate(name, stages)
		return
	}
	if a.text != 0 {
		to.put(a.text)
	}
	a.to, a.stages = to, stages
	switch {
	case to.whole:
		a.kind = build
	case to.isNothing():
		a.kind, a.below = enter, to.below
	default:
		a.kind = put
	}
	a.quick, a.branch, a.place = to.quick()
}
