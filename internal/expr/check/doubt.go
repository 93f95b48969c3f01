package check

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/projection"
)

// doubts is true for elements of the collection that the model says do not exist.
func (s Static) doubts(r projection.Ref) bool { return slices.ContainsFunc(s.Doubtful, r.Same) }

// allDoubtful is true where nothing that the model knows can be in the collection.
func (s Static) allDoubtful() bool {
	return len(s.Doubtful) > 0 && s.System == model.Unknown &&
		!slices.ContainsFunc(s.Refs, func(r projection.Ref) bool { return !s.doubts(r) })
}

// joinDoubts returns those of the elements of a joined collection that are doubtful in each part that has them.
func joinDoubts(out []projection.Ref, s, t Static) []projection.Ref {
	if len(s.Doubtful) == 0 && len(t.Doubtful) == 0 {
		return nil
	}
	var doubtful []projection.Ref
	for _, r := range out {
		if (s.doubts(r) || !s.has(r)) && (t.doubts(r) || !t.has(r)) {
			doubtful = append(doubtful, r)
		}
	}
	return doubtful
}

// Types returns the types that the items can have; ok is false where nothing is known of some of them, or of all. What
// the model says does not exist has no type and takes none from others.
func (s Static) Types() (types []model.TypeID, ok bool) {
	for _, r := range s.Refs {
		switch {
		case s.doubts(r) || slices.Contains(types, r.Type):
		case r.Type == model.Unknown:
			return nil, false
		default:
			types = append(types, r.Type)
		}
	}
	switch s.System {
	case model.Unknown:
	case model.SystemAny:
		return nil, false
	default:
		types = append(types, s.System)
	}
	return types, len(types) > 0
}

// possible is [Static.Types] for those who look for contradictions: an element whose type is abstract, such as
// Element, can be anything.
func (k *checker) possible(s Static) (types []model.TypeID, known bool) {
	types, known = s.Types()
	for _, t := range types {
		if k.Model.Abstract(t) && k.Model.Kind(t) != model.KindResource {
			return nil, false
		}
	}
	return types, known
}

// systemOf returns the System type that values of a type have where one is computed with; model.Unknown for complex
// types.
func (k *checker) systemOf(t model.TypeID) model.TypeID {
	if quantity, _ := k.Model.Lookup("Quantity"); k.Model.Is(t, quantity) {
		return model.SystemQuantity
	}
	return k.Model.System(t)
}

// typeNames names types for people.
func (k *checker) typeNames(types []model.TypeID) string {
	const most = 4
	names := ""
	for i, t := range types {
		switch {
		case i == most && len(types) > most+1:
			return names + " …"
		case i > 0:
			names += ", "
		}
		names += k.Model.TypeName(t)
	}
	return names
}

// adding returns the collection with the elements of another added, in place where there is room.
func (s Static) adding(part Static) Static {
	before := s
	for _, r := range part.Refs {
		if !s.has(r) {
			s.Refs = append(s.Refs, r)
		}
	}
	s.Doubtful = joinDoubts(s.Refs, before, part)
	return s
}
