package direct

import (
	"math/bits"

	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/paths"
	"github.com/fhirview/fhirview/internal/projection"
)

// The methods of this file, and those that they call, return the place after what they read, or refused.

// refused is no place after anything: the decoder gives up.
const refused = 0

// members reads the members of an object, from pos, which is after its bracket, to after the bracket that closes it.
//
// This is where the time goes. Most members are strings under keys that come in the order in which they came last: for
// them, it compares the key in two words, finds the quote that ends the string in the index, makes a node where the string
// is put into a place, and looks for the comma. It keeps its place in a register, and leaves all else to others, from there.
func (d *Decoder) members(pos int, keys *objectKeys) int {
	data, fast := d.plain.Data, d.fast
	var seen uint64
	k := &keys.Start
	if d.plain.Depth++; d.plain.Depth > jsonscan.MaxDepth {
		return refused
	}
	for {
		next := k.Next
		if !next.Ends(data, pos) || next.Size > 16 && !next.Middles(data, pos) {
			if next, pos = d.nextKey(pos, keys, k); next == nil {
				return pos
			}
		}
		k = next
		if seen&k.Action.seen != 0 {
			return refused // it comes twice
		}
		seen |= k.Action.seen
		end := afterSpace(data, pos+k.Size)
		switch c := data[end]; {
		case c == '{' && k.Action.below != nil:
			end = d.members(end+1, k.Action.below)
		case c == '[' && k.Action.arrives():
			end = d.array(end, &k.Action, pos+1)
		case c != '"' || k.Action.quick >= fast:
			end = d.value(end, pos+1, k)
		case k.Action.quick == quickPut:
			end = d.putString(end+1, pos+1, k)
		default:
			end = d.plain.Index.Quote(end+1) + 1
		}
		switch {
		case end < len(data) && data[end] == ',':
			pos = end + 1
		case end < len(data) && data[end] == '}':
			return d.leave(end, keys)
		default:
			if pos, end = d.after(end, '}'); pos == refused {
				return d.leave(end, keys)
			}
		}
	}
}

// afterSpace returns the place after a space at i, where there is one and something after it: in text that is indented, one
// stands before a value.
func afterSpace(data []byte, i int) int {
	if data[i] == ' ' && i+1 < len(data) {
		i++
	}
	return i
}

// leave ends an object whose closing bracket stands at end, or which was given up where that is less than 0.
func (d *Decoder) leave(end int, keys *objectKeys) int {
	if len(keys.late) > 0 && end >= 0 {
		d.arriveLate()
	}
	d.plain.Depth--
	return end + 1
}

// after looks for a comma after the value that ends at end, be it refused, and returns where what comes after the comma
// begins. Where there is none, pos is refused, and closed the place of the closing bracket, or -1 where the decoder gives
// up.
func (d *Decoder) after(end int, closing byte) (pos, closed int) {
	if end == refused {
		return refused, -1
	}
	data := d.plain.Data
	switch end = jsonscan.SkipSpace(data, end); {
	case end >= len(data):
		return refused, -1
	case data[end] == ',':
		return jsonscan.SkipSpace(data, end+1), end
	case data[end] == closing:
		return refused, end
	}
	return refused, -1
}

// nextKey returns the key that stands at pos, where it is not the one that came after another last, or after white space. It
// is nil where there is none that can be learned, or where the object is empty: then pos is what members returns.
func (d *Decoder) nextKey(pos int, keys *objectKeys, after *learnedKey) (*learnedKey, int) {
	data := d.plain.Data
	if pos < len(data) && data[pos] <= ' ' {
		pos = jsonscan.SkipSpace(data, pos)
		if k := after.Next; k.Ends(data, pos) && (k.Size <= 16 || k.Middles(data, pos)) { // Is, which is a call
			return k, pos
		}
	}
	switch k := keys.Relearn(data, pos, after); {
	case k != &keys.Start:
		return k, pos
	case after == &keys.Start && pos < len(data) && data[pos] == '}':
		return nil, d.leave(pos, keys)
	}
	return d.newKey(pos, keys, after)
}

// newKey learns the key at pos.
func (d *Decoder) newKey(pos int, keys *objectKeys, after *learnedKey) (*learnedKey, int) {
	d.plain.Pos = pos
	key, err := d.plain.ReadKey()
	if err != nil {
		return nil, refused
	}
	late := len(keys.late)
	k, isNew := keys.Learn(&key, after)
	if isNew {
		d.learn(keys, k, string(key.Text))
	}
	if k == after || !k.Is(d.plain.Data, pos) || len(keys.late) > late {
		return nil, refused // what is found to be late may have arrived
	}
	return k, pos
}

// putString puts the string whose text begins at v into a place, by the shortest way. The text of its key is at key.
func (d *Decoder) putString(v, key int, k *learnedKey) int {
	index, end := &d.plain.Index, v
	if w := index.Near(v); w != 0 {
		end += bits.TrailingZeros64(w)
	} else if end = index.FarQuote(v); end < 0 {
		return refused
	}
	if !index.Simple && !index.Plain(v, end) {
		return d.value(v-1, key, k)
	}
	a, n := &k.Action, d.out.Add()
	d.out.Nodes[n].Set(a.head.Type, nodes.String, v, end)
	f := d.frames
	if to := &f.Items[f.Open[a.branch]+a.place]; *to == 0 {
		*to = nodes.ID(n)
	} else {
		*to = paths.Several
	}
	return end + 1
}

// value reads the value at pos, which may stand after white space, under a learned key whose text is at key.
func (d *Decoder) value(pos, key int, k *learnedKey) int {
	data := d.plain.Data
	if data[pos] <= ' ' {
		if pos = jsonscan.SkipSpace(data, pos); pos >= len(data) {
			return refused
		}
	}
	switch a := &k.Action; a.kind {
	case skip:
		end, err := d.plain.Pass(pos)
		if err != nil {
			return refused
		}
		return end
	case keep:
		return d.keep(key-1, k)
	case late:
		return d.late(key-1, a)
	case refuse:
		return refused
	default:
		switch c := data[pos]; {
		case c == '[':
			return d.array(pos, a, key)
		case c == '{' && a.kind == put:
			return d.element(pos, a, a.to, key)
		}
		return d.item(pos, a, key)
	}
}

// array reads the array at pos.
func (d *Decoder) array(pos int, a *action, key int) int {
	data := d.plain.Data
	if d.plain.Depth++; d.plain.Depth > jsonscan.MaxDepth {
		return refused
	}
	if pos++; pos < len(data) && data[pos] <= ' ' {
		pos = jsonscan.SkipSpace(data, pos)
	}
	if pos < len(data) && data[pos] == ']' {
		d.plain.Depth--
		return pos + 1
	}
	for pos < len(data) {
		var end int
		switch object := data[pos] == '{'; { // item, mostly without the call
		case object && a.kind == put:
			end = d.element(pos, a, a.to, key)
		case object && a.below != nil:
			end = d.members(pos+1, a.below)
		case !object && a.kind == put && !a.to.deeper:
			end = d.leafAt(pos, a, key)
		default:
			end = d.item(pos, a, key)
		}
		switch {
		case end+1 < len(data) && data[end] == ',' && data[end+1] > ' ':
			pos = end + 1
		case end < len(data) && data[end] == ']':
			d.plain.Depth--
			return end + 1
		default:
			if pos, end = d.after(end, ']'); pos == refused {
				d.plain.Depth--
				return end + 1
			}
		}
	}
	return refused
}

// item reads one value, which is an element, at pos.
func (d *Decoder) item(pos int, a *action, key int) int {
	switch c := d.plain.Data[pos]; {
	case c == '{' && a.below != nil:
		return d.members(pos+1, a.below)
	case a.kind == build:
		return d.build(pos, a, key)
	case c == '{':
		return d.element(pos, a, a.to, key)
	case a.to.deeper:
		return refused // what paths come to below a value, or whether that is a mistake, is for them to say
	}
	return d.leafAt(pos, a, key)
}

// leafAt reads the value at pos, below which no path goes on.
func (d *Decoder) leafAt(pos int, a *action, key int) int {
	n := d.leaf(&a.head, nodes.String, key, pos)
	if d.plain.Data[pos] == '"' {
		if end := d.plain.PlainEnd(pos + 1); end >= 0 {
			nd := &d.out.Nodes[n]
			nd.Start, nd.End = uint32(pos+1), uint32(end)
			d.arrive(a.to, n)
			return end + 1
		}
	}
	d.plain.Pos = pos
	if d.plain.ReadValue(n, projection.Nothing) != nil {
		return refused
	}
	d.arrive(a.to, n)
	return d.plain.Pos
}

// element reads the object at pos, which arrives.
func (d *Decoder) element(pos int, a *action, to *arrival, key int) int {
	n := nodes.ID(0)
	if to.puts {
		n = d.leaf(&a.head, nodes.Object, key, pos)
	}
	if to.recursion != noRecursion && d.frames.Full() {
		return refused
	}
	saved := d.save(to)
	below := d.arrive(to, n)
	var end int
	switch {
	case len(to.trial.gates) > 0:
		end = d.onTrial(pos, &to.trial, n, below)
	case below != nil && len(below.keep) == 0:
		end = d.members(pos+1, below)
	default:
		end = d.object(pos, n, below)
	}
	if end == refused {
		return refused
	}
	if n != 0 {
		d.out.Nodes[n].End = uint32(end)
	}
	d.restore(to, saved)
	return end
}

// object reads the object at pos, whose node is n, of whose members the keys know what to do with them; nil where nothing is
// read.
func (d *Decoder) object(pos int, n nodes.ID, keys *objectKeys) int {
	switch {
	case keys == nil:
		d.plain.Pos = pos
		if d.plain.SkipBrackets() != nil {
			return refused
		}
		return d.plain.Pos
	case len(keys.keep) == 0:
		return d.members(pos+1, keys)
	}
	outer := d.kept
	d.kept = decode.Object{Node: n, Shape: keys.shape}
	end := d.members(pos+1, keys)
	d.kept = outer
	return end
}

// save notes what is open before an element arrives.
func (d *Decoder) save(to *arrival) (s paths.Saved) {
	switch to.recursion {
	case oneRecursion:
		s = d.frames.SaveOne(to.branch)
	case anyRecursion:
		s = d.frames.Save()
	}
	return s
}

// restore opens again what save has noted for the same arrival.
func (d *Decoder) restore(to *arrival, s paths.Saved) {
	switch to.recursion {
	case oneRecursion:
		d.frames.RestoreOne(to.branch, s, to.firsts)
	case anyRecursion:
		d.frames.Restore(s, to.firsts)
	}
}

// build decodes the value at pos with all that is below it, and has the walker walk it.
func (d *Decoder) build(pos int, a *action, key int) int {
	n := d.leaf(&a.head, nodes.None, key, pos)
	d.plain.Pos = pos
	if d.plain.ReadValue(n, a.entry.Shape) != nil {
		return refused
	}
	d.walk(a, n)
	return d.plain.Pos
}

// keep reads the member at pos, whose key is a learned one, as the plain way does: into children of the node at hand. Those
// then are walked.
func (d *Decoder) keep(pos int, k *learnedKey) int {
	plain, o := &d.plain, &d.kept
	last := o.Last
	o.Seen = 0 // what has come is known to members
	end, err := plain.ReadLearned(pos, k.Size, o, &k.Action.member)
	if err == nil && end < 0 {
		end, err = d.readMember(pos, o)
	}
	if err != nil || o.Holes {
		return refused
	}
	if len(k.Action.stages) == 0 && k.Action.text == 0 {
		return end
	}
	for n := d.out.ChildAfter(o.Node, last); n != 0; n = d.out.Nodes[n].Next {
		d.walk(&k.Action, n)
	}
	return end
}

// readMember reads the member at pos as the plain way does, and returns where it ends.
func (d *Decoder) readMember(pos int, o *decode.Object) (int, error) {
	d.plain.Pos = pos
	key, err := d.plain.ReadKey()
	if err == nil {
		err = d.plain.ReadMember(o, &key)
	}
	return d.plain.Pos, err
}

// walk has a node arrive that was decoded with all that is below it.
func (d *Decoder) walk(a *action, n nodes.ID) {
	for _, s := range a.stages {
		d.walker.Arrive(s, n)
	}
	if a.text != 0 {
		d.frames.Put(&paths.Output{Place: a.text}, n)
	}
}
