package projection

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/tables"
)

// ResourceTypeKey is the JSON key that says of what type a resource is.
const ResourceTypeKey = "resourceType"

// CutUnderscore returns a key without the underscore that makes it a companion's, and whether there was one. The key _
// alone is a name.
func CutUnderscore(name []byte) (rest []byte, companion bool) {
	if len(name) > 1 && name[0] == '_' {
		return name[1:], true
	}
	return name, false
}

// MayHaveCompanion is true for the types whose elements can have ids and extensions under an underscore key.
func MayHaveCompanion(m *model.Model, t model.TypeID) bool {
	return t == model.Unknown || m.Kind(t) == model.KindPrimitive
}

// IsResource is true for the abstract types that any resource can stand for.
func IsResource(m *model.Model, t model.TypeID) bool {
	return m.Kind(t) == model.KindResource && m.Abstract(t)
}

// IsResourceType reports whether resources can be of the type of a name: the release has it, it is a resource's and not
// abstract.
func IsResourceType(m *model.Model, name string) bool {
	t, ok := m.Lookup(name)
	return ok && m.Kind(t) == model.KindResource && !m.Abstract(t)
}

// ChoiceKey returns the JSON key of an element with a content of type t: "valueQuantity" for value[x] and Quantity, and
// the name of an element that is no choice. It is empty where t is not one of the element's types.
func ChoiceKey(m *model.Model, e model.Element, t model.TypeID) string {
	switch {
	case !slices.Contains(e.Types, t):
		return ""
	case !e.Choice:
		return e.Name
	}
	if typeName := m.TypeName(t); typeName != "" {
		return tables.ChoiceKey(e.Name, typeName)
	}
	return ""
}

// UnknownName returns the name that expressions have for an element that the model does not know: its key, but nothing
// where that is the name of a choice, which is written with a type.
func UnknownName(m *model.Model, parent model.TypeID, key string) string {
	if _, choice := m.Element(parent, key); choice {
		return ""
	}
	return key
}

// Mixed reports whether an element is a choice that complex types are among the types of.
func Mixed(m *model.Model, e model.Element) bool {
	return e.Choice && slices.ContainsFunc(e.Types, func(t model.TypeID) bool { return m.Kind(t) != model.KindPrimitive })
}
