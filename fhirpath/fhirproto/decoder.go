package fhirproto

import (
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

const release = "R4"

var (
	errNil     = errors.New("there is no message")
	errEmpty   = errors.New("the ContainedResource holds no resource")
	errRelease = errors.New("the messages are of R4, the projection is not: compile for R4")
)

// Decoder decodes messages for one projection. One goroutine uses it at a time; several decoders may read the same
// messages at once.
type Decoder struct {
	// texts are those that no message contains as they are: dates, numbers, references.
	texts nodes.Arena
	proj  *resource.Projection
	model *model.Model
	w     resource.Writer

	types map[protoreflect.MessageDescriptor]model.TypeID // of resources
	plans map[place]*plan
	codes map[protoreflect.EnumDescriptor]map[protoreflect.EnumNumber]string
	zones map[string]*time.Location
}

// NewDecoder returns a decoder for the elements that a projection reads. The projection has to be of R4.
func NewDecoder(p *resource.Projection) *Decoder {
	return &Decoder{
		proj:  p,
		model: (*projection.Projection)(p).Model(),
		types: map[protoreflect.MessageDescriptor]model.TypeID{},
		plans: map[place]*plan{},
		codes: map[protoreflect.EnumDescriptor]map[protoreflect.EnumNumber]string{},
		zones: map[string]*time.Location{},
	}
}

// Decode puts a resource into out, whatever it held before. The message is a ContainedResource or a resource's own
// message, such as *patient_go_proto.Patient. Where the resource is not of the projection's one type, the root is of
// its type and has no children.
//
// The message is not changed. The resource shares its strings, so they have to stay as they are for as long as the
// resource is used; the others are in memory of the decoder, see [Decoder.Reset].
//
// After an error, out holds nothing that can be used. The message of an error names the element, by the keys that it
// has in JSON, and contains nothing of the data.
func (d *Decoder) Decode(m proto.Message, out *resource.Resource) error {
	if d.model.Release() != release {
		return errRelease
	}
	if m == nil || !m.ProtoReflect().IsValid() {
		return errNil
	}
	msg, err := unwrap(m.ProtoReflect())
	if err != nil {
		return err
	}
	typ, err := d.resourceType(msg.Descriptor())
	if err != nil {
		return err
	}
	at := d.w.Begin(d.proj, typ, out)
	d.plan(at, msg.Descriptor()).walk(d, msg)
	return d.w.End()
}

// Reset has the decoder use the memory again that holds texts which no message contains as they are: dates, numbers,
// references. From then on no resource that was decoded before, and no row of one, can be used. A decoder that is never reset
// takes new memory for what it decodes, which goes when the resources go.
func (d *Decoder) Reset() { d.texts.Reset() }

// unwrap returns the resource in a ContainedResource, and any other message as it is.
func unwrap(msg protoreflect.Message) (protoreflect.Message, error) {
	desc := msg.Descriptor()
	if desc.FullName() != containedResource {
		return msg, nil
	}
	set := msg.WhichOneof(desc.Oneofs().Get(0))
	if set == nil {
		return nil, errEmpty
	}
	return msg.Get(set).Message(), nil
}

// resourceType returns the type of a resource's message.
func (d *Decoder) resourceType(desc protoreflect.MessageDescriptor) (model.TypeID, error) {
	if typ, ok := d.types[desc]; ok {
		return typ, nil
	}
	typ, known := d.model.Lookup(string(desc.Name()))
	if !known || !isResource(desc) || desc.FullName().Parent() != core {
		return typ, fmt.Errorf("%s is no resource of google/fhir's R4 messages (%s)", desc.FullName(), core)
	}
	d.types[desc] = typ
	return typ, nil
}
