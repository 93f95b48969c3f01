package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/projection"
	"github.com/fhirview/fhirview/internal/tables"
)

// rawElement is an element of a snapshot. The test reads the definitions by itself, without the generator's code.
type rawElement struct {
	Path string
	Min  int
	Max  string
	Type []struct {
		Code          string
		TargetProfile []string
	}
	ContentReference string
}

type rawDefinition struct {
	Type, Kind, BaseDefinition string
	Abstract                   bool
	Snapshot                   struct{ Element []rawElement }
}

func rawDefinitions(t *testing.T, release string) []rawDefinition {
	t.Helper()
	data, err := os.ReadFile(bundle(t, release))
	if err != nil {
		t.Fatal(err)
	}
	var b struct {
		Entry []struct{ Resource rawDefinition }
	}
	if err := json.Unmarshal(data, &b); err != nil {
		t.Fatal(err)
	}
	var definitions []rawDefinition
	for _, e := range b.Entry {
		definitions = append(definitions, e.Resource)
	}
	return definitions
}

// TestConsistency finds every element of every snapshot in the model with the same types and cardinality, and no
// others. R4 is checked as it is committed, the other releases as they would be generated.
func TestConsistency(t *testing.T) {
	for _, release := range releases {
		t.Run(release, func(t *testing.T) {
			definitions := rawDefinitions(t, release)
			m := r4.Model()
			if release != "r4" {
				m = built(t, release)
			}
			types := map[string]bool{}
			for i := range definitions {
				checkDefinition(t, m, &definitions[i], types)
			}
			for id := range m.Types() {
				if !types[m.TypeName(id)] {
					t.Errorf("the model has a type %s, which no definition has", m.TypeName(id))
				}
			}
		})
	}
}

func built(t *testing.T, release string) *model.Model {
	t.Helper()
	set, err := read(bundle(t, release))
	if err != nil {
		t.Fatal(err)
	}
	laidOut, err := set.tables(release)
	if err != nil {
		t.Fatal(err)
	}
	return (*model.Model)(tables.New(laidOut))
}

// view is an element in words.
type view struct {
	Name, Cardinality string
	Choice            bool
	Types, Targets    []string
}

func checkDefinition(t *testing.T, m *model.Model, d *rawDefinition, types map[string]bool) {
	t.Helper()
	want := map[string][]view{d.Type: nil} // by type
	for _, e := range d.Snapshot.Element {
		if i := strings.LastIndexByte(e.Path, '.'); i > 0 {
			want[e.Path[:i]] = nil
		}
	}
	for _, e := range d.Snapshot.Element {
		i := strings.LastIndexByte(e.Path, '.')
		if i < 0 || e.Max == "0" || d.Kind == "primitive-type" && e.Path == d.Type+".value" {
			continue
		}
		_, nested := want[e.Path]
		want[e.Path[:i]] = append(want[e.Path[:i]], viewOf(e, nested))
	}
	for name, elements := range want {
		types[name] = true
		id, ok := m.Lookup(name)
		if !ok {
			t.Errorf("no type %s", name)
			continue
		}
		if diff := cmp.Diff(elements, viewsOf(m, id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		checkLookups(t, m, id)
	}
	checkHead(t, m, d)
}

func checkHead(t *testing.T, m *model.Model, d *rawDefinition) {
	t.Helper()
	kinds := map[string]string{"primitive-type": "primitive", "complex-type": "complex", "resource": "resource"}
	id, _ := m.Lookup(d.Type)
	base := d.BaseDefinition[strings.LastIndexByte(d.BaseDefinition, '/')+1:]
	if got := m.TypeName(m.Base(id)); got != base {
		t.Errorf("%s is derived from %q, want %q", d.Type, got, base)
	}
	if got := m.Kind(id).String(); got != kinds[d.Kind] || m.Abstract(id) != d.Abstract {
		t.Errorf("%s is a %s, abstract %t", d.Type, got, m.Abstract(id))
	}
	if system := m.System(id); (system != model.Unknown) != (d.Kind == "primitive-type") {
		t.Errorf("the System type of %s is %q", d.Type, m.TypeName(system))
	}
}

func viewOf(e rawElement, nested bool) view {
	v := view{Name: e.Path[strings.LastIndexByte(e.Path, '.')+1:], Cardinality: cardinality(e.Min, e.Max != "1")}
	v.Name, v.Choice = strings.CutSuffix(v.Name, "[x]")
	switch {
	case e.ContentReference != "":
		v.Types = []string{strings.TrimPrefix(e.ContentReference, "#")}
	case nested:
		v.Types = []string{e.Path}
	default:
		for _, t := range e.Type {
			v.Types = append(v.Types, t.Code)
			for _, p := range t.TargetProfile {
				// Media.device of R4 names Device twice.
				if p = p[strings.LastIndexByte(p, '/')+1:]; !slices.Contains(v.Targets, p) {
					v.Targets = append(v.Targets, p)
				}
			}
		}
	}
	return v
}

func viewsOf(m *model.Model, id model.TypeID) []view {
	var views []view
	for e := range m.Elements(id) {
		v := view{Name: e.Name, Choice: e.Choice, Cardinality: cardinality(int(e.Min), e.Repeats)}
		for _, t := range e.Types {
			v.Types = append(v.Types, m.TypeName(t))
		}
		for _, t := range e.Targets {
			v.Targets = append(v.Targets, m.TypeName(t))
		}
		views = append(views, v)
	}
	return views
}

func cardinality(least int, repeats bool) string {
	if repeats {
		return string(rune('0'+least)) + "..*"
	}
	return string(rune('0'+least)) + "..1"
}

// checkLookups finds each element that Elements yields by its name and by its keys.
func checkLookups(t *testing.T, m *model.Model, id model.TypeID) {
	t.Helper()
	for e := range m.Elements(id) {
		if got, ok := m.Element(id, e.Name); !ok || !cmp.Equal(e, got) {
			t.Errorf("%s.%s by name: %v, %t", m.TypeName(id), e.Name, got, ok)
		}
		if _, _, ok := m.ElementByKey(id, []byte(e.Name)); ok == e.Choice {
			t.Errorf("%s.%s is a key: %t", m.TypeName(id), e.Name, ok)
		}
		for _, typ := range e.Types {
			key := projection.ChoiceKey(m, e, typ)
			got, gotType, ok := m.ElementByKey(id, []byte(key))
			if !ok || gotType != typ || !cmp.Equal(e, got) {
				t.Errorf("%s, key %s: %v, %s, %t", m.TypeName(id), key, got, m.TypeName(gotType), ok)
			}
			if _, ok := m.Element(id, key); ok == e.Choice {
				t.Errorf("%s.%s is a name: %t", m.TypeName(id), key, ok)
			}
		}
	}
}
