package check

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/paths"
	"github.com/fhirview/fhirview/internal/projection"
)

// Static is what is known of a collection when the expression is compiled.
type Static struct {
	// Refs are the elements that can be in it.
	Refs []projection.Ref
	// System is the type of the System values in it: model.SystemAny where there may be some of any type,
	// model.Unknown where there are none.
	System model.TypeID
	// Targets are the types of the resources that references in it point to; empty where that is not known.
	Targets []model.TypeID
	// Single is true where it has at most one item.
	Single bool
	// Many is true where it certainly has several items, whatever the data.
	Many bool
	// Several says why it can have several items, where the model shows that; it says nothing where the collection has at
	// most one item, and where that is not known.
	Several Cause
	// Unordered is true where the order of the items is not defined.
	Unordered bool
	// Choice is true where it is of a choice that has primitives and complex types, as long as none has been selected.
	Choice bool
	// Below is true where it is what children() or descendants() have found.
	Below bool
	// Doubtful are those of the elements that the model says do not exist. They are read all the same.
	Doubtful []projection.Ref
	// alternative is the choice that it is a part of.
	alternative alternative
}

// Focus returns the static of a single element.
func Focus(r projection.Ref) Static { return Static{Refs: []projection.Ref{r}, Single: true} }

func computed(t model.TypeID) Static { return Static{System: t, Single: true} }

// Item returns the static of one item of the collection.
func (s Static) Item() Static {
	s.Single, s.Many, s.Unordered, s.Several = true, false, false, Cause{}
	return s
}

// Join returns the static of a collection that holds items of both.
func Join(s, t Static) Static {
	out := Static{Refs: append([]projection.Ref(nil), s.Refs...), System: s.System, Unordered: s.Unordered || t.Unordered}
	if out.Several = s.Several; out.Several.What == "" {
		out.Several = t.Several
	}
	out.Choice = s.Choice || t.Choice
	for _, r := range t.Refs {
		if !out.has(r) {
			out.Refs = append(out.Refs, r)
		}
	}
	out.Doubtful = joinDoubts(out.Refs, s, t)
	switch {
	case out.System == model.Unknown:
		out.System = t.System
	case t.System != model.Unknown && t.System != out.System:
		out.System = model.SystemAny
	}
	return out
}

func (s Static) has(r projection.Ref) bool {
	for _, own := range s.Refs {
		if own.Same(r) {
			return true
		}
	}
	return false
}

// systemType returns the System type that all items have as values, or model.SystemAny.
func (k *checker) systemType(s Static) model.TypeID {
	t := k.systemOf(s.System)
	if t == model.Unknown && s.System != model.Unknown {
		return model.SystemAny // a complex type, which has been selected of what can be anything
	}
	quantity, _ := k.Model.Lookup("Quantity")
	for _, r := range s.Refs {
		own := k.Model.System(r.Type)
		if k.Model.Is(r.Type, quantity) {
			own = model.SystemQuantity
		}
		switch {
		case own == model.Unknown:
			return model.SystemAny
		case t == model.Unknown:
			t = own
		case t != own:
			return model.SystemAny
		}
	}
	if t == model.Unknown {
		return model.SystemAny
	}
	return t
}

// narrow returns what ofType(t) leaves of a collection.
func (k *checker) narrow(s Static, t model.TypeID) Static {
	out := Static{Single: s.Single, Unordered: s.Unordered, Several: s.Several, alternative: s.alternative.chosen(t), Below: s.Below}
	for _, r := range s.Refs {
		switch {
		case r.Type == model.Unknown, k.Model.Is(t, r.Type):
			out.Refs = append(out.Refs, r.As(t))
		case paths.IsOf(k.Model, r.Type, t):
			out.Refs = append(out.Refs, r)
		}
	}
	if s.System == model.SystemAny || k.Model.Is(s.System, t) {
		out.System = t
	}
	out.Choice = s.Choice && k.Model.Kind(t) != model.KindPrimitive
	return out
}

// readValues says that the values of the elements are used. Primitives are read anyway; a quantity is read with its
// parts.
func (k *checker) readValues(s Static) {
	quantity, _ := k.Model.Lookup("Quantity")
	for _, r := range s.Refs {
		if r.Type != model.Unknown && !k.Model.Is(r.Type, quantity) {
			continue
		}
		for _, name := range [...]string{"value", "comparator", "unit", "system", "code"} {
			k.Builder.Member(r, name)
		}
	}
}

// readAll says that the elements are compared by equality.
func (k *checker) readAll(s Static) {
	for _, r := range s.Refs {
		if k.Model.Kind(r.Type) != model.KindPrimitive {
			k.Builder.All(r)
		}
	}
}

// readCompared says that the two collections are compared by equality: all of both, unless one holds no elements.
func (k *checker) readCompared(x, y Static) {
	if len(x.Refs) == 0 || len(y.Refs) == 0 {
		k.readValues(x)
		k.readValues(y)
		return
	}
	k.readAll(x)
	k.readAll(y)
}
