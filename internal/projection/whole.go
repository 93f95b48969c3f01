package projection

import "github.com/fhirview/fhirview/fhirpath/model"

// Whole returns a projection that reads all of objects of a type, which may be no resource. Their elements carry the
// name of any that was ever interned, so that it serves objects that an evaluation makes for whatever comes to ask of
// them.
func Whole(m *model.Model, typ model.TypeID) *Projection {
	b := NewBuilder(m, typ)
	b.All(b.Root())
	p := b.Projection()
	p.names = nil
	return p
}

// NameOf returns the Name that decoded elements of a name carry.
func NameOf(p *Projection, name string) Name {
	if p.names != nil {
		return p.names[name]
	}
	interned.RLock()
	defer interned.RUnlock()
	return interned.ids[name]
}
