package fhirproto

import (
	"errors"
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/fhirview/fhirview/fhirpath/resource"
)

var (
	errCode    = errors.New("the code is not a value of its enum")
	errMessage = errors.New("the message is not one of google/fhir's primitives")
)

// reader returns a primitive's value: its kind and, where the kind has one, its text.
type reader func(d *Decoder, msg protoreflect.Message) (resource.Kind, string, error)

// primitive is an element with a value, an id and extensions.
type primitive struct {
	member   resource.Place
	read     reader
	id       protoreflect.FieldDescriptor // nil where there is none
	list     protoreflect.FieldDescriptor // the extensions; nil where there are none
	internal internal
	below    *plan
}

func (d *Decoder) primitive(m resource.Place, desc protoreflect.MessageDescriptor, read reader) *primitive {
	fields := desc.Fields()
	return &primitive{
		member: m, read: read,
		id: fields.ByName("id"), list: extensionField(desc),
		internal: newInternal(desc), below: d.plan(m, desc),
	}
}

func (p *primitive) write(d *Decoder, msg protoreflect.Message) {
	var marks marks
	if p.list != nil && msg.Has(p.list) {
		marks = p.internal.marks(msg.Get(p.list).List())
	}
	extended := marks.others || p.id != nil && msg.Has(p.id)
	kind, text := resource.None, ""
	if !marks.noValue {
		var err error
		if kind, text, err = p.read(d, msg); err != nil {
			d.w.Fail(&p.member, err)
			return
		}
	}
	// What has neither a value nor an id or extensions keeps a place in a list, and is nothing.
	if kind == resource.None && !extended {
		return
	}
	d.w.Open(&p.member, kind, text)
	if extended {
		p.below.walk(d, msg)
	}
	d.w.Close()
}

// reader returns the reader for a primitive's message.
func (d *Decoder) reader(desc protoreflect.MessageDescriptor) reader {
	if read := temporal(desc); read != nil {
		return read
	}
	value := desc.Fields().ByName("value")
	if value == nil {
		return unreadable
	}
	switch value.Kind() {
	case protoreflect.StringKind:
		return stringReader(value, desc.Name() == "Decimal")
	case protoreflect.EnumKind:
		return d.codeReader(value)
	case protoreflect.BoolKind:
		return boolReader(value)
	case protoreflect.BytesKind:
		return base64Reader(desc, value)
	case protoreflect.Int32Kind, protoreflect.Sint32Kind:
		return intReader(value)
	case protoreflect.Uint32Kind:
		return uintReader(value)
	}
	return unreadable
}

func unreadable(*Decoder, protoreflect.Message) (resource.Kind, string, error) {
	return resource.None, "", errMessage
}

// stringReader reads strings, and decimals, which are strings in order to keep their digits.
func stringReader(value protoreflect.FieldDescriptor, number bool) reader {
	kind := resource.String
	if number {
		kind = resource.Number
	}
	return func(_ *Decoder, msg protoreflect.Message) (resource.Kind, string, error) {
		return kind, msg.Get(value).String(), nil
	}
}

func boolReader(value protoreflect.FieldDescriptor) reader {
	return func(_ *Decoder, msg protoreflect.Message) (resource.Kind, string, error) {
		if msg.Get(value).Bool() {
			return resource.True, "", nil
		}
		return resource.False, "", nil
	}
}

func intReader(value protoreflect.FieldDescriptor) reader {
	return func(d *Decoder, msg protoreflect.Message) (resource.Kind, string, error) {
		return d.number(msg.Get(value).Int())
	}
}

func uintReader(value protoreflect.FieldDescriptor) reader {
	return func(d *Decoder, msg protoreflect.Message) (resource.Kind, string, error) {
		return d.number(int64(uint32(msg.Get(value).Uint())))
	}
}

func (d *Decoder) number(i int64) (resource.Kind, string, error) {
	const digits = 20
	return resource.Number, d.texts.Keep(strconv.AppendInt(d.texts.Grow(digits), i, 10)), nil
}
