package fhirproto

import (
	"errors"
	"fmt"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/fhirview/fhirview/fhirpath/resource"
)

var errPacked = errors.New("the inlined resource is not a well-formed google.protobuf.Any")

// single is a field that holds one message.
type single struct {
	field protoreflect.FieldDescriptor
	content
}

func (s single) walk(d *Decoder, parent protoreflect.Message) {
	if parent.Has(s.field) {
		s.write(d, parent.Get(s.field).Message())
	}
}

// list is a field that holds any number of messages.
type list struct {
	field protoreflect.FieldDescriptor
	content
}

func (l list) walk(d *Decoder, parent protoreflect.Message) {
	if !parent.Has(l.field) {
		return
	}
	items := parent.Get(l.field).List()
	for i := range items.Len() {
		l.write(d, items.Get(i).Message())
	}
}

// choice is one of several types.
type choice struct {
	oneof protoreflect.OneofDescriptor
	by    []content // by the index of the field
}

func (c choice) write(d *Decoder, msg protoreflect.Message) {
	set := msg.WhichOneof(c.oneof)
	if set == nil || c.by[set.Index()] == nil {
		return
	}
	c.by[set.Index()].write(d, msg.Get(set).Message())
}

// complexContent is an element with elements.
type complexContent struct {
	member resource.Place
	plan   *plan
}

func (c *complexContent) write(d *Decoder, msg protoreflect.Message) {
	d.w.Open(&c.member, resource.Object, "")
	c.plan.walk(d, msg)
	d.w.Close()
}

// inlined is a ContainedResource, an element that is a resource.
type inlined struct{ member resource.Place }

func (c inlined) write(d *Decoder, msg protoreflect.Message) {
	msg, err := unwrap(msg)
	if err != nil {
		d.w.Fail(&c.member, err)
		return
	}
	typ, err := d.resourceType(msg.Descriptor())
	if err != nil {
		d.w.Fail(&c.member, err)
		return
	}
	m := c.member.As(typ)
	d.w.Open(&m, resource.Object, "")
	d.plan(m, msg.Descriptor()).walk(d, msg)
	d.w.Close()
}

// packed is a resource in a google.protobuf.Any.
type packed struct{ inlined }

func (c packed) write(d *Decoder, msg protoreflect.Message) {
	box, ok := msg.Interface().(*anypb.Any)
	if !ok {
		d.w.Fail(&c.member, errPacked)
		return
	}
	m, err := box.UnmarshalNew()
	switch {
	case errors.Is(err, protoregistry.NotFound):
		d.w.Fail(&c.member, fmt.Errorf("the type of the inlined resource is not linked into the program: import the "+
			"package of %s", containedResource))
	case err != nil:
		d.w.Fail(&c.member, errPacked)
	default:
		c.inlined.write(d, m.ProtoReflect())
	}
}
