package fhirproto

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/fhirview/fhirview/fhirpath/resource"
)

// target is the element reference of a Reference. The message has a field for each type of resource that can be
// referred to, and two for references that are a URI or begin with #.
type target struct{ choice }

// isTarget is true for the fields of a Reference that together are its element reference.
func isTarget(f protoreflect.FieldDescriptor) bool {
	return f.ContainingOneof() != nil && f.ContainingOneof().Name() == "reference"
}

func (d *Decoder) target(m resource.Place, desc protoreflect.MessageDescriptor) step {
	t := target{choice{desc.Oneofs().ByName("reference"), make([]content, desc.Fields().Len())}}
	for i := range t.by {
		if f := desc.Fields().Get(i); isTarget(f) {
			t.by[i] = d.primitive(m, f.Message(), targetReader(f))
		}
	}
	return t
}

func (t target) walk(d *Decoder, parent protoreflect.Message) { t.write(d, parent) }

func targetReader(f protoreflect.FieldDescriptor) reader {
	value := f.Message().Fields().ByName("value")
	history := f.Message().Fields().ByName("history")
	typ := referenced(f)
	switch {
	case value == nil || value.Kind() != protoreflect.StringKind:
		return unreadable
	case f.Name() == "uri":
		return stringReader(value, false)
	case typ == "" || history == nil:
		return prefixed("#", value)
	}
	withoutVersion := prefixed(typ+"/", value)
	return func(d *Decoder, msg protoreflect.Message) (resource.Kind, string, error) {
		if !msg.Has(history) {
			return withoutVersion(d, msg)
		}
		id := msg.Get(history).Message()
		version := id.Get(id.Descriptor().Fields().ByName("value")).String()
		if version == "" {
			return withoutVersion(d, msg)
		}
		return resource.String, d.join(typ+"/", msg.Get(value).String(), "/_history/", version), nil
	}
}

func prefixed(prefix string, value protoreflect.FieldDescriptor) reader {
	return func(d *Decoder, msg protoreflect.Message) (resource.Kind, string, error) {
		return resource.String, d.join(prefix, msg.Get(value).String(), "", ""), nil
	}
}

// join puts a text together in the arena.
func (d *Decoder) join(a, b, c, e string) string {
	text := d.texts.Grow(len(a) + len(b) + len(c) + len(e))
	text = append(append(append(append(text, a...), b...), c...), e...)
	return d.texts.Keep(text)
}
