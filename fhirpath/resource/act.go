package resource

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/projection"
)

// act is what happens to the elements under a key that are decoded along a track.
type act struct {
	part
	// first is what happens to the element that finds its bit unset, besides the steps, and in place of below.
	first    part
	firstBit uint64 // 0 where there is no such thing
	// built are the spots where the elements arrive when they are decoded as a whole and then walked.
	built []int32
	whole bool // they always are
	// key is how an object begins of which the first member tells whether it passes filters: the text under this key has to
	// be that of one of them. Nil where there are no filters.
	key    []byte
	passes []passing
	puts   bool // there are steps
	jumps  bool // what is open before an element is opened again after it:
	alone  bool // only this branch
	to     int32
	deeper bool // paths go on to what is below the elements
}

// part is a part of an act.
type part struct {
	steps []step
	spots []int32 // where paths go on from to what is below the elements
	keep  []Name  // the children that are kept
	once  Name    // of this, there is one child, by which a filter was passed; 0 where there is no such thing
	below *chain  // the members of objects, with these spots; nil where nothing is read of them
}

// passing is what happens to elements that pass a filter.
type passing struct {
	text string
	act  *act
}

// step puts an element into a place, or makes a frame for it.
type step struct {
	end    End          // the place; of a frame, that of the first and the last
	branch *TrackBranch // the frame's; nil where an element is put into a place
	to     int32        // the branch's number
}

// tracking is what a decoder knows of the track that it decodes along.
type tracking struct {
	track  *Track
	root   *act // nil where the projection is not one for decoding along tracks
	chains []*chain
	frames *Frames
	walker Walker
	fast   level // the level above those at which strings are read by the shortest way
	// kept is the object whose kept children are linked, as long as its members are read.
	kept object
	// lates are the objects, each in the one before it, of which elements arrive late.
	lates []lateObject
}

// start makes the decoder ready for a track; it is false where its projection is not one for that.
func (d *Decoder) start(t *Track) bool {
	if d.tracking.track == t {
		return d.tracking.root != nil
	}
	d.tracking = tracking{track: t}
	s := d.proj.Root()
	if _, concrete := d.proj.Type(); !concrete || s.ByType() || s.IsEmpty() {
		return false
	}
	a := d.newAct([]int32{0}, &projection.Entry{Shape: s, Type: d.typ})
	if a.whole || a.key != nil || a.jumps {
		return false
	}
	d.tracking.root = a
	return true
}

// newAct returns what happens to the elements of an entry that arrive at spots.
func (d *Decoder) newAct(spots []int32, e *projection.Entry) *act {
	a, filters := d.actWith(nil, spots, e)
	if len(filters) == 0 || a.whole {
		return a
	}
	first := filters[0]
	if a.key = keyOf(e.Shape, first.Name); a.key == nil {
		a.whole = true
		return a
	}
	a.deeper = true
	for i := range filters {
		f := &filters[i]
		pass, met := d.actWith(f, spots, e)
		other := func(f Filter) bool { return f.Name != first.Name } // one text tells about all filters, or about none
		if a.whole = pass.whole || slices.ContainsFunc(met, other) || !isPlainASCII(f.Text); a.whole {
			return a
		}
		a.passes = append(a.passes, passing{f.Text, pass})
	}
	return a
}

// actWith returns what happens to elements that pass no filter but the one, and all the filters that they meet.
func (d *Decoder) actWith(passed *Filter, spots []int32, e *projection.Entry) (*act, []Filter) {
	m := actMaker{track: d.tracking.track, typ: e.Type, usual: !e.Shape.ByType(), passed: passed}
	if passed != nil {
		m.once, m.first.once = passed.Name, passed.Name
	}
	for _, s := range spots {
		m.arrive(s, &m.part)
	}
	a := &m.act
	a.built = spots
	if a.whole = !m.usual; a.whole {
		return a, m.filters
	}
	a.first.spots = append(slices.Clone(a.spots), a.first.spots...)
	a.first.keep = append(slices.Clone(a.keep), a.first.keep...)
	a.deeper = len(a.first.spots) > 0
	a.puts = len(a.steps)+len(a.first.steps) > 0
	a.below, a.first.below = d.trackChain(e.Shape, &a.part), d.trackChain(e.Shape, &a.first)
	return a, m.filters
}

// keyOf returns how a member begins that is the one child of a name, if it is a string; nil where it cannot be told.
func keyOf(s *projection.Shape, name Name) []byte {
	var key []byte
	for i := range s.Entries {
		e := &s.Entries[i]
		if e.Name != name || e.Companion || e.Ignored {
			continue
		}
		if key != nil {
			return nil
		}
		key = []byte(`"` + e.Key + `":"`)
	}
	return key
}

// isPlainASCII is true for text that JSON strings hold as it is, unless they have escapes where none are needed.
func isPlainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == '"' || s[i] == '\\' {
			return false
		}
	}
	return true
}

// actMaker makes an act.
type actMaker struct {
	act
	track *Track
	typ   model.TypeID
	usual bool // all that happens can be told before what is below an element has been read, but for filters
	// passed is the filter that elements pass; nil is none. Filters are all that they meet.
	passed  *Filter
	filters []Filter
}

// arrive adds what happens at a spot. Elements that jump have to do so last, and all that is below them has to belong to
// the branch that they jump to: what was open before is closed as long as they are read.
func (m *actMaker) arrive(spot int32, p *part) {
	s := &m.track.Spots[spot]
	if m.jumps {
		m.usual = false
	}
	if spot == 0 {
		p.keep = append(p.keep, m.track.Branches[0].Keep...)
	}
	for _, to := range s.Branches {
		b := &m.track.Branches[to]
		p.keep = append(p.keep, b.Keep...)
		p.steps = append(p.steps, step{End{Branch: b.On, Place: b.Place}, b, to})
	}
	for _, end := range s.Ends {
		p.steps = append(p.steps, step{end: end})
	}
	for _, f := range s.Firsts {
		m.usual = m.usual && m.firstBit == 0
		m.firstBit = f.Bit
		m.arrive(f.To, &m.first)
	}
	for _, f := range s.Filters {
		m.filters = append(m.filters, f)
		if m.passed != nil && m.passed.Name == f.Name && m.passed.Text == f.Text {
			m.arrive(f.To, p)
		}
	}
	for _, to := range s.Types[m.typ] {
		m.arrive(to, p)
	}
	if len(s.Children) > 0 {
		p.spots = append(p.spots, spot)
	}
	for _, j := range s.Jumps {
		m.jump(j, p)
	}
}

func (m *actMaker) jump(j Jump, p *part) {
	if m.jumps || m.firstBit != 0 || len(p.spots) > 0 {
		m.usual = false
		return
	}
	b := &m.track.Branches[j.To]
	p.steps = append(p.steps, step{End{Branch: j.On, Place: j.Place}, b, j.To})
	p.keep = append(p.keep, b.Keep...)
	m.arrive(b.Spot, p)
	m.jumps, m.to = true, j.To
	m.alone = !slices.ContainsFunc(m.track.Branches, func(b TrackBranch) bool { return b.On == j.To })
}

// trackChain returns the chain for objects of a shape to which a part of an act happens; nil where nothing is read.
func (d *Decoder) trackChain(s *projection.Shape, p *part) *chain {
	if s.IsEmpty() || s.ByType() {
		return nil
	}
	for _, c := range d.tracking.chains {
		if c.shape == s && slices.Equal(c.spots, p.spots) && slices.Equal(c.keep, p.keep) && c.once == p.once {
			return c
		}
	}
	c := newChain(s)
	c.tracked, c.spots, c.keep, c.once = true, p.spots, p.keep, p.once
	d.tracking.chains = append(d.tracking.chains, c)
	return c
}

// track says what happens to elements under a guessed key.
func (d *Decoder) track(c *chain, g *guess) {
	var spots []int32
	for _, s := range c.spots {
		if to, ok := d.tracking.track.Spots[s].Children[g.like.name]; ok {
			spots = append(spots, to)
		}
	}
	g.kept = slices.Contains(c.keep, g.like.name)
	if g.entry.Companion && g.like.name == c.once {
		g.how, g.level = howGeneric, levelNever
		return
	}
	if g.entry.Companion || slices.Contains(c.late, g.like.name) {
		d.late(c, g, spots)
		return
	}
	if g.kept {
		g.act, g.level = &act{built: spots}, levelNever
		g.below = d.untracked(g.entry)
		return
	}
	g.act = d.newAct(spots, g.entry)
	if g.act.deeper && g.entry.Pair >= 0 {
		d.late(c, g, spots)
		return
	}
	if a := g.act; !a.whole && a.key == nil && !a.puts && !a.jumps && a.firstBit == 0 {
		g.passes = a.below
	}
	switch a := g.act; {
	case a.whole || a.deeper || a.firstBit != 0 || len(a.steps) > 1:
		g.level = levelNever
	case len(a.steps) == 1:
		s := a.steps[0]
		g.level, g.branch, g.place = levelPut, s.end.Branch, s.end.Place
		if s.branch != nil || s.end.Take != TakeOne {
			g.level = levelNever
		}
	}
}
