package direct

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/paths"
	"github.com/fhirview/fhirview/internal/projection"
	"github.com/fhirview/fhirview/internal/projection/projectiontest"
)

// These tests decode resources along trees of paths of their own, and compare what is found with what the same paths come to, one
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

// alongTree is a tree for a clause, with what is needed to read the frames that come out.
type alongTree struct {
	clause  *alongClause
	tree    *paths.Tree
	proj    *projection.Projection
	builder *projection.Builder
	places  map[*alongClause]alongPlaces
}

// alongPlaces is where a clause's frames and those of its parts are.
type alongPlaces struct {
	start  int // the place of its first frame in the frames of the clause around it
	next   int // of a clause that repeats, the place of its first frame in its own frames
	leaves []int
}

func newAlongTree(tb testing.TB, typ string, c *alongClause) *alongTree {
	tb.Helper()
	a := &alongTree{
		clause: c, tree: paths.NewTree(), builder: projectiontest.Builder(tb, r4.Model(), typ), places: map[*alongClause]alongPlaces{},
	}
	a.fill(c, 0, []projection.Ref{a.builder.Root()}, alongPlaces{})
	a.tree.Close(r4.Model())
	a.proj = a.builder.Projection()
	return a
}

// fill adds what a clause looks for on the elements of its branch.
func (a *alongTree) fill(c *alongClause, branch int, on []projection.Ref, p alongPlaces) {
	for _, leaf := range c.leaves {
		path, take := takes(leaf)
		a.reads(on, path)
		place, _ := a.tree.Add(branch, a.steps(path), take)
		p.leaves = append(p.leaves, place)
	}
	a.places[c] = p
	for _, each := range c.each {
		a.branch(each, branch, on)
	}
}

// branch adds a clause's branch to another.
func (a *alongTree) branch(c *alongClause, on int, refs []projection.Ref) {
	below := a.reads(refs, c.path)
	if !c.repeats {
		index, start, _ := a.tree.Each(on, a.steps(c.path))
		a.fill(c, index, below, alongPlaces{start: start})
		return
	}
	index := a.tree.Repeat()
	start, _ := a.tree.Recur(on, index, a.steps(c.path))
	for i, deeper := range a.reads(below, c.path) {
		a.builder.Unify(below[i], deeper)
	}
	next, _ := a.tree.Recur(index, index, a.steps(c.path))
	a.fill(c, index, below, alongPlaces{start: start, next: next})
}

// steps returns the steps of a path.
func (a *alongTree) steps(path string) (all []paths.Step) {
	for _, s := range steps(path) {
		name, text, isFilter := strings.Cut(s, "=")
		switch {
		case s == "first()":
			all = append(all, paths.Step{Op: paths.First})
		case s[0] == ':':
			id, _ := r4.Model().Lookup(s[1:])
			all = append(all, paths.Step{Op: paths.Type, Type: id})
		case isFilter:
			all = append(all, paths.Step{Op: paths.Text, Name: a.builder.Name(name), Text: text})
		default:
			all = append(all, paths.Step{Op: paths.Child, Name: a.builder.Name(s)})
		}
	}
	return all
}

// reads adds to the projection what a path reads, and returns where it leads.
func (a *alongTree) reads(on []projection.Ref, path string) []projection.Ref {
	for _, s := range steps(path) {
		name, _, isFilter := strings.Cut(s, "=")
		var to []projection.Ref
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
		on = to
	}
	return on
}

func steps(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '.' })
}

func takes(leaf string) (path string, take paths.Take) {
	switch leaf[len(leaf)-1] {
	case '*':
		return leaf[:len(leaf)-1], paths.TakeAll
	case '?':
		return leaf[:len(leaf)-1], paths.TakeAny
	}
	return leaf, paths.TakeOne
}

func hasOneText(r *resource.Resource, n nodes.ID, name projection.Name, text string) bool {
	c := (*nodes.Resource)(r).Table().Find(r.Child(n), name)
	return c != 0 && r.Kind(c) == nodes.String && r.Text(c) == text && (*nodes.Resource)(r).Table().Find(r.Next(c), name) == 0
}

// along decodes a text along the tree and writes what was found; ok is false where that was given up.
func (a *alongTree) along(d *Decoder, data []byte) (found string, ok bool) {
	var out resource.Resource
	var w paths.Walker
	frame, ok := d.Decode(data, &out, &w)
	if !ok {
		return "", false
	}
	var b strings.Builder
	a.writeFrame(&b, &out, &w.Frames, frame, a.clause, "")
	return b.String(), true
}

// writeFrame writes what stands in a frame: a line for each leaf, and below it the frames that are on it.
func (a *alongTree) writeFrame(b *strings.Builder, r *resource.Resource, f *paths.Frames, frame int, c *alongClause, indent string) {
	p := a.places[c]
	for i, leaf := range c.leaves {
		_, take := takes(leaf)
		at := frame + p.leaves[i]
		var nodes []nodes.ID
		switch n := f.Items[at]; {
		case n == paths.Several:
			writeLeaf(b, r, indent, leaf, take, nil, true)
			continue
		case n != 0:
			nodes = append(nodes, n)
			if take != paths.TakeAll {
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

func (a *alongTree) writeFrames(b *strings.Builder, r *resource.Resource, f *paths.Frames, on, place int, c *alongClause, indent string) {
	for frame := f.Items[on+place]; frame != 0; frame = f.Items[int(frame)+paths.FrameNext] {
		fmt.Fprintf(b, "%sat %s%s\n", indent, c.path, nodeText(r, f.Items[int(frame)+paths.FrameNode]))
		a.writeFrame(b, r, f, int(frame), c, indent+"  ")
	}
}

// writeLeaf writes what a leaf has come to, be it told by a frame or by its path.
func writeLeaf(b *strings.Builder, r *resource.Resource, indent, leaf string, take paths.Take, nodes []nodes.ID, several bool) {
	fmt.Fprintf(b, "%s%s:", indent, leaf)
	switch {
	case take == paths.TakeOne && (several || len(nodes) > 1):
		b.WriteString(" several")
	case take == paths.TakeAny && len(nodes) > 1:
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
func (a *alongTree) apart(b *strings.Builder, r *resource.Resource, n nodes.ID, c *alongClause, indent string) {
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
func (a *alongTree) eval(r *resource.Resource, on []nodes.ID, path string) []nodes.ID {
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
				for c := (*nodes.Resource)(r).Table().Find(r.Child(n), projection.Intern(s)); c != 0; c = (*nodes.Resource)(r).Table().Find(r.Next(c), projection.Intern(s)) {
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

// compareAlong has a text decoded along the tree come to what its paths come to, by decoders that are new and that have
// decoded others before, with an index and without. It is true where that was not given up.
func (a *alongTree) compareAlong(t *testing.T, data []byte, warm []*Decoder) (ok bool) {
	t.Helper()
	var whole resource.Resource
	err := decode.New(a.proj).Decode(data, (*nodes.Resource)(&whole).Table())
	var want strings.Builder
	if err == nil {
		a.apart(&want, &whole, whole.Root(), a.clause, "")
		a.compareWalk(t, &whole, want.String())
	}
	for i, d := range append(a.decoders(), warm...) {
		found, usual := a.along(d, data)
		if i == 0 {
			ok = usual
		}
		switch {
		case usual && err != nil:
			t.Errorf("%s\nis decoded along the tree by decoder %d, although %v", data, i, err)
		case usual:
			if diff := cmp.Diff(want.String(), found); diff != "" {
				t.Errorf("%s\ndecoder %d (-paths +tree):\n%s", data, i, diff)
			}
		}
	}
	return ok
}

// compareWalk has a walk over nodes come to what the paths come to, too.
func (a *alongTree) compareWalk(t *testing.T, r *resource.Resource, want string) {
	t.Helper()
	var w paths.Walker
	frame, ok := w.Walk(a.tree, r, r.Root())
	if !ok {
		return
	}
	var found strings.Builder
	a.writeFrame(&found, r, &w.Frames, frame, a.clause, "")
	if diff := cmp.Diff(want, found.String()); diff != "" {
		t.Errorf("%s\nwalked from nodes (-paths +tree):\n%s", r.JSON(r.Root()), diff)
	}
}

func (a *alongTree) decoders() []*Decoder {
	indexed, plain := a.decoder(), a.decoder()
	plain.plain.NoIndex = true
	return []*Decoder{indexed, plain}
}

func (a *alongTree) decoder() *Decoder { return New(a.proj, a.tree, new(nodes.Arena), false) }

// The trees of the tests, by type. Together they have all that a tree can have.
func alongTrees(tb testing.TB) []*alongTree {
	tb.Helper()
	return []*alongTree{
		newAlongTree(tb, "Patient", &alongClause{leaves: []string{
			"id", "active", "birthDate", "gender?", "name.first().family", "name.first().given*", "name.given?",
			"name.use=official.first().family", "deceased.:dateTime", "multipleBirth.:integer", "managingOrganization.reference", "contact.gender",
		}}),
		newAlongTree(tb, "Patient", &alongClause{leaves: []string{"id"}, each: []*alongClause{
			{path: "name", leaves: []string{"family", "given*", "period.start"}},
			{path: "telecom.system=phone", leaves: []string{"value", "use"}},
			{path: "contact", leaves: []string{"gender", "telecom.first().value"}, each: []*alongClause{
				{path: "telecom", leaves: []string{"value"}}, {path: "name.given"},
			}},
		}}),
		newAlongTree(tb, "Patient", &alongClause{leaves: []string{
			"telecom.system=phone.value", "telecom.system=email.first().value", "telecom.system=phone.use=home.value",
			"extension.url=u.value.:string", "extension.url=w.value.:code", "identifier.first().value", "name.family*",
		}}),
		newAlongTree(tb, "Observation", &alongClause{leaves: []string{
			"status", "code.coding.first().code", "value.:Quantity.value", "value.:Quantity.unit", "value.:string", "value.:boolean",
			"effective.:dateTime", "effective.:Period.start",
		}, each: []*alongClause{{path: "component", leaves: []string{"code.coding.code*", "value.:Quantity.value"}}}}),
		newAlongTree(tb, "QuestionnaireResponse", &alongClause{leaves: []string{"id", "status"}, each: []*alongClause{
			{path: "item", repeats: true, leaves: []string{"linkId", "text", "answer.first().value.:string"}},
		}}),
		// Filters by a text.
		newAlongTree(tb, "Patient", &alongClause{leaves: []string{
			"name.use=official.first().family", "name.use=official.first().given*", "name.use=official.first().suffix?", "name.use",
			"address.use=home.first().line.first()", "address.use=old.first().line*", "address.use=home.type=both.city", "address.use=home.text?",
			"contact.telecom.system=phone.first().value", "contact.name.use=usual.period.id=p.start",
		}, each: []*alongClause{
			{path: "name.use=official", leaves: []string{"family", "given*", "use"}, each: []*alongClause{{path: "given"}}},
			{path: "name.use=old.first()", leaves: []string{"family"}},
			{path: "contact", leaves: []string{"telecom.system=email.value*", "telecom.system=phone.first().value"}, each: []*alongClause{
				{path: "telecom.system=phone", leaves: []string{"value"}},
			}},
			{path: "address", leaves: []string{"use=home.city", "use=old.first().line*"}},
		}}),
		newAlongTree(tb, "Patient", &alongClause{leaves: []string{
			"name.use=official.first().given*", "name.use=official.first().family", "name.text", "identifier.use=usual.first().value",
			"telecom.system=phone.first().value", "telecom.system=email.first().value", "telecom.rank=1.value*",
		}, each: []*alongClause{{path: "name.use=official.first()", leaves: []string{"suffix"}}}}),
		newAlongTree(tb, "QuestionnaireResponse", &alongClause{leaves: []string{"id"}, each: []*alongClause{
			{path: "item", repeats: true, leaves: []string{"linkId", "answer.id=a.value.:string", "answer.id=a.value.:Coding.system=s.code*"}, each: []*alongClause{
				{path: "answer.id=b", leaves: []string{"value.:string"}}, {path: "answer", leaves: []string{"id"}},
			}},
			{path: "item.answer.item", repeats: true, leaves: []string{"linkId=1.text", "item.linkId=2.text"}},
		}}),
		newAlongTree(tb, "Patient", &alongClause{leaves: []string{
			"telecom.system=a.value", "telecom.system=b.value", "telecom.system=c.value", "telecom.system=d.value", "telecom.system=e.value",
			"telecom.system=f.value", "telecom.system=g.value", "telecom.system=h.value", "telecom.system=i.value",
		}}),
		newAlongTree(tb, "QuestionnaireResponse", &alongClause{each: []*alongClause{
			{path: "item", each: []*alongClause{
				{path: "answer.item", repeats: true, leaves: []string{"linkId", "answer.id=a.value.:string", "answer.id=b.value.:string*"}},
			}},
		}}),
	}
}

// alongSamples are resources of what trees read, and whether each is decoded along the tree: those where it is not are
// what is left to Decode and a walk.
var alongSamples = []struct {
	name  string
	tree  int
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

	{"names of several uses", 5, `{"resourceType":"Patient","name":[{"family":"A","use":"old","given":["a","b"]},{"family":"B","given":["c","d"],"suffix":["x","y"],"use":"official"},` +
		`{"use":"official","family":"C","given":["e"]},{"use":"old","family":"D"},{"family":"E"},{"use":"official","given":["f","g"]},{"use":"old","given":["h"]}]}`, true},
	{"what no filter lets pass", 5, `{"resourceType":"Patient","name":[{"use":"x","family":"A","given":["a","b"]},{"given":["c"]},{"use":1,"family":"B"},{"use":{"a":1},"family":"C"},{"use":true},{"use":["official","old"],"family":"D"}]}`, true},
	{"a text in an array", 5, `{"resourceType":"Patient","name":[{"given":["a"],"use":["official"],"family":"A"}]}`, true},
	{"a text with an escape", 5, `{"resourceType":"Patient","name":[{"given":["a"],"use":"offici\u0061l","family":"A"},{"use":"official\n"}]}`, true},
	{"texts of two members", 5, `{"resourceType":"Patient","address":[{"city":"A","type":"both","use":"old","line":["1","2"]},{"city":"B","type":"both","use":"home","line":["3","4"],"text":"t"},` +
		`{"type":"x","use":"home","city":"C","line":["5"],"text":"u"},{"use":"old","line":["6"]},{"type":"both","city":"D"}]}`, true},
	{"filters in elements", 5, `{"resourceType":"Patient","contact":[{"telecom":[{"value":"1","system":"phone"},{"value":"2","system":"email"},{"value":"3","system":"phone"},{"value":"4","system":"email"}],` +
		`"name":{"period":{"start":"2000","id":"p"},"use":"usual"}},{"telecom":[{"value":"5"},{"value":"6","system":"email"}],"name":{"period":{"start":"2001","id":"p"},"use":"x"}},` +
		`{"name":{"period":{"start":"2002","id":"q"},"use":"usual"}},{"telecom":[{"system":"phone","value":"7"}]}]}`, true},
	{"the first of those that pass", 6, `{"resourceType":"Patient","name":[{"family":"A","given":["a","b"],"text":"t","suffix":["x"]},{"family":"B","given":["c","d"],"use":"official","suffix":["y","z"]},` +
		`{"family":"C","given":["e"],"use":"official"},{"family":"D","use":"old"}],"identifier":[{"value":"1"},{"value":"2","use":"usual"},{"value":"3","use":"usual"}]}`, true},
	{"the first of each that passes", 6, `{"resourceType":"Patient","telecom":[{"value":"1","system":"phone"},{"value":"2","system":"email"},{"value":"3","system":"fax"},{"system":"phone","value":"4"}]}`, true},
	{"filters in items", 7, `{"resourceType":"QuestionnaireResponse","item":[{"linkId":"1","answer":[{"valueString":"x","id":"a"},{"valueString":"y","id":"b","item":[{"linkId":"1","text":"t",` +
		`"item":[{"text":"v","linkId":"2"},{"text":"w","linkId":"3"}]},{"text":"u","linkId":"2"}]},{"valueCoding":{"code":"c","system":"s"},"id":"a"},{"valueCoding":{"code":"d","system":"t"},"id":"a"}],` +
		`"item":[{"answer":[{"id":"b","valueString":"z"},{"id":"c"}]}]}]}`, true},
	{"a filter within itself", 9, `{"resourceType":"QuestionnaireResponse","item":[{"answer":[{"item":[{"linkId":"1","answer":[{"id":"a","valueString":"x","item":[{"linkId":"2",` +
		`"answer":[{"valueString":"y"},{"id":"b","valueString":"z"}]}]},{"valueString":"v","item":[{"answer":[{"id":"a","valueString":"w"}]}]}]}]}]}]}`, true},
	{"texts and what looks like them", 6, `{"resourceType":"Patient","telecom":[{"rank":1,"value":"1"},{"rank":"1","value":"2"},{"value":"3","rank":true}]}`, true},
	{"many filters", 8, `{"resourceType":"Patient","telecom":[{"value":"1","system":"a"},{"system":"i","value":"2"},{"system":"j","value":"3"},{"system":"a","value":"4"}]}`, true},

	{"a text with a companion", 5, `{"resourceType":"Patient","name":[{"family":"A","use":"official","_use":{"id":"1"}},{"family":"B","_use":{"id":"1"}}]}`, false},
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

// TestAlong compares each sample on its own tree, and all on all.
func TestAlong(t *testing.T) {
	trees := alongTrees(t)
	warm := make([][]*Decoder, len(trees))
	for i, a := range trees {
		warm[i] = a.decoders()
	}
	for range 2 { // the second time, decoders know the keys of all samples
		for _, s := range alongSamples {
			t.Run(s.name, func(t *testing.T) {
				for i, a := range trees {
					usual := a.compareAlong(t, []byte(s.data), warm[i])
					a.compareAlong(t, []byte(s.data+spaces), warm[i])
					if i == s.tree && usual != s.usual {
						t.Errorf("decoded along the tree: %t, want %t", usual, s.usual)
					}
				}
			})
		}
	}
}

// TestAlongFinds says in words what one tree finds: that both ways agree would be true of nothing, too.
func TestAlongFinds(t *testing.T) {
	a := newAlongTree(t, "Patient", &alongClause{leaves: []string{"name.use=official.family", "name.given*", "birthDate?"}, each: []*alongClause{
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

// TestAlongHasAll has the trees of these tests hold all that a tree can.
func TestAlongHasAll(t *testing.T) {
	var sum paths.Stage
	var takesSeen, firsts uint64
	for _, a := range alongTrees(t) {
		for _, s := range a.tree.Stages {
			sum.Branches, sum.Filters = append(sum.Branches, s.Branches...), append(sum.Filters, s.Filters...)
			sum.Recursions = append(sum.Recursions, s.Recursions...)
			for _, o := range s.Outputs {
				takesSeen |= 1 << o.Take
			}
		}
		for _, b := range a.tree.Branches {
			firsts |= b.Firsts
		}
	}
	if len(sum.Branches) == 0 || len(sum.Recursions) == 0 || bits.OnesCount64(firsts) == 0 ||
		takesSeen != 1<<paths.TakeOne|1<<paths.TakeAll|1<<paths.TakeAny {
		t.Errorf("%+v, takes %b", sum, takesSeen)
	}
	for _, f := range []func(f paths.Filter) bool{
		func(f paths.Filter) bool { return f.Op == paths.Text },
		func(f paths.Filter) bool { return f.Op == paths.First && f.Bit > 1 },
	} {
		if !slices.ContainsFunc(sum.Filters, f) {
			t.Error("a kind of filters is in no tree, or no tree has two first()")
		}
	}
}

// FuzzAlong compares any text on all trees with what Decode and the paths come to.
func FuzzAlong(f *testing.F) {
	for _, s := range alongSamples {
		f.Add([]byte(s.data), byte(s.tree))
	}
	trees := alongTrees(f)
	f.Fuzz(func(t *testing.T, data []byte, pick byte) {
		a := trees[int(pick)%len(trees)]
		warm := a.decoders()
		for _, d := range warm { // for them keys are where they were in another resource
			for _, s := range alongSamples {
				if s.tree == int(pick)%len(trees) && s.usual {
					a.along(d, []byte(s.data))
				}
			}
		}
		a.compareAlong(t, data, warm)
		a.compareAlong(t, append(slices.Clone(data), spaces...), warm)
	})
}
