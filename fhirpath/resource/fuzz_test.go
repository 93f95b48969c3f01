package resource_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection"
)

// seeds are the resources of all tables.
func seeds(tb testing.TB) []string {
	tb.Helper()
	all := []string{rich}
	for _, c := range decodeCases {
		all = append(all, c.data)
	}
	for _, c := range faultCases {
		all = append(all, c.data)
	}
	return all
}

// FuzzStrict compares what a strict decoder accepts with what jsontext does.
func FuzzStrict(f *testing.F) {
	for _, data := range seeds(f) {
		f.Add([]byte(data))
	}
	var decoders []*resource.Decoder
	for _, paths := range []string{"", "**", "id name.family"} {
		d := resource.NewDecoder(readBy(f, r4.Model(), "Patient", strings.Fields(paths)...))
		d.Strict = true
		decoders = append(decoders, d)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, want := parseReference(data)
		if err := jsonscan.Validate(data); (err == nil) != (want == nil) {
			t.Errorf("Validate says %v, jsontext %v", err, want)
		}
		for i, d := range decoders {
			var r resource.Resource
			err := d.Decode(data, &r)
			if (err == nil) != (want == nil) && (i == 0 || want != nil || !isFHIRError(err)) {
				t.Errorf("decoder %d says %v, jsontext %v", i, err, want)
			}
		}
		if err := new(decode.Skimmer).Skim(data); err != nil && want == nil {
			t.Errorf("Skim says %v", err)
		}
	})
}

// isFHIRError is true for what is an error although it is JSON.
func isFHIRError(err error) bool {
	var e *resource.Error
	return errors.As(err, &e) && slices.Contains([]string{nested, companion, primitive}, e.Msg)
}

// FuzzPeek compares the resourceType with the one that jsontext reads.
func FuzzPeek(f *testing.F) {
	for _, data := range seeds(f) {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		typ, err := decode.Peek(data)
		v, invalid := parseReference(data)
		if invalid != nil {
			return
		}
		for _, m := range v.members {
			if m.key != "resourceType" {
				continue
			}
			if isString := m.value.kind == '"'; string(typ) != m.value.text && isString || (err == nil) != isString {
				t.Errorf("got %q, %v, want %q", typ, err, m.value.text)
			}
			return
		}
		if typ != nil || err != nil {
			t.Errorf("got %q, %v, want nothing", typ, err)
		}
	})
}

// The projections of the fuzz tests are made of these.
var (
	fuzzTypes = []string{"Patient", "Observation", "", "Bundle", "QuestionnaireResponse", "ExampleScenario"}
	fuzzNames = []string{
		"id", "extension", "value", "url", "name", "given", "family", "birthDate", "gender", "deceased", "contained",
		"entry", "resource", "item", "answer", "linkId", "text", "code", "coding", "component", "note", "foo", "unit",
		"resourceType", "valueString", "_id", "instance", "**",
	}
)

// fuzzPaths makes paths of random bytes: zero ends a path, every other byte is a name.
func fuzzPaths(picks []byte) []string {
	if len(picks) > 64 {
		picks = picks[:64]
	}
	var paths, path []string
	for _, b := range append(slices.Clone(picks), 0) {
		switch {
		case b != 0:
			path = append(path, fuzzNames[int(b-1)%len(fuzzNames)])
		case len(path) > 0:
			paths = append(paths, strings.Join(path, "."))
			path = nil
		}
	}
	return paths
}

// picksOf is the reverse of fuzzPaths, for seeds; names that it does not know end a path.
func picksOf(paths string) (picks []byte) {
	for path := range strings.FieldsSeq(paths) {
		for name := range strings.SplitSeq(path, ".") {
			picks = append(picks, byte(slices.Index(fuzzNames, name)+1))
		}
		picks = append(picks, 0)
	}
	return picks
}

// content is a random projection, its reference, and decoders for it.
type content struct {
	proj  *resource.Projection
	paths []string
}

func newContent(tb testing.TB, typ byte, picks []byte) content {
	tb.Helper()
	paths := fuzzPaths(picks)
	return content{readBy(tb, r4.Model(), fuzzTypes[int(typ)%len(fuzzTypes)], paths...), paths}
}

// want returns what should be decoded of data, as dump writes it.
func (c content) want(data []byte) (string, *reference, error) {
	v, err := parseReference(data)
	if err != nil {
		return "", nil, err
	}
	ref := &reference{model: r4.Model(), names: map[string]bool{}}
	for _, path := range c.paths {
		for name := range strings.SplitSeq(path, ".") {
			ref.names[name] = name != "**"
		}
	}
	typ, _ := projection.TypeOf((*projection.Projection)(c.proj))
	root, err := ref.resource(v, typ, newPathTree(c.paths))
	if err != nil {
		return "", ref, err
	}
	return ref.dump(root), ref, nil
}

func (c content) decode(data []byte, strict bool) (string, error) {
	d := resource.NewDecoder(c.proj)
	d.Strict = strict
	var r resource.Resource
	if err := d.Decode(data, &r); err != nil {
		return "", err
	}
	return dump(&r), nil
}

// FuzzContent compares what is decoded with what jsontext reads, under random projections and for both modes.
func FuzzContent(f *testing.F) {
	for _, c := range decodeCases {
		typ := byte(max(0, slices.Index(fuzzTypes, c.typ)))
		f.Add([]byte(c.data), typ, picksOf(c.paths))
		f.Add([]byte(c.data), typ, picksOf("**"))
	}
	for _, data := range seeds(f) {
		f.Add([]byte(data), byte(1), picksOf("id.extension value.value name.given note.text.id contained.birthDate"))
	}
	f.Fuzz(func(t *testing.T, data []byte, typ byte, picks []byte) {
		c := newContent(t, typ, picks)
		want, _, invalid := c.want(data)
		for _, strict := range []bool{true, false} {
			got, err := c.decode(data, strict)
			switch {
			case invalid == nil && err != nil:
				t.Errorf("strict %v: paths %v: %v", strict, c.paths, err)
			case invalid == nil:
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("strict %v, paths %v, -want +got:\n%s", strict, c.paths, diff)
				}
			case err == nil && (strict || errors.Is(invalid, errFHIR)):
				t.Errorf("strict %v: paths %v: no error, but %v", strict, c.paths, invalid)
			}
		}
	})
}

// FuzzLaxSkips changes bytes in what is not read. Where strings stay strings of text, what is read must stay the same;
// where they do not, there must be an error, unless the bytes have another meaning now and that is what is read.
func FuzzLaxSkips(f *testing.F) {
	for _, c := range decodeCases {
		typ := byte(max(0, slices.Index(fuzzTypes, c.typ)))
		for _, b := range []byte{'"', '\\', '}', ']', 0, 'x', 0xff} {
			f.Add([]byte(c.data), typ, picksOf("id"), uint16(3), b)
		}
	}
	for i := range uint16(400) {
		f.Add([]byte(rich), byte(1), picksOf("id value.value"), i, []byte{'"', '\\', '{', ']', 0xff}[i%5])
	}
	f.Fuzz(func(t *testing.T, data []byte, typ byte, picks []byte, at uint16, b byte) {
		c := newContent(t, typ, picks)
		want, ref, err := c.want(data)
		if err != nil {
			return
		}
		if flipped, was := flip(data, ref.skipped, at, b); flipped != nil && !isQuoting(was) && !isQuoting(b) {
			got, err := c.decode(flipped, false)
			isText := b >= ' ' && utf8.Valid(flipped)
			if (err == nil) != isText {
				t.Fatalf("%q: %v", flipped, err)
			}
			if diff := cmp.Diff(want, got); isText && diff != "" {
				t.Errorf("paths %v: %q: -want +got:\n%s", c.paths, flipped, diff)
			}
		}
		flipped, _ := flip(data, ref.values, at, b)
		if flipped == nil {
			return
		}
		got, err := c.decode(flipped, false)
		if want, _, invalid := c.want(flipped); invalid == nil && (err != nil || got != want) {
			t.Errorf("paths %v: %q: %v, -want +got:\n%s", c.paths, flipped, err, cmp.Diff(want, got))
		}
	})
}

// isQuoting is true for the bytes that say where strings end.
func isQuoting(b byte) bool { return b == '"' || b == '\\' }

// flip returns a copy of data with one byte inside the spans changed, and what it was; nil where the spans are empty.
func flip(data []byte, spans []span, at uint16, b byte) (flipped []byte, was byte) {
	n := 0
	for _, s := range spans {
		n += s.to - s.from
	}
	if n == 0 {
		return nil, 0
	}
	i := int(at) % n
	for _, s := range spans {
		if i < s.to-s.from {
			flipped = slices.Clone(data)
			flipped[s.from+i] = b
			return flipped, data[s.from+i]
		}
		i -= s.to - s.from
	}
	return nil, 0
}
