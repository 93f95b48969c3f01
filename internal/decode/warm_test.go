package decode

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// warmProjection reads of everything some: primitives, their companions, choices, objects, arrays, an open shape and a
// circle.
func warmProjection(tb testing.TB) *projection.Projection {
	tb.Helper()
	typ, _ := r4.Model().Lookup("QuestionnaireResponse")
	b := projection.NewBuilder(r4.Model(), typ)
	member := func(r projection.Ref, path ...string) projection.Ref {
		for _, name := range path {
			r = b.Member(r, name)[0]
		}
		return r
	}
	for _, path := range []string{"id", "status", "identifier value", "identifier use", "authored extension url", "contained id"} {
		member(b.Root(), strings.Fields(path)...)
	}
	item := member(b.Root(), "item")
	member(item, "linkId")
	member(item, "definition", "id")
	for _, r := range b.Member(member(item, "answer"), "value") {
		b.Member(r, "code")
	}
	b.Unify(item, member(item, "item"))
	return b.Projection()
}

// compareWarm decodes texts with one decoder that is never new, and each with a new one: all has to be the same.
func compareWarm(t *testing.T, texts []string) {
	t.Helper()
	p := warmProjection(t)
	for _, noIndex := range []bool{false, true} {
		warm := New(p)
		warm.NoIndex = noIndex
		var have nodes.Table
		for _, text := range append(texts, texts...) {
			fresh := New(p)
			fresh.NoIndex = noIndex
			var want nodes.Table
			wantErr, haveErr := fresh.Decode([]byte(text), &want), warm.Decode([]byte(text), &have)
			if msg := differ(&want, &have, wantErr, haveErr); msg != "" {
				t.Fatalf("%q, after others: %s", text, msg)
			}
		}
	}
}

func differ(want, have *nodes.Table, wantErr, haveErr error) string {
	switch {
	case fmt.Sprint(wantErr) != fmt.Sprint(haveErr):
		return fmt.Sprintf("error %v, want %v", haveErr, wantErr)
	case wantErr != nil:
		return ""
	case !slices.Equal(want.Nodes, have.Nodes) || !slices.Equal(want.Aside, have.Aside):
		return fmt.Sprintf("%+v %q, want %+v %q", have.Nodes, have.Aside, want.Nodes, want.Aside)
	}
	return ""
}

// scribble writes random objects of the resource that warmProjection reads.
type scribble struct {
	*rand.Rand
	strings.Builder
}

func (s *scribble) one(texts ...string) string { return texts[s.IntN(len(texts))] }

// seldom is mostly the first of the texts.
func (s *scribble) seldom(texts ...string) string {
	if s.IntN(12) > 0 {
		return texts[0]
	}
	return s.one(texts...)
}

func (s *scribble) object(depth int) {
	keys := []string{
		"resourceType", "id", "meta", "identifier", "status", "_status", "authored", "_authored", "contained", "item", "linkId",
		"definition", "_definition", "answer", "valueCoding", "valueString", "_valueString", "valueDecimal", "code", "use",
		"aKeyThatIsLongerThanAnyOfThoseThatAreLearned", "anElementThatIsNot", "anElementOfWhich",
	}
	switch s.IntN(4) {
	case 0:
		s.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	case 1:
		keys = append(keys, keys[s.IntN(len(keys))]) // mostly twice in one object
	}
	s.WriteString(s.seldom("{", "{ ", "{\n"))
	first := true
	for _, key := range keys {
		if s.IntN(3) > 0 {
			continue
		}
		if !first {
			s.WriteString(s.seldom(",", ", ", " ,", ",\n\t", ",,"))
		}
		first = false
		if s.IntN(12) == 0 {
			key = fmt.Sprintf(`\u%04x`, key[0]) + key[1:]
		}
		s.WriteString(`"` + key + s.seldom(`":`, `": `, `" :`, `"`))
		s.value(depth)
	}
	s.WriteString(s.seldom("}", " }", "]"))
}

func (s *scribble) value(depth int) {
	switch s.IntN(6) {
	case 0, 1, 2:
		s.WriteString(s.seldom(`"text"`, `""`, `"a\"b"`, `"é"`, "\"\x01\"", "\"\xff\"", `"`+strings.Repeat("long ", 30)+`"`, `"`))
	case 3:
		s.WriteString(s.one("1", "-1.50", "true", "false", "null", "0.1e5", "01", "x"))
	case 4:
		if depth > 0 {
			s.object(depth - 1)
			return
		}
		s.WriteString("{}")
	default:
		s.WriteString(s.seldom("[", "[ "))
		for i := range s.IntN(4) {
			if i > 0 {
				s.WriteString(s.seldom(",", " , "))
			}
			if depth > 0 {
				s.value(depth - 1)
			} else {
				s.WriteString(s.one("1", "null", `"x"`))
			}
		}
		s.WriteString(s.seldom("]", " ]", "}"))
	}
}

func TestWarm(t *testing.T) {
	whole := 0
	for seed := range uint64(200) {
		var texts []string
		for n := range uint64(20) {
			s := scribble{Rand: rand.New(rand.NewPCG(seed, n))}
			s.object(4)
			texts = append(texts, s.String())
			if New(warmProjection(t)).Decode([]byte(s.String()), new(nodes.Table)) == nil {
				whole++
			}
		}
		compareWarm(t, texts)
	}
	if whole < 400 {
		t.Errorf("only %d texts are right", whole)
	}
}

func FuzzWarm(f *testing.F) {
	for _, seed := range bothWaysSeeds {
		f.Add([]byte(seed), []byte(`{"resourceType":"QuestionnaireResponse","item":[{"linkId":"1","item":[{"linkId":"1.1"}]}],"id":"x"}`))
	}
	for seed := range uint64(50) {
		s, other := scribble{Rand: rand.New(rand.NewPCG(seed, 1))}, scribble{Rand: rand.New(rand.NewPCG(seed, 2))}
		s.object(3)
		other.object(3)
		f.Add([]byte(s.String()), []byte(other.String()))
	}
	f.Fuzz(func(t *testing.T, one, other []byte) {
		compareWarm(t, []string{string(one), string(other)})
	})
}
