package layout

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/tables"
)

// small returns the definitions of a model of four types, which tests change to their ends. Ids follow the names.
func small() (types []Definition, a, b, code, text model.TypeID) {
	a, b, code, text = tables.FirstFHIR, tables.FirstFHIR+1, tables.FirstFHIR+2, tables.FirstFHIR+3
	return []Definition{
		{Name: "A", Kind: model.KindComplex, Abstract: true, Elements: []model.Element{
			{Name: "id", Types: []model.TypeID{text}},
			{Name: "value", Choice: true, Min: 1, Types: []model.TypeID{code, b}},
		}},
		{Name: "B", Kind: model.KindResource, Base: a, Elements: []model.Element{
			{Name: "next", Types: []model.TypeID{b}, Repeats: true, Targets: []model.TypeID{a, b}},
		}},
		{Name: "code", Kind: model.KindPrimitive, Base: text, System: model.SystemString, Complete: true},
		{Name: "text", Kind: model.KindPrimitive, Base: a, System: model.SystemString},
	}, a, b, code, text
}

func TestBuild(t *testing.T) {
	types, a, b, code, text := small()
	laidOut, err := Build("R0", "0.1.0", types)
	if err != nil {
		t.Fatal(err)
	}
	m := (*model.Model)(tables.New(laidOut))
	id := model.Element{Name: "id", Types: []model.TypeID{text}}
	value := model.Element{Name: "value", Choice: true, Min: 1, Types: []model.TypeID{code, b}}
	next := model.Element{Name: "next", Types: []model.TypeID{b}, Repeats: true, Targets: []model.TypeID{a, b}}
	for typ, want := range map[model.TypeID][]model.Element{a: {id, value}, b: {id, value, next}, code: nil, text: {id, value}} {
		if diff := cmp.Diff(want, slices.Collect(m.Elements(typ))); diff != "" {
			t.Errorf("elements of %s (-want +got):\n%s", m.TypeName(typ), diff)
		}
	}
	type answer struct {
		Element model.Element
		Type    model.TypeID
	}
	for key, want := range map[string]answer{
		"id": {id, text}, "valueCode": {value, code}, "valueB": {value, b}, "next": {next, b},
		"value": {}, "valuecode": {}, "valueText": {}, "": {}, "resourceType": {}, "_id": {},
	} {
		e, typ, ok := m.ElementByKey(b, []byte(key))
		if diff := cmp.Diff(want, answer{e, typ}); diff != "" || ok != (want.Type != model.Unknown) {
			t.Errorf("key %q: %t (-want +got):\n%s", key, ok, diff)
		}
	}
	if _, ok := m.Element(b, "valueCode"); ok {
		t.Error("a choice with its type is taken for a name")
	}
	if e, ok := m.Element(code, "id"); ok {
		t.Errorf("a complete type inherits %v", e)
	}
}

func TestBuildRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func([]Definition)
		want   string
	}{
		"unsorted":     {func(d []Definition) { d[0].Name = "C" }, "type B is defined twice or not in the order"},
		"twice":        {func(d []Definition) { d[1].Name = "A" }, "type A is defined twice or not in the order"},
		"no name":      {func(d []Definition) { d[0].Name = "" }, "the name has 0 bytes"},
		"long name":    {func(d []Definition) { d[3].Name = strings.Repeat("x", 256) }, "the name has 256 bytes"},
		"base":         {func(d []Definition) { d[1].Base = 99 }, "the base 99 of B is not among"},
		"cycle":        {func(d []Definition) { d[0].Base = tables.FirstFHIR + 1 }, "it is derived from itself"},
		"type":         {func(d []Definition) { d[1].Elements[0].Types[0] = 7 }, "element next: the type 7"},
		"target":       {func(d []Definition) { d[1].Elements[0].Targets[0] = 98 }, "element next: the type 98"},
		"no type":      {func(d []Definition) { d[1].Elements[0].Types = nil }, "element next: it has 0 types"},
		"element name": {func(d []Definition) { d[1].Elements[0].Name = "" }, "element : the name has 0 bytes"},
		"no choice":    {func(d []Definition) { d[0].Elements[1].Choice = false }, "has 2 types but is no choice"},
		"minimum":      {func(d []Definition) { d[0].Elements[1].Min = 64 }, "cardinality 64 is above 63"},
		"key": {func(d []Definition) { d[0].Elements[0].Name = "valueB" },
			"type A has two elements with the key valueB"},
		"lists": {func(d []Definition) { d[1].Elements = manyLists() }, "the lists need"},
	} {
		t.Run(name, func(t *testing.T) {
			types, _, _, _, _ := small()
			c.change(types)
			_, err := Build("R0", "0.1.0", types)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

// manyLists returns elements whose target lists differ in length and outgrow the tables.
func manyLists() []model.Element {
	var elements []model.Element
	for n := range 400 {
		elements = append(elements, model.Element{
			Name:    fmt.Sprintf("e%d", n),
			Types:   []model.TypeID{tables.FirstFHIR},
			Targets: slices.Repeat([]model.TypeID{tables.FirstFHIR}, n),
		})
	}
	return elements
}

// TestHashOfBytes pins that a decoder's bytes find what a compiler's string does.
func TestHashOfBytes(t *testing.T) {
	text := strings.Repeat("birthDate", 4)
	seen := map[uint64]int{}
	for n := range len(text) {
		h := tables.Hash(text[:n])
		if h != tables.Hash([]byte(text[:n])) {
			t.Errorf("%d bytes hash differently as a string", n)
		}
		if other, ok := seen[h]; ok {
			t.Errorf("%d and %d bytes have the same hash", other, n)
		}
		seen[h] = n
	}
}

func TestTableSize(t *testing.T) {
	for n, want := range map[int]int{0: 2, 1: 2, 2: 4, 3: 4, 4: 8, 6: 8, 7: 16, 768: 1024, 769: 2048} {
		if got := tableSize(n); got != want {
			t.Errorf("tableSize(%d) = %d, want %d", n, got, want)
		}
	}
}
