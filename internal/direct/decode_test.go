package direct

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// These tests decode resources along tracks of their own, and compare what is found with what the same paths come to, one
// after the other, on the resource that Decode makes.

// alongClause is what is looked for on each element that a path comes to. Paths have steps to children (name), to the first
// element so far (first()), to elements with a text (use=official), and to those of a type (:Quantity). A path that ends
// in * takes all elements, one that ends in ? any of them, and others one.
type alongClause struct {
	path    string // of the elements; "" for the resource itself
	repeats bool   // the path is applied to its own elements, too
	leaves  []string
	each    []*alongClause
}

// alongTrack is a track for a clause, with what is needed to read the frames that come out.
type alongTrack struct {
	typ     model.TypeID
	clause  *alongClause
	track   *Track
	proj    *projection.Projection
	builder *projection.Builder
	memo    map[string]int32 // the spots that steps have led to
	places  map[*alongClause]alongPlaces
	firsts  int
}

// alongPlaces is where a clause's frames and those of its parts are.
type alongPlaces struct {
	branch int32
	start  int32 // the place of its first frame in the frames of the clause around it
	next   int32 // of a clause that repeats, the place of its first frame in its own frames
	leaves []int32
}

func newAlongTrack(tb testing.TB, typ string, c *alongClause) *alongTrack {
	tb.Helper()
	id, ok := r4.Model().Lookup(typ)
	if !ok {
		tb.Fatalf("no type %s", typ)
	}
	a := &alongTrack{
		typ: id, clause: c, track: &Track{Spots: make([]Spot, 1), Branches: []TrackBranch{{Size: FrameItems}}},
		builder: projection.NewBuilder(r4.Model(), id), memo: map[string]int32{}, places: map[*alongClause]alongPlaces{},
	}
	a.fill(c, 0, []projection.Ref{a.builder.Root()}, alongPlaces{})
	a.proj = a.builder.Projection()
	return a
}

// fill adds what a clause looks for on the elements of its branch.
func (a *alongTrack) fill(c *alongClause, branch int32, on []projection.Ref, p alongPlaces) {
	p.branch = branch
	for _, leaf := range c.leaves {
		path, take := takes(leaf)
		spot, _ := a.follow(branch, path, on)
		b := &a.track.Branches[branch]
		p.leaves = append(p.leaves, b.Size)
		end := End{Branch: branch, Place: b.Size, Take: take}
		b.Size++
		if take == TakeAll {
			b.Size += 2
		}
		a.track.Spots[spot].Ends = append(a.track.Spots[spot].Ends, end)
	}
	a.places[c] = p
	for _, each := range c.each {
		a.branch(each, branch, on)
	}
}

// branch adds a clause's branch to another.
func (a *alongTrack) branch(c *alongClause, on int32, refs []projection.Ref) {
	index := int32(len(a.track.Branches))
	start := a.frames(on)
	if !c.repeats {
		spot, below := a.follow(on, c.path, refs)
		a.track.Branches = append(a.track.Branches, TrackBranch{Spot: spot, Size: FrameItems, Place: start, On: on})
		a.track.Spots[spot].Branches = append(a.track.Spots[spot].Branches, index)
		a.fill(c, index, below, alongPlaces{start: start})
		return
	}
	a.track.Branches = append(a.track.Branches, TrackBranch{Spot: a.newSpot(), Size: FrameItems})
	spot, below := a.follow(on, c.path, refs)
	a.track.Spots[spot].Jumps = append(a.track.Spots[spot].Jumps, Jump{On: on, To: index, Place: start})
	again, deeper := a.follow(index, c.path, below)
	for i := range below {
		a.builder.Unify(below[i], deeper[i])
	}
	next := a.frames(index)
	a.track.Spots[again].Jumps = append(a.track.Spots[again].Jumps, Jump{On: index, To: index, Place: next})
	a.fill(c, index, below, alongPlaces{start: start, next: next})
}

// frames makes room for the first and last frame of a branch on another.
func (a *alongTrack) frames(on int32) (place int32) {
	b := &a.track.Branches[on]
	place = b.Size
	b.Size += 2
	return place
}

func (a *alongTrack) newSpot() int32 {
	a.track.Spots = append(a.track.Spots, Spot{Types: map[model.TypeID][]int32{}, Children: map[projection.Name]int32{}})
	return int32(len(a.track.Spots) - 1)
}

// follow returns the spot to which a path leads from the elements of a branch, and adds to the projection what it reads.
func (a *alongTrack) follow(branch int32, path string, on []projection.Ref) (spot int32, refs []projection.Ref) {
	spot = a.track.Branches[branch].Spot
	for _, s := range steps(path) {
		key := fmt.Sprint(spot, s)
		if s == "first()" {
			key += fmt.Sprint(" of ", branch)
		}
		to, ok := a.memo[key]
		if !ok {
			to = a.newSpot()
			a.memo[key] = to
			a.step(branch, spot, to, s)
		}
		spot, on = to, a.reads(on, s)
	}
	return spot, on
}

// step adds a step from a spot to a new one.
func (a *alongTrack) step(branch, from, to int32, s string) {
	spot := &a.track.Spots[from]
	if spot.Children == nil {
		spot.Types, spot.Children = map[model.TypeID][]int32{}, map[projection.Name]int32{}
	}
	name, text, isFilter := strings.Cut(s, "=")
	switch {
	case s == "first()":
		bit := uint64(1) << a.firsts
		a.firsts++
		a.track.Branches[branch].Firsts |= bit
		spot.Firsts = append(spot.Firsts, First{Bit: bit, To: to})
	case s[0] == ':':
		id, _ := r4.Model().Lookup(s[1:])
		spot.Types[id] = append(spot.Types[id], to)
	case isFilter:
		spot.Filters = append(spot.Filters, Filter{Name: a.builder.Name(name), Text: text, To: to})
	default:
		spot.Children[a.builder.Name(s)] = to
	}
}

// reads adds to the projection what a step reads, and returns where it leads.
func (a *alongTrack) reads(on []projection.Ref, s string) (to []projection.Ref) {
	name, _, isFilter := strings.Cut(s, "=")
	for _, r := range on {
		switch {
		case s == "first()":
			to = append(to, r)
		case s[0] == ':':
			if id, _ := r4.Model().Lookup(s[1:]); r.Type == id {
				to = append(to, r)
			}
		case isFilter:
			a.builder.Member(r, name)
			to = append(to, r)
		default:
			to = append(to, a.builder.Member(r, name)...)
		}
	}
	return to
}

func steps(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '.' })
}

func takes(leaf string) (path string, take Take) {
	switch leaf[len(leaf)-1] {
	case '*':
		return leaf[:len(leaf)-1], TakeAll
	case '?':
		return leaf[:len(leaf)-1], TakeAny
	}
	return leaf, TakeOne
}

// alongWalker walks what is left to it. It does all that a track can say, in the simplest way.
type alongWalker struct {
	track  *Track
	frames *Frames
	out    *resource.Resource
	odd    bool // paths go on below a value, or ask for a text where there is not one string
}

func (w *alongWalker) Arrive(spot int32, n nodes.ID) {
	s, f, r := &w.track.Spots[spot], w.frames, w.out
	for _, to := range s.Branches {
		b := &w.track.Branches[to]
		f.Enter(int(to), b, n, f.Open[b.On]+b.Place)
	}
	for _, j := range s.Jumps {
		saved := f.Save()
		b := &w.track.Branches[j.To]
		f.Enter(int(j.To), b, n, f.Open[j.On]+j.Place)
		w.Arrive(b.Spot, n)
		f.Restore(saved)
	}
	for i := range s.Ends {
		f.Put(&s.Ends[i], n)
	}
	for _, first := range s.Firsts {
		if f.Done&first.Bit == 0 {
			f.Done |= first.Bit
			w.Arrive(first.To, n)
		}
	}
	for _, filter := range s.Filters {
		w.odd = w.odd || r.HasText(n)
		if hasOneText(r, n, filter.Name, filter.Text) {
			w.Arrive(filter.To, n)
		}
	}
	for _, to := range s.Types[r.Type(n)] {
		w.Arrive(to, n)
	}
	w.odd = w.odd || len(s.Children) > 0 && r.HasText(n)
	for c := r.Child(n); c != 0; c = r.Next(c) {
		if to, ok := s.Children[r.Name(c)]; ok {
			w.Arrive(to, c)
		}
	}
}

func hasOneText(r *resource.Resource, n nodes.ID, name projection.Name, text string) bool {
	c := r.Find(r.Child(n), name)
	return c != 0 && r.Kind(c) == nodes.String && r.Text(c) == text && r.Find(r.Next(c), name) == 0
}

// along decodes a text along the track and writes what was found; ok is false where that was given up.
func (a *alongTrack) along(d *Decoder, data []byte) (found string, ok bool) {
	var out resource.Resource
	f := &Frames{}
	frame := f.Begin(len(a.track.Branches))
	w := &alongWalker{track: a.track, frames: f, out: &out}
	if !d.Decode(data, &out, w, f) || w.odd {
		return "", false
	}
	var b strings.Builder
	a.writeFrame(&b, &out, f, frame, a.clause, "")
	return b.String(), true
}

// writeFrame writes what stands in a frame: a line for each leaf, and below it the frames that are on it.
func (a *alongTrack) writeFrame(b *strings.Builder, r *resource.Resource, f *Frames, frame int, c *alongClause, indent string) {
	p := a.places[c]
	for i, leaf := range c.leaves {
		_, take := takes(leaf)
		at := frame + int(p.leaves[i])
		var nodes []nodes.ID
		switch n := f.Items[at]; {
		case n == Several:
			writeLeaf(b, r, indent, leaf, take, nil, true)
			continue
		case n != 0:
			nodes = append(nodes, n)
			if take != TakeAll {
				break
			}
			for l := f.Items[at+1]; l != 0; l = f.Links[l].Next {
				nodes = append(nodes, f.Links[l].Node)
			}
		}
		writeLeaf(b, r, indent, leaf, take, nodes, false)
	}
	if c.repeats {
		a.writeFrames(b, r, f, frame, p.next, c, indent)
	}
	for _, each := range c.each {
		a.writeFrames(b, r, f, frame, a.places[each].start, each, indent)
	}
}

func (a *alongTrack) writeFrames(b *strings.Builder, r *resource.Resource, f *Frames, on int, place int32, c *alongClause, indent string) {
	for frame := f.Items[on+int(place)]; frame != 0; frame = f.Items[int(frame)+FrameNext] {
		fmt.Fprintf(b, "%sat %s%s\n", indent, c.path, nodeText(r, f.Items[int(frame)+FrameNode]))
		a.writeFrame(b, r, f, int(frame), c, indent+"  ")
	}
}

// writeLeaf writes what a leaf has come to, be it told by a frame or by its path.
func writeLeaf(b *strings.Builder, r *resource.Resource, indent, leaf string, take Take, nodes []nodes.ID, several bool) {
	fmt.Fprintf(b, "%s%s:", indent, leaf)
	switch {
	case take == TakeOne && (several || len(nodes) > 1):
		b.WriteString(" several")
	case take == TakeAny && len(nodes) > 1:
		nodes = nodes[:1]
		fallthrough
	default:
		for _, n := range nodes {
			b.WriteString(nodeText(r, n))
		}
	}
	b.WriteByte('\n')
}

// nodeText writes the type of an element, its kind, and its text as the resource has it.
func nodeText(r *resource.Resource, n nodes.ID) string {
	return fmt.Sprintf(" %d/%d/%q/%s", r.Type(n), r.Kind(n), r.Text(n), r.JSON(n))
}

// apart writes the same for a resource that was decoded as a whole: each path is followed by itself.
func (a *alongTrack) apart(b *strings.Builder, r *resource.Resource, n nodes.ID, c *alongClause, indent string) {
	for _, leaf := range c.leaves {
		path, take := takes(leaf)
		writeLeaf(b, r, indent, leaf, take, a.eval(r, []nodes.ID{n}, path), false)
	}
	parts := c.each
	if c.repeats {
		parts = append([]*alongClause{c}, parts...)
	}
	for _, each := range parts {
		for _, element := range a.eval(r, []nodes.ID{n}, each.path) {
			fmt.Fprintf(b, "%sat %s%s\n", indent, each.path, nodeText(r, element))
			a.apart(b, r, element, each, indent+"  ")
		}
	}
}

// eval follows a path, step by step.
func (a *alongTrack) eval(r *resource.Resource, on []nodes.ID, path string) []nodes.ID {
	for _, s := range steps(path) {
		var to []nodes.ID
		name, text, isFilter := strings.Cut(s, "=")
		for _, n := range on {
			switch {
			case s == "first()":
				to = on[:1]
			case s[0] == ':':
				if r.Model().TypeName(r.Type(n)) == s[1:] {
					to = append(to, n)
				}
			case isFilter:
				if hasOneText(r, n, projection.Intern(name), text) {
					to = append(to, n)
				}
			default:
				for c := r.Find(r.Child(n), projection.Intern(s)); c != 0; c = r.Find(r.Next(c), projection.Intern(s)) {
					to = append(to, c)
				}
			}
		}
		on = to
	}
	return on
}

// spaces make a text long enough for an index.
var spaces = strings.Repeat(" ", jsonscan.MinIndexed)

// compareAlong has a text decoded along the track come to what its paths come to, by decoders that are new and that have
// decoded others before, with an index and without. It is true where that was not given up.
func (a *alongTrack) compareAlong(t *testing.T, data []byte, warm []*Decoder) (ok bool) {
	t.Helper()
	var whole resource.Resource
	err := resource.NewDecoder(a.proj).Decode(data, &whole)
	var want strings.Builder
	if err == nil {
		a.apart(&want, &whole, whole.Root(), a.clause, "")
	}
	for i, d := range append(a.decoders(), warm...) {
		found, usual := a.along(d, data)
		if i == 0 {
			ok = usual
		}
		switch {
		case usual && err != nil:
			t.Errorf("%s\nis decoded along the track by decoder %d, although %v", data, i, err)
		case usual:
			if diff := cmp.Diff(want.String(), found); diff != "" {
				t.Errorf("%s\ndecoder %d (-paths +track):\n%s", data, i, diff)
			}
		}
	}
	return ok
}

func (a *alongTrack) decoders() []*Decoder {
	indexed, plain := a.decoder(), a.decoder()
	plain.plain.NoIndex = true
	return []*Decoder{indexed, plain}
}

func (a *alongTrack) decoder() *Decoder { return New(a.proj, a.track, new(nodes.Arena), false) }

// The tracks of the tests, by type. Together they have all that a track can have.
func alongTracks(tb testing.TB) []*alongTrack {
	tb.Helper()
	return []*alongTrack{
		newAlongTrack(tb, "Patient", &alongClause{leaves: []string{
			"id", "active", "birthDate", "gender?", "name.first().family", "name.first().given*", "name.given?",
			"name.use=official.first().family", "deceased.:dateTime", "multipleBirth.:integer", "managingOrganization.reference", "contact.gender",
		}}),
		newAlongTrack(tb, "Patient", &alongClause{leaves: []string{"id"}, each: []*alongClause{
			{path: "name", leaves: []string{"family", "given*", "period.start"}},
			{path: "telecom.system=phone", leaves: []string{"value", "use"}},
			{path: "contact", leaves: []string{"gender", "telecom.first().value"}, each: []*alongClause{
				{path: "telecom", leaves: []string{"value"}}, {path: "name.given"},
			}},
		}}),
		newAlongTrack(tb, "Patient", &alongClause{leaves: []string{
			"telecom.system=phone.value", "telecom.system=email.first().value", "telecom.system=phone.use=home.value",
			"extension.url=u.value.:string", "extension.url=w.value.:code", "identifier.first().value", "name.family*",
		}}),
		newAlongTrack(tb, "Observation", &alongClause{leaves: []string{
			"status", "code.coding.first().code", "value.:Quantity.value", "value.:Quantity.unit", "value.:string", "value.:boolean",
			"effective.:dateTime", "effective.:Period.start",
		}, each: []*alongClause{{path: "component", leaves: []string{"code.coding.code*", "value.:Quantity.value"}}}}),
		newAlongTrack(tb, "QuestionnaireResponse", &alongClause{leaves: []string{"id", "status"}, each: []*alongClause{
			{path: "item", repeats: true, leaves: []string{"linkId", "text", "answer.first().value.:string"}},
		}}),
	}
}

// alongSamples are resources of what tracks read, and whether each is decoded along the track: those where it is not are
// what is left to Decode and a walk.
var alongSamples = []struct {
	name  string
	track int
	data  string
	usual bool
}{
	{"nothing", 0, `{"resourceType":"Patient"}`, true},
	{"white space", 0, "{\"resourceType\":\"Patient\",\n\t\"id\": \"a\" , \"name\": [ { \"family\": \"F\" , \"given\": [ \"G\" , \"H\" ] } ] }\r\n", true},
	{"all", 0, `{"resourceType":"Patient","id":"a","active":true,"name":[{"use":"official","family":"F","given":["G","H"]},{"family":"E"}],` +
		`"gender":"x","birthDate":"2000","deceasedDateTime":"2001","multipleBirthInteger":2,"managingOrganization":{"reference":"Organization/o"}}`, true},
	{"skipped", 0, `{"resourceType":"Patient","text":{"div":"<p a=\"b\">}{][\\"},"x":[[1,{}],null],"id":"a"}`, true},
	{"another choice", 0, `{"resourceType":"Patient","deceasedBoolean":true,"multipleBirthBoolean":false}`, true},
	{"escapes", 0, `{"resourceType":"Patient","id":"a\u00e9\"","name":[{"family":"\\F"}]}`, true},
	{"beyond ASCII", 0, `{"resourceType":"Patient","id":"é","name":[{"family":"日本"}]}`, true},
	{"no array", 0, `{"resourceType":"Patient","name":{"family":"F"}}`, true},
	{"empty array", 0, `{"resourceType":"Patient","name":[],"id":"a"}`, true},
	{"several texts for one", 0, `{"resourceType":"Patient","contact":[{"gender":"m"},{"gender":"f"},{"gender":"x"}]}`, true},
	{"the first of each", 1, `{"resourceType":"Patient","contact":[{"telecom":[{"value":"1"},{"value":"2"}]},{"telecom":[{"value":"3"},{"value":"4"}]}]}`, true},
	{"several for one", 2, `{"resourceType":"Patient","telecom":[{"system":"phone","value":"1"},{"system":"phone","value":"2"}]}`, true},
	{"filter by another member first", 2, `{"resourceType":"Patient","telecom":[{"value":"1","system":"phone"},{"rank":1},{"system":"email","value":"2"}]}`, true},
	{"filter with an escape", 2, `{"resourceType":"Patient","telecom":[{"system":"\u0070hone","value":"1"}]}`, true},
	{"two filters", 2, `{"resourceType":"Patient","telecom":[{"system":"phone","use":"home","value":"1"},{"system":"phone","use":"work","value":"2"}]}`, true},
	{"extensions", 2, `{"resourceType":"Patient","extension":[{"url":"u","valueString":"x"},{"url":"w","valueString":"y"},{"url":"w","valueCode":"z"}]}`, true},
	{"elements of elements", 1, `{"resourceType":"Patient","id":"a","contact":[{"telecom":[{"value":"1"},{"value":"2"}],"gender":"m"},{"name":{"given":["G","H"]}}],` +
		`"name":[{"family":"F"},{},{"given":["H"],"period":{"start":"2000"}}],"telecom":[{"system":"phone","value":"3"},{"system":"fax"}]}`, true},
	{"quantity", 3, `{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"c"},{"code":"d"}]},"valueQuantity":{"value":1.50,"unit":"kg"},"effectiveDateTime":"2000"}`, true},
	{"components", 3, `{"resourceType":"Observation","effectivePeriod":{"start":"2000"},"valueString":"s","component":[{"code":{"coding":[{"code":"a"},{"code":"b"}]},"valueQuantity":{"value":-0}},{"valueString":"t"}]}`, true},
	{"an object where there is text, which is for columns to judge", 0, `{"resourceType":"Patient","id":{"a":1}}`, true},
	{"items in items", 4, `{"resourceType":"QuestionnaireResponse","id":"a","item":[{"linkId":"1","item":[{"linkId":"1.1","answer":[{"valueString":"x"}]},{"linkId":"1.2"}]},{"linkId":"2","text":"t"}]}`, true},
	{"the first of an item after those of its items", 4, `{"resourceType":"QuestionnaireResponse","item":[{"linkId":"1","item":[{"answer":[{"valueString":"x"}]}],` +
		`"answer":[{"valueString":"y"},{"valueString":"z"}]}]}`, true},
	{"items before the rest", 4, `{"resourceType":"QuestionnaireResponse","item":[{"item":[{"item":[{"linkId":"3"}],"linkId":"2"}],"linkId":"1"}],"status":"s"}`, true},

	{"a key twice", 0, `{"resourceType":"Patient","id":"a","id":"b"}`, false},
	{"an element twice", 0, `{"resourceType":"Patient","name":[{"family":"F"}],"name":[{"family":"G"}]}`, false},
	{"a companion", 0, `{"resourceType":"Patient","birthDate":"2000","_birthDate":{"extension":[{"url":"u"}]}}`, false},
	{"a value where there are elements", 0, `{"resourceType":"Patient","name":"F"}`, false},
	{"arrays in arrays", 0, `{"resourceType":"Patient","name":[[{"family":"F"}]]}`, false},
	{"a filter twice", 2, `{"resourceType":"Patient","telecom":[{"system":"phone","system":"fax","value":"1"}]}`, false},
	{"another type", 0, `{"resourceType":"Observation","id":"a"}`, false},
	{"white space before the type", 0, `{ "resourceType": "Patient" }`, true},
	{"white space before a colon", 0, `{"resourceType":"Patient","id" :"a"}`, false},
	{"a type that comes late", 0, `{"id":"a","resourceType":"Patient"}`, true},
	{"another type that comes late", 0, `{"id":"a","resourceType":"Observation"}`, false},
	{"a late type twice", 0, `{"id":"a","resourceType":"Patient","resourceType":"Patient"}`, false},
	{"no type", 0, `{"id":"a"}`, false},
	{"cut off", 0, `{"resourceType":"Patient","id":"a`, false},
	{"something after it", 0, `{"resourceType":"Patient","id":"a"}}`, false},
	{"no comma", 0, `{"resourceType":"Patient","id":"a" "gender":"x"}`, false},
	{"a comma too many", 0, `{"resourceType":"Patient","id":"a",}`, false},
	{"a control character", 0, "{\"resourceType\":\"Patient\",\"id\":\"a\x01\"}", false},
	{"bad UTF-8", 0, "{\"resourceType\":\"Patient\",\"id\":\"a\xff\"}", false},
	{"a bad number", 0, `{"resourceType":"Patient","multipleBirthInteger":01}`, false},
	{"no object", 0, `["resourceType"]`, false},
	{"nothing at all", 0, ``, false},
}

// TestAlongTrack compares each sample on its own track, and all on all.
func TestAlongTrack(t *testing.T) {
	tracks := alongTracks(t)
	warm := make([][]*Decoder, len(tracks))
	for i, a := range tracks {
		warm[i] = a.decoders()
	}
	for range 2 { // the second time, decoders know the keys of all samples
		for _, s := range alongSamples {
			t.Run(s.name, func(t *testing.T) {
				for i, a := range tracks {
					usual := a.compareAlong(t, []byte(s.data), warm[i])
					a.compareAlong(t, []byte(s.data+spaces), warm[i])
					if i == s.track && usual != s.usual {
						t.Errorf("decoded along the track: %t, want %t", usual, s.usual)
					}
				}
			})
		}
	}
}

// TestAlongFinds says in words what one track finds: that both ways agree would be true of nothing, too.
func TestAlongFinds(t *testing.T) {
	a := newAlongTrack(t, "Patient", &alongClause{leaves: []string{"name.use=official.family", "name.given*", "birthDate?"}, each: []*alongClause{
		{path: "name", leaves: []string{"given"}},
	}})
	found, ok := a.along(a.decoder(), []byte(`{"resourceType":"Patient","name":[{"use":"old","given":["G","H"]},{"use":"official","family":"F","given":["I"]}]}`))
	var values []string
	for line := range strings.Lines(found) {
		line = strings.TrimSpace(line)
		key, rest, _ := strings.Cut(line, ":")
		for part := range strings.FieldsSeq(rest) {
			fields := strings.SplitN(part, "/", 4)
			if key += " " + fields[len(fields)-1]; len(fields) < 4 {
				key = strings.TrimSuffix(key, " "+fields[len(fields)-1]) + " " + part
			}
		}
		if !strings.HasPrefix(key, "at ") {
			values = append(values, key)
		}
	}
	want := []string{`name.use=official.family "F"`, `name.given* "G" "H" "I"`, `birthDate?`, `given several`, `given "I"`}
	if diff := cmp.Diff(want, values); !ok || diff != "" {
		t.Errorf("%t (-want +found):\n%s", ok, diff)
	}
}

// TestAlongHasAll has the tracks of these tests hold all that a track can.
func TestAlongHasAll(t *testing.T) {
	var sum Spot
	var takesSeen, firsts uint64
	for _, a := range alongTracks(t) {
		for _, s := range a.track.Spots {
			sum.Branches, sum.Jumps, sum.Filters = append(sum.Branches, s.Branches...), append(sum.Jumps, s.Jumps...), append(sum.Filters, s.Filters...)
			sum.Firsts = append(sum.Firsts, s.Firsts...)
			for _, e := range s.Ends {
				takesSeen |= 1 << e.Take
			}
		}
		for _, b := range a.track.Branches {
			firsts |= b.Firsts
		}
	}
	if len(sum.Branches) == 0 || len(sum.Jumps) == 0 || len(sum.Filters) == 0 || bits.OnesCount64(firsts) == 0 || takesSeen != 1<<TakeOne|1<<TakeAll|1<<TakeAny {
		t.Errorf("%+v, takes %b", sum, takesSeen)
	}
	if !slices.ContainsFunc(sum.Firsts, func(f First) bool { return f.Bit > 1 }) {
		t.Error("no track has two first()")
	}
}

// FuzzAlong compares any text on all tracks with what Decode and the paths come to.
func FuzzAlong(f *testing.F) {
	for _, s := range alongSamples {
		f.Add([]byte(s.data), byte(s.track))
	}
	tracks := alongTracks(f)
	f.Fuzz(func(t *testing.T, data []byte, pick byte) {
		a := tracks[int(pick)%len(tracks)]
		warm := a.decoders()
		for _, d := range warm { // for them keys are where they were in another resource
			for _, s := range alongSamples {
				if s.track == int(pick)%len(tracks) && s.usual {
					a.along(d, []byte(s.data))
				}
			}
		}
		a.compareAlong(t, data, warm)
		a.compareAlong(t, append(slices.Clone(data), spaces...), warm)
	})
}
