package fhirproto

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/fhirview/fhirview/fhirpath/resource"
)

// place is a message in a place of a resource: what the projection reads of it is the same wherever that is.
type place struct {
	at   resource.Place
	desc protoreflect.MessageDescriptor
}

// plan says which fields of a message are read. It is made when the first such message comes: types contain one
// another, so that making all at once would take all of FHIR.
type plan struct {
	place
	steps []step
	made  bool
}

// step reads a part of a message.
type step interface {
	walk(d *Decoder, parent protoreflect.Message)
}

// content is what a field holds, once or several times.
type content interface {
	write(d *Decoder, msg protoreflect.Message)
}

// plan returns the plan for messages in a place.
func (d *Decoder) plan(at resource.Place, desc protoreflect.MessageDescriptor) *plan {
	key := place{at, desc}
	p := d.plans[key]
	if p == nil {
		p = &plan{place: key}
		d.plans[key] = p
	}
	return p
}

// walk reads a message's fields into the element that is open.
func (p *plan) walk(d *Decoder, msg protoreflect.Message) {
	if !p.made {
		p.made = true
		p.make(d)
	}
	for _, s := range p.steps {
		s.walk(d, msg)
	}
}

func (p *plan) make(d *Decoder) {
	fields := p.desc.Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if f.Message() == nil || p.desc.FullName() == reference && isTarget(f) {
			continue
		}
		if c := p.content(d, f); c != nil {
			p.add(f, c)
		}
	}
	if m, ok := p.at.Member("reference"); ok && p.desc.FullName() == reference {
		p.steps = append(p.steps, d.target(m, p.desc))
	}
}

func (p *plan) add(f protoreflect.FieldDescriptor, c content) {
	switch {
	case !f.IsList():
		p.steps = append(p.steps, single{f, c})
	case isPrimitive(p.desc):
		p.steps = append(p.steps, extensions{list{f, c}, newInternal(p.desc)})
	default:
		p.steps = append(p.steps, list{f, c})
	}
}

// content returns what is read of a field, or nil.
func (p *plan) content(d *Decoder, f protoreflect.FieldDescriptor) content {
	if isChoice(f.Message()) {
		return p.choice(d, f)
	}
	m, ok := p.at.Member(f.JSONName())
	if !ok {
		return nil
	}
	return d.content(m, f.Message())
}

func (d *Decoder) content(m resource.Place, desc protoreflect.MessageDescriptor) content {
	switch {
	case desc.FullName() == anyMessage:
		return packed{inlined{m}}
	case desc.FullName() == containedResource:
		return inlined{m}
	case isPrimitive(desc):
		return d.primitive(m, desc, d.reader(desc))
	}
	return &complexContent{member: m, plan: d.plan(m, desc)}
}

// choice returns what is read of a choice of types, or nil.
func (p *plan) choice(d *Decoder, f protoreflect.FieldDescriptor) content {
	desc := f.Message()
	if desc.Oneofs().Len() != 1 {
		return nil
	}
	c := choice{oneof: desc.Oneofs().Get(0), by: make([]content, desc.Fields().Len())}
	wanted := false
	for i := range c.by {
		alternative := desc.Fields().Get(i)
		m, ok := p.at.Member(choiceKey(f, alternative))
		if !ok || alternative.Message() == nil {
			continue
		}
		c.by[i] = d.content(m, alternative.Message())
		wanted = true
	}
	if !wanted {
		return nil
	}
	return c
}

// choiceKey returns the JSON key of a choice with a type: valueQuantity.
func choiceKey(f, alternative protoreflect.FieldDescriptor) string {
	name := alternative.JSONName()
	return f.JSONName() + strings.ToUpper(name[:1]) + name[1:]
}
