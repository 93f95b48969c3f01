package fhirproto

import "google.golang.org/protobuf/reflect/protoreflect"

// The extensions of primitives by which google/fhir notes what its messages have no fields for. They are not FHIR's.
const (
	noValueURL = "https://g.co/fhir/StructureDefinition/primitiveHasNoValue"
	strideURL  = "https://g.co/fhir/StructureDefinition/base64Binary-separatorStride"
)

// internal tells google/fhir's own extensions of a primitive from others.
type internal struct {
	url, value protoreflect.FieldDescriptor // of an extension, and of its url
}

// marks is what is found among the extensions of a primitive.
type marks struct {
	noValue bool
	others  bool // extensions that are FHIR's
}

// extensionField returns the field of a message's extensions, or nil.
func extensionField(desc protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	if f := desc.Fields().ByName("extension"); f != nil && f.IsList() && f.Message() != nil {
		return f
	}
	return nil
}

func newInternal(desc protoreflect.MessageDescriptor) internal {
	f := extensionField(desc)
	if f == nil {
		return internal{}
	}
	url := f.Message().Fields().ByName("url")
	if url == nil || url.Message() == nil {
		return internal{}
	}
	return internal{url, url.Message().Fields().ByName("value")}
}

func (in internal) marks(items protoreflect.List) (m marks) {
	for i := range items.Len() {
		switch in.urlOf(items.Get(i).Message()) {
		case noValueURL:
			m.noValue = true
		case strideURL:
		default:
			m.others = true
		}
	}
	return m
}

func (in internal) urlOf(extension protoreflect.Message) string {
	if in.value == nil || !extension.Has(in.url) {
		return ""
	}
	return extension.Get(in.url).Message().Get(in.value).String()
}

// extensions is the list of a primitive's extensions, without google/fhir's own.
type extensions struct {
	list
	internal internal
}

func (e extensions) walk(d *Decoder, parent protoreflect.Message) {
	if !parent.Has(e.field) {
		return
	}
	items := parent.Get(e.field).List()
	for i := range items.Len() {
		item := items.Get(i).Message()
		if url := e.internal.urlOf(item); url != noValueURL && url != strideURL {
			e.write(d, item)
		}
	}
}
