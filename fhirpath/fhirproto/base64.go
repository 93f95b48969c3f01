package fhirproto

import (
	"encoding/base64"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/fhirview/fhirview/fhirpath/resource"
)

// base64Reader reads bytes as base64 text, with the spaces that an extension of google/fhir says were in it.
func base64Reader(desc protoreflect.MessageDescriptor, value protoreflect.FieldDescriptor) reader {
	list, in := extensionField(desc), newInternal(desc)
	return func(d *Decoder, msg protoreflect.Message) (resource.Kind, string, error) {
		raw := msg.Get(value).Bytes()
		if list != nil && msg.Has(list) {
			if separator, stride := in.stride(msg.Get(list).List()); stride > 0 && separator != "" {
				return resource.String, spread(base64.StdEncoding.EncodeToString(raw), separator, stride), nil
			}
		}
		return resource.String, d.texts.Keep(base64.StdEncoding.AppendEncode(
			d.texts.Grow(base64.StdEncoding.EncodedLen(len(raw))), raw)), nil
	}
}

// spread puts the separator after every stride characters of a text, but not at its end.
func spread(text, separator string, stride int) string {
	out := make([]byte, 0, len(text)+len(text)/stride*len(separator))
	for ; len(text) > stride; text = text[stride:] {
		out = append(append(out, text[:stride]...), separator...)
	}
	return string(append(out, text...))
}

// stride returns what stands between the pieces of base64 text, and how long those are; 0 where it is in one piece.
func (in internal) stride(items protoreflect.List) (separator string, stride int) {
	for i := range items.Len() {
		item := items.Get(i).Message()
		if in.urlOf(item) != strideURL {
			continue
		}
		parts := item.Get(item.Descriptor().Fields().ByName("extension")).List()
		for j := range parts.Len() {
			part := parts.Get(j).Message()
			switch in.urlOf(part) {
			case "separator":
				separator, _ = valueOf(part).Interface().(string)
			case "stride":
				length, _ := valueOf(part).Interface().(uint32)
				stride = int(length)
			}
		}
	}
	return separator, stride
}

// valueOf returns the value of the primitive that an extension holds.
func valueOf(extension protoreflect.Message) (v protoreflect.Value) {
	f := extension.Descriptor().Fields().ByName("value")
	if f == nil || !extension.Has(f) || f.Message().Oneofs().Len() == 0 {
		return v
	}
	x := extension.Get(f).Message()
	set := x.WhichOneof(x.Descriptor().Oneofs().Get(0))
	if set == nil || set.Message() == nil {
		return v
	}
	value := set.Message().Fields().ByName("value")
	if value == nil {
		return v
	}
	return x.Get(set).Message().Get(value)
}
