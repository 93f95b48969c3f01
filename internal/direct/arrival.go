package direct

import (
	"math/bits"
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/paths"
	"github.com/fhirview/fhirview/internal/projection"
)

// arrival is what happens to elements that arrive at some stages of a tree, found out beforehand.
type arrival struct {
	part
	// first is what happens to the element that finds its bit unset, besides the outputs, and in place of below.
	first    part
	firstBit uint64 // 0 where there is no such thing
	trial    trial  // what happens besides, as far as an element passes filters; without gates, nothing
	whole    bool   // what happens cannot be told beforehand: elements are built, and then walked
	puts     bool   // there are outputs
	// recursion says that branches go on as others below an element: what is open before it is opened again after it.
	recursion recursion
	branch    int32  // of oneRecursion
	firsts    uint64 // the bits of first() of all that is opened anew
	deeper    bool   // paths go on to what is below the elements
}

// recursion says which branches go on as others below an element.
type recursion uint8

const (
	noRecursion  recursion = iota
	oneRecursion           // one, as one on which there is no other
	anyRecursion
)

// part is a part of an arrival.
type part struct {
	outputs []output
	stages  []int32           // where paths go on from to what is below the elements
	keep    []projection.Name // the children that are kept
	texts   []textPlace       // the children that tell about filters
	below   *objectKeys       // the members of objects, with these stages; nil where nothing is read of them
}

// output puts an element into a place, or makes a frame for it.
type output struct {
	end    paths.Output  // the place; of a frame, that of the first and the last
	branch *paths.Branch // the frame's; nil where an element is put into a place
	to     int32         // the branch's number
}

// isNothing is true where nothing happens to the elements themselves.
func (a *arrival) isNothing() bool {
	return !a.whole && !a.puts && a.recursion == noRecursion && a.firstBit == 0 && len(a.trial.gates) == 0
}

// put adds that elements are put into a place of the focus's frame.
func (a *arrival) put(place int32) {
	a.outputs, a.puts = append(a.outputs, output{end: paths.Output{Place: place}}), true
}

// quick says how strings arrive by the shortest way, and where they are put.
func (a *arrival) quick() (q quick, branch, place int32) {
	switch {
	case a.whole || a.deeper || a.firstBit != 0 || len(a.outputs) > 1:
		return notQuick, 0, 0
	case len(a.outputs) == 0:
		return quickRead, 0, 0
	}
	to := &a.outputs[0]
	if to.branch != nil || to.end.Take != paths.TakeOne {
		return notQuick, 0, 0
	}
	return quickPut, to.end.Branch, to.end.Place
}

// arrivalAt returns what happens to the elements of an entry that arrive at stages.
func (d *Decoder) arrivalAt(stages []int32, e *projection.Entry) *arrival {
	m := arrivalMaker{tree: d.tree, typ: e.Type, texts: d.texts, closes: true}
	m.whole = e.Shape.ByType()
	for _, s := range stages {
		m.arrive(s, &m.part)
	}
	if len(m.recursions) > 0 {
		m.recur()
	}
	a := &m.arrival
	if a.whole {
		return a
	}
	if firsts := a.trial.bits(); m.closes && bits.OnesCount64(firsts) == 1 && a.firstBit == 0 {
		a.trial.closes, a.trial.closed = firsts, d.keysAt(e.Shape, &a.part)
	}
	a.trial.layOut()
	a.trial.outputs, a.texts, a.first.texts = m.tried.outputs, a.trial.texts, a.trial.texts
	a.stages, a.keep = append(a.stages, m.tried.stages...), append(a.keep, m.tried.keep...)
	a.first.stages = append(slices.Clone(a.stages), a.first.stages...)
	a.first.keep = append(slices.Clone(a.keep), a.first.keep...)
	a.deeper = len(a.first.stages)+len(a.trial.gates) > 0
	a.puts = len(a.outputs)+len(a.first.outputs)+len(a.trial.outputs) > 0
	a.below, a.first.below = d.keysAt(e.Shape, &a.part), d.keysAt(e.Shape, &a.first)
	return a
}

// arrivalMaker makes an arrival.
type arrivalMaker struct {
	arrival
	tree *paths.Tree
	typ  model.TypeID
	// tried is what happens as far as an element passes filters. Texts are the places by the stages of filters.
	tried  part
	texts  []int32
	closes bool // nothing passes filters but the first elements
	// recursions are all that elements meet. They happen last.
	recursions []paths.Recursion
}

// arrive adds what happens at a stage.
func (m *arrivalMaker) arrive(stage int32, p *part) {
	s := &m.tree.Stages[stage]
	m.whole = m.whole || s.Probes()
	if stage == 0 {
		p.keep = append(p.keep, m.tree.Branches[0].Keep...)
	}
	for _, to := range s.Branches {
		b := &m.tree.Branches[to]
		p.keep = append(p.keep, b.Keep...)
		p.outputs = append(p.outputs, output{paths.Output{Branch: b.On, Place: b.Place}, b, to})
	}
	for _, end := range s.Outputs {
		p.outputs = append(p.outputs, output{end: end})
	}
	for i := range s.Filters {
		f := &s.Filters[i]
		if f.Op != paths.First || p == &m.tried {
			m.whole = m.whole || p == &m.first
			m.gate(f, m.texts[stage]+int32(i))
			continue
		}
		m.whole = m.whole || m.firstBit != 0
		m.firstBit = f.Bit
		m.arrive(f.To, &m.first)
	}
	for _, to := range s.OfType(m.typ) {
		m.arrive(to, p)
	}
	if s.GoesOn() {
		p.stages = append(p.stages, stage)
	}
	if len(s.Recursions) > 0 {
		m.recursions = append(m.recursions, s.Recursions...)
		m.whole = m.whole || p == &m.first
	}
}

// recur adds the recursions, when all else has been added.
func (m *arrivalMaker) recur() {
	if m.whole || m.firstBit != 0 || !m.independent() {
		m.whole = true
		return
	}
	m.recursion = anyRecursion
	if to := m.recursions[0].To; len(m.recursions) == 1 &&
		!slices.ContainsFunc(m.tree.Branches, func(b paths.Branch) bool { return b.On == to }) {
		m.recursion, m.branch = oneRecursion, to
	}
	recursions := m.recursions
	for _, to := range recursions {
		b := &m.tree.Branches[to.To]
		m.outputs = append(m.outputs, output{paths.Output{Branch: to.On, Place: to.Place}, b, to.To})
		m.keep = append(m.keep, b.Keep...)
		m.arrive(b.Stage, &m.part)
	}
	m.whole = m.whole || len(m.recursions) > len(recursions) || len(m.trial.gates) > 0
}

// independent is true where whatever goes on below the elements, be it by a recursion or not, is not concerned by what any
// other recursion opens anew: that is what they are all read at the same time for.
func (m *arrivalMaker) independent() bool {
	var others []paths.Reach // of what goes on without a recursion
	for _, stage := range m.stages {
		others = append(others, m.tree.Reach(stage))
	}
	all := make([]paths.Reach, len(m.recursions))
	for i, to := range m.recursions {
		all[i] = m.tree.Reach(m.tree.Branches[to.To].Stage)
		all[i].Entered[to.To], all[i].Used[to.On] = true, true
		for b, entered := range all[i].Entered {
			if entered {
				m.firsts |= m.tree.Branches[b].Firsts
			}
		}
	}
	for i := range all {
		concerns := func(r paths.Reach) bool {
			for b, entered := range all[i].Entered {
				if entered && (r.Used[b] || r.Entered[b]) {
					return true
				}
			}
			return false
		}
		if slices.ContainsFunc(others, concerns) || slices.ContainsFunc(all[:i], concerns) || slices.ContainsFunc(all[i+1:], concerns) {
			return false
		}
	}
	return true
}

// arrive has an element arrive, and returns what is done with its members.
func (d *Decoder) arrive(a *arrival, n nodes.ID) *objectKeys {
	if len(a.outputs) > 0 {
		d.output(a.outputs, n)
	}
	f := d.frames
	if f.Done&a.firstBit == a.firstBit {
		return a.below // a bit that is no bit is always set
	}
	f.Done |= a.firstBit
	if len(a.first.outputs) > 0 {
		d.output(a.first.outputs, n)
	}
	return a.first.below
}

// output puts an element where outputs say.
func (d *Decoder) output(outputs []output, n nodes.ID) {
	f := d.frames
	for i := range outputs {
		o := &outputs[i]
		if o.branch == nil {
			f.Put(&o.end, n)
			continue
		}
		f.Enter(int(o.to), o.branch, n, f.Open[o.end.Branch]+o.end.Place)
	}
}

// leaf makes a node that is not linked with others, for the value at pos.
func (d *Decoder) leaf(head *decode.NodeHead, kind nodes.Kind, key, pos int) nodes.ID {
	n := d.out.Add()
	nd := &d.out.Nodes[n]
	nd.Set(head.Type, kind, pos, pos)
	nd.Name, nd.Key, nd.KeyLen = head.Name, uint32(key), head.KeyLen
	return nodes.ID(n)
}
