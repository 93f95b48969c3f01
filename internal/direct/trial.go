package direct

import (
	"cmp"
	"slices"

	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/paths"
	"github.com/fhirview/fhirview/internal/projection"
)

// This file reads elements of which a text in them tells whether paths go on (name.where(use = 'official').family). The text
// may come last. So such an element is read as if it passed, and at its closing bracket, what does not pass is taken back
// from the frames. The text itself is put into a place, like any other, of the focus's frame.
//
// To build the element's nodes and walk them when all is there has the same outcome. It is what is done where an element
// meets more than this file knows. A view that reads the official name of patients takes 5 % more time then, of which most
// is spent on the 3 kB of each patient around the name: internal/bench/views/patient_demographics, BenchmarkFlatten.

// trial is what happens to an element before it is known which filters it passes.
type trial struct {
	outputs []output
	gates   []gate
	texts   []textPlace
	runs    []run // all that gates may take back; none where that is nothing, because of closes
	noted   int32 // how many places these are
	// closes is the bit of the one first() without which nothing passes (where(use = 'official').first()): once it is set, no
	// more is read of elements than closed says; before, nothing has been put into the spots. 0 where there is more.
	closes uint64
	closed *objectKeys
}

// gate is a filter.
type gate struct {
	text   int    // the place of what tells among those of texts; noText where bit does
	want   string // the text to pass
	bit    uint64 // the element passes that finds it unset
	spots  []notedSpot
	firsts uint64 // the bits of first() that are set by what has passed
}

// notedSpot is a spot, with where what it was is noted.
type notedSpot struct {
	paths.Spot
	at int32
}

// run is places of a branch's frames that are noted at once.
type run struct{ branch, place, size int32 }

const noText = -1

// textPlace is where the text of a child goes that tells about filters, in the focus's frame.
type textPlace struct {
	name  projection.Name
	place int32
}

// maxGates is how many filters an element may meet. They are looked at one by one.
const maxGates = 8

// textPlaces has room made in the focus's frame for all texts that tell about filters, by the stages of the filters.
func (d *Decoder) textPlaces() {
	d.focus = d.tree.Branches[0]
	d.texts = make([]int32, len(d.tree.Stages))
	for i := range d.tree.Stages {
		d.texts[i] = d.focus.Size
		d.focus.Size += int32(len(d.tree.Stages[i].Filters))
	}
}

// gate adds a filter of a stage, whose place for a text is given.
func (m *arrivalMaker) gate(f *paths.Filter, place int32) {
	t := &m.trial
	spots, firsts, ok := m.tree.Spots(f.To)
	if m.whole = m.whole || !ok || len(t.gates) == maxGates; m.whole {
		return
	}
	g := gate{text: noText, want: f.Text, bit: f.Bit, firsts: firsts}
	if f.Op == paths.Text {
		g.text = t.textOf(f.Name, place)
	}
	for _, s := range spots {
		g.spots = append(g.spots, notedSpot{Spot: s})
	}
	t.gates = append(t.gates, g)
	m.closes = m.closes && (f.Op == paths.First || m.tree.Stages[f.To].OnlyFirsts())
	m.arrive(f.To, &m.tried)
}

// bits returns those of first() on which filters are.
func (t *trial) bits() (all uint64) {
	for i := range t.gates {
		all |= t.gates[i].bit
	}
	return all
}

// textOf returns which text is that of a child, which may be a new one, for which there is a place.
func (t *trial) textOf(name projection.Name, place int32) int {
	i := slices.IndexFunc(t.texts, func(p textPlace) bool { return p.name == name })
	if i < 0 {
		i = len(t.texts)
		t.texts = append(t.texts, textPlace{name, place})
	}
	return i
}

// layOut says where spots are noted: those that are beside each other in runs.
func (t *trial) layOut() {
	var all []*notedSpot
	for i := range t.gates {
		for j := range t.gates[i].spots {
			all = append(all, &t.gates[i].spots[j])
		}
	}
	slices.SortFunc(all, func(a, b *notedSpot) int {
		return cmp.Or(cmp.Compare(a.Branch, b.Branch), cmp.Compare(a.Place, b.Place))
	})
	var last run
	if t.closes != 0 {
		all = nil
	}
	for _, s := range all {
		at := s.Place - last.place
		if len(t.runs) == 0 || s.Branch != last.branch || at > last.size {
			t.noted += last.size
			t.runs = append(t.runs, run{})
			last, at = run{branch: s.Branch, place: s.Place}, 0
		}
		last.size = max(last.size, at+s.Size())
		s.at, t.runs[len(t.runs)-1] = t.noted+at, last
	}
	t.noted += last.size
}

// tried is what was when a trial began.
type tried struct {
	noted int // where it is noted
	done  uint64
}

// onTrial reads the object at pos as if it passed all filters, and takes back what it does not pass for.
func (d *Decoder) onTrial(pos int, t *trial, n nodes.ID, below *objectKeys) int {
	f := d.frames
	if f.Done&t.closes != 0 {
		return d.object(pos, n, t.closed)
	}
	was := tried{noted: len(d.noted), done: f.Done}
	d.try(t, n)
	var end int
	if below != nil && len(below.keep) == 0 {
		end = d.members(pos+1, below)
	} else {
		end = d.object(pos, n, below)
	}
	if end != refused {
		d.decide(t, was)
	}
	return end
}

// try notes what is, and has an element pass all filters.
func (d *Decoder) try(t *trial, n nodes.ID) {
	f := d.frames
	for i := range t.runs {
		r := &t.runs[i]
		d.noted = append(d.noted, f.Items[f.Open[r.branch]+r.place:][:r.size]...)
	}
	texts := f.Items[f.Open[0]:]
	for i := range t.texts {
		p := t.texts[i].place
		d.noted = append(d.noted, texts[p])
		texts[p] = 0
	}
	for i := range t.gates {
		f.Done |= t.gates[i].bit
	}
	d.output(t.outputs, n)
}

// nothing is what is noted of spots where nothing is.
var nothing [3]nodes.ID

// decide takes back what the element does not pass for, of which all has been read.
func (d *Decoder) decide(t *trial, was tried) {
	f := d.frames
	noted := d.noted[was.noted:]
	d.noted = d.noted[:was.noted]
	texts := f.Items[f.Open[0]:]
	for i := range t.gates {
		g := &t.gates[i]
		if g.text == noText && was.done&g.bit == 0 || g.text != noText && d.isText(texts[t.texts[g.text].place], g.want) {
			continue
		}
		for _, s := range g.spots {
			if t.closes != 0 {
				f.TakeBack(s.Spot, nothing[:])
				continue
			}
			f.TakeBack(s.Spot, noted[s.at:])
		}
		f.Done = f.Done&^g.firsts | was.done&g.firsts
	}
	for i := range t.texts {
		texts[t.texts[i].place] = noted[int(t.noted)+i]
	}
}

// isText is true where what stands in a place is one string with this text.
func (d *Decoder) isText(n nodes.ID, want string) bool {
	if n <= 0 {
		return false
	}
	nd := &d.out.Nodes[n]
	if nd.Kind == nodes.String && nd.Flags&nodes.TextAside == 0 {
		return d.out.Text[nd.Start:nd.End] == want
	}
	return nd.Kind == nodes.String && d.out.TextOf(n) == want
}
