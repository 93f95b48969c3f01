package decode

import (
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// untypedMember reads what stands under a key of an object whose elements are known by the type that the object turned
// out to have.
func (d *Decoder) untypedMember(o *Object, k *Key) error {
	name, companion := projection.CutUnderscore(k.Text)
	m := member{companion: companion}
	wanted := d.element(o, name, &m)
	if !wanted && string(k.Text) != projection.ResourceTypeKey {
		return d.skip()
	}
	at := d.keys.find(o.Node, name)
	if !d.keys.keys[at].once(companion) {
		return jsonscan.Fail(k.Start-1, jsonscan.MsgDuplicate)
	}
	if !wanted {
		return d.skip()
	}
	m.waiting = d.keys.keys[at].first
	d.setKey(&m, k)
	last := o.Last
	if err := d.elements(o, &m); err != nil {
		return err
	}
	if first := &d.keys.keys[at].first; *first == 0 {
		*first = d.Out.ChildAfter(o.Node, last)
	}
	return nil
}

// element finds the element that a JSON key, without a companion's underscore, stands for in an untyped shape. It is
// false where there is none or where it is not read.
func (d *Decoder) element(o *Object, key []byte, m *member) bool {
	parent := d.Out.Nodes[o.Node].Type
	el, typ, known := d.model.ElementByKey(parent, key)
	name := el.Name
	if !known {
		if _, underscore := projection.CutUnderscore(key); underscore || string(key) == projection.ResourceTypeKey {
			return false
		}
		name = projection.UnknownName(d.model, parent, nodes.AsText(key))
	}
	m.typ, m.name, m.shape = typ, projection.NameOf(d.proj, name), o.Shape
	if known && el.Choice && projection.Mixed(d.model, el) {
		m.flags = nodes.Chosen
	}
	if m.companion && !projection.MayHaveCompanion(d.model, typ) {
		return false
	}
	if o.Shape.All {
		return true
	}
	i := o.Shape.Lookup(name)
	if i < 0 {
		return false
	}
	m.shape = o.Shape.Entries[i].Shape
	return true
}
