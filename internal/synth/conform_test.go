package synth_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/synth"
)

// TestElementsAreOfR4 walks whole resources beside the type model: every member must be an element of its type, and a
// list exactly where the element repeats.
func TestElementsAreOfR4(t *testing.T) {
	for _, typ := range synth.Types() {
		g := synth.New(synth.Config{Seed: 2, Pad: 10})
		for i := range 500 {
			data, _ := g.Append(nil, typ, i)
			var r map[string]any
			if err := json.Unmarshal(data, &r); err != nil {
				t.Fatal(err)
			}
			w := walk{t: t, m: r4.Model()}
			w.resource(r)
			if t.Failed() {
				t.Fatalf("in %s %d: %s", typ, i, data)
			}
		}
	}
}

type walk struct {
	t *testing.T
	m *model.Model
}

func (w walk) resource(r map[string]any) {
	name, _ := r["resourceType"].(string)
	typ, ok := w.m.Lookup(name)
	if !ok {
		w.t.Errorf("%q is not a resource type", name)
		return
	}
	w.members(typ, r)
}

func (w walk) members(typ model.TypeID, members map[string]any) {
	for k, v := range members {
		if k == "resourceType" {
			continue
		}
		e, of, ok := w.m.ElementByKey(typ, []byte(strings.TrimPrefix(k, "_")))
		if !ok {
			w.t.Errorf("%s has no element %s", w.m.TypeName(typ), k)
			continue
		}
		list, isList := v.([]any)
		if isList != e.Repeats {
			w.t.Errorf("%s.%s is a list: %v, but repeats: %v", w.m.TypeName(typ), k, isList, e.Repeats)
		}
		if !isList {
			list = []any{v}
		}
		for _, item := range list {
			w.item(of, item)
		}
	}
}

func (w walk) item(typ model.TypeID, item any) {
	object, ok := item.(map[string]any)
	switch {
	case !ok:
	case object["resourceType"] != nil:
		w.resource(object)
	default:
		w.members(typ, object)
	}
}
