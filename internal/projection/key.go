package projection

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
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
