package resource

import (
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection"
)

// openMember reads what stands under a key of an object whose elements are known by the type that the object turned
// out to have.
func (d *Decoder) openMember(o *object, k *key) error {
	name, companion := projection.CutUnderscore(k.text)
	m := member{companion: companion}
	wanted := d.element(o, name, &m)
	if !wanted && string(k.text) != projection.ResourceTypeKey {
		return d.skip()
	}
	at := d.keys.find(o.node, name)
	if !d.keys.keys[at].once(companion) {
		return jsonscan.Fail(k.start-1, jsonscan.MsgDuplicate)
	}
	if !wanted {
		return d.skip()
	}
	m.waiting = d.keys.keys[at].first
	d.setKey(&m, k)
	last := o.last
	if err := d.elements(o, &m); err != nil {
		return err
	}
	if first := &d.keys.keys[at].first; *first == 0 {
		*first = d.childAfter(o.node, last)
	}
	return nil
}

// element finds the element that a JSON key, without a companion's underscore, stands for in an open shape. It is
// false where there is none or where it is not read.
func (d *Decoder) element(o *object, key []byte, m *member) bool {
	parent := d.out.nodes[o.node].typ
	el, typ, known := d.model.ElementByKey(parent, key)
	name := el.Name
	if !known {
		if _, underscore := projection.CutUnderscore(key); underscore || string(key) == projection.ResourceTypeKey {
			return false
		}
		name = projection.UnknownName(d.model, parent, text(key))
	}
	m.typ, m.name, m.shape = typ, d.proj.NameOf(name), o.shape
	if known && el.Choice && d.model.Mixed(el) {
		m.flags = chosen
	}
	if m.companion && !projection.MayHaveCompanion(d.model, typ) {
		return false
	}
	if o.shape.All {
		return true
	}
	i := o.shape.Lookup(name)
	if i < 0 {
		return false
	}
	m.shape = o.shape.Entries[i].Shape
	return true
}
