package fhirproto_test

import (
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	annotations "github.com/google/fhir/go/proto/google/fhir/proto/annotations_go_proto"
	inlined "github.com/google/fhir/go/proto/google/fhir/proto/r4/core/resources/bundle_and_contained_resource_go_proto"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
)

// TestElements wants the model to know every element of every message, by the key that the decoder asks for, and to
// agree on which are lists. An element that it did not know would be passed over without a word.
func TestElements(t *testing.T) {
	union := (&inlined.ContainedResource{}).ProtoReflect().Descriptor().Fields()
	w := elementWalk{t: t, m: r4.Model(), seen: map[elementPlace]bool{}}
	for i := range union.Len() {
		desc := union.Get(i).Message()
		typ, ok := w.m.Lookup(string(desc.Name()))
		if !ok {
			t.Errorf("the model has no %s", desc.Name())
			continue
		}
		w.message(desc, typ)
	}
	if union.Len() != 146 || len(w.seen) < 600 {
		t.Errorf("only %d resources and %d types were looked at", union.Len(), len(w.seen))
	}
}

type elementPlace struct {
	desc protoreflect.MessageDescriptor
	typ  model.TypeID
}

type elementWalk struct {
	t    *testing.T
	m    *model.Model
	seen map[elementPlace]bool
}

func (w *elementWalk) message(desc protoreflect.MessageDescriptor, typ model.TypeID) {
	at := elementPlace{desc, typ}
	if w.seen[at] {
		return
	}
	w.seen[at] = true
	for i := range desc.Fields().Len() {
		f := desc.Fields().Get(i)
		choice, _ := proto.GetExtension(f.Message().Options(), annotations.E_IsChoiceType).(bool)
		switch {
		case desc.Name() == "Reference" && f.ContainingOneof() != nil:
		case choice:
			for j := range f.Message().Fields().Len() {
				a := f.Message().Fields().Get(j)
				w.element(typ, a, f.JSONName()+string(a.JSONName()[0]-'a'+'A')+a.JSONName()[1:], false)
			}
		default:
			w.element(typ, f, f.JSONName(), f.IsList())
		}
	}
}

func (w *elementWalk) element(parent model.TypeID, f protoreflect.FieldDescriptor, key string, list bool) {
	e, typ, ok := w.m.ElementByKey(parent, []byte(key))
	if !ok || e.Repeats != list {
		w.t.Errorf("%s is not %s.%s, or one of them is a list", f.FullName(), w.m.TypeName(parent), key)
		return
	}
	complexKinds := []model.Kind{model.KindComplex, model.KindBackbone}
	if slices.Contains(complexKinds, w.m.Kind(typ)) {
		w.message(f.Message(), typ)
	}
}
