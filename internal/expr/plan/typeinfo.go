package plan

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
	"github.com/fhirview/fhirview/internal/tables"
)

// TypeInfo returns what type() tells of a type, as an object that the context makes once; ok is false for a type that
// is not known.
//
// Specification: FHIRPath, "Reflection".
func (c *Context) TypeInfo(t model.TypeID) (info value.Value, ok bool, err error) {
	if info, ok = c.types[t]; ok || t == model.Unknown {
		return info, ok, nil
	}
	b := appendMember(nil, '{', "namespace", tables.Namespace(t))
	b = appendMember(b, ',', "name", c.Model.TypeName(t))
	if base := c.Model.Base(t); base != model.Unknown {
		b = appendMember(b, ',', "baseType", tables.Namespace(base)+"."+c.Model.TypeName(base))
	}
	made, err := c.object(append(b, '}'), projection.Whole(c.Model, InfoType(c.Model, t)))
	if err != nil {
		return info, false, err
	}
	if c.types == nil {
		c.types = map[model.TypeID]value.Value{}
	}
	c.types[t] = made
	return made, true, nil
}

// InfoType returns the type of what type() tells of a type.
func InfoType(m *model.Model, t model.TypeID) model.TypeID {
	if k := m.Kind(t); k == model.KindPrimitive || k == model.KindSystem {
		return tables.SimpleTypeInfo
	}
	return tables.ClassInfo
}

func appendMember(b []byte, before byte, key, text string) []byte {
	b = append(appendString(append(b, before), key), ':')
	return appendString(b, text)
}

// costOfObject is what an object takes beside its text: a decoder and a table of nodes.
const costOfObject = 200

// object makes an element of the JSON text of an object.
func (c *Context) object(text []byte, p *projection.Projection) (value.Value, error) {
	c.Spend(costOfObject)
	if err := c.SpendText(len(text)); err != nil {
		return value.Value{}, err
	}
	d := decode.New(p)
	r := new(resource.Resource)
	if err := d.Decode(text, (*nodes.Resource)(r).Table()); err != nil {
		return value.Value{}, err
	}
	return value.Elem(r, r.Root()), nil
}
