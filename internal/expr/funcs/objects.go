package funcs

import "github.com/fhirview/fhirview/fhirpath/model"

// Service is something that the caller has to provide for a function.
type Service uint8

// The services.
const (
	Nobody Service = iota
	Terminology
	Profiles
)

// objects are the variables that stand for a set of functions and have no value.
var objects = map[string][]Def{"terminologies": terminologies, "factory": factory}

// IsObject is true for the names of variables that stand for a set of functions.
func IsObject(name string) bool { return objects[name] != nil }

// Method returns a function of such a variable. The factory has one for each primitive type of the model.
func Method(m *model.Model, object, name string) (*Def, bool) {
	defs := objects[object]
	for i := range defs {
		if defs[i].Name == name {
			return &defs[i], true
		}
	}
	if t, ok := m.Lookup(name); ok && object == "factory" && m.Kind(t) == model.KindPrimitive {
		return primitiveConstructor(t, name), true
	}
	return nil, false
}

// Methods yields the names of an object's functions.
func Methods(object string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, d := range objects[object] {
			if !yield(d.Name) {
				return
			}
		}
	}
}
