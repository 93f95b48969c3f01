package fhirproto

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/fhirview/fhirview/fhirpath/resource"
)

// codeReader reads codes of a value set, which are enums. Zero is no code.
func (d *Decoder) codeReader(value protoreflect.FieldDescriptor) reader {
	codes := d.codesOf(value.Enum())
	return func(_ *Decoder, msg protoreflect.Message) (resource.Kind, string, error) {
		number := msg.Get(value).Enum()
		if number == 0 {
			return resource.None, "", nil
		}
		code, ok := codes[number]
		if !ok {
			return resource.None, "", errCode
		}
		return resource.String, code, nil
	}
}

// codesOf returns the codes of an enum: an annotation, or the name in lower case with hyphens.
func (d *Decoder) codesOf(desc protoreflect.EnumDescriptor) map[protoreflect.EnumNumber]string {
	if codes := d.codes[desc]; codes != nil {
		return codes
	}
	values := desc.Values()
	codes := make(map[protoreflect.EnumNumber]string, values.Len())
	for i := range values.Len() {
		v := values.Get(i)
		code := originalCode(v)
		if code == "" {
			code = strings.ReplaceAll(strings.ToLower(string(v.Name())), "_", "-")
		}
		codes[v.Number()] = code
	}
	d.codes[desc] = codes
	return codes
}
