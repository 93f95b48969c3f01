package model

import (
	"iter"
	"slices"
)

// Element is one element of a type.
type Element struct {
	// Name is the element's name in FHIRPath, and in JSON unless the element is a choice: "birthDate", and "value"
	// for value[x].
	Name string

	// Types holds the one type of the element, or all those of a choice in the order of the definition. A reference
	// to another element's content has that element's own type: Questionnaire.item.item is a Questionnaire.item. The
	// slice is the model's own and must not be changed.
	Types []TypeID

	// Targets holds the resource types that the element, where it is a Reference or canonical, may refer to, in the
	// order of the definition; the type Resource stands for any. It is empty where the definition says nothing. The
	// slice is the model's own and must not be changed.
	Targets []TypeID

	Min     uint8 // the least number of occurrences that the definition allows
	Choice  bool  // whether the element is a choice of types, spelled with one of them in JSON
	Repeats bool  // whether it may occur more than once, so that it is an array in JSON
}

// Element returns the element of type t with the given name, be it t's own or inherited. A choice is called by its
// name alone: "value" finds value[x], and "valueQuantity" finds nothing.
func (m *Model) Element(t TypeID, name string) (e Element, ok bool) {
	if m.row(t) == nil {
		return infoElement(t, name)
	}
	f, ok := find(m, int(t-FirstFHIR), name)
	if !ok || m.t.Elements[f.element][colElementLen]&flagChoice != 0 && f.pos != choiceName {
		return e, false
	}
	m.element(f.element, &e)
	return e, true
}

// ElementByKey returns the element of type t that a key of a JSON object stands for, and the type that its content
// then has: "valueQuantity" is the element value with the type Quantity, while "value" is no key of a choice. A key
// that begins with an underscore belongs to the element without it, which is for the caller to know; "resourceType"
// is no element. The buffer is neither kept nor copied.
func (m *Model) ElementByKey(t TypeID, key []byte) (e Element, typ TypeID, ok bool) {
	if m.row(t) == nil {
		e, ok = infoElement(t, key)
		if ok {
			typ = SystemString
		}
		return e, typ, ok
	}
	f, ok := find(m, int(t-FirstFHIR), key)
	if !ok || f.pos == choiceName {
		return e, Unknown, false
	}
	m.element(f.element, &e)
	return e, e.Types[f.pos], true
}

// Elements yields the elements of type t in the order of its definition, so that inherited ones come first.
func (m *Model) Elements(t TypeID) iter.Seq[Element] {
	return func(yield func(Element) bool) { m.yieldElements(t, yield) }
}

func (m *Model) yieldElements(t TypeID, yield func(Element) bool) bool {
	row := m.row(t)
	if row == nil {
		return true
	}
	if row[colTypeKind]&flagComplete == 0 && !m.yieldElements(TypeID(row[colTypeBase]), yield) {
		return false
	}
	from, to := m.t.run(int(t - FirstFHIR))
	for i := from; i < to; i++ {
		var e Element
		m.element(i, &e)
		if !yield(e) {
			return false
		}
	}
	return true
}

// ChoiceKey returns the JSON key of element e with a content of type t: "valueQuantity" for value[x] and Quantity, and
// the name of an element that is no choice. It is empty where t is not one of the element's types.
func (m *Model) ChoiceKey(e Element, t TypeID) string {
	switch {
	case !slices.Contains(e.Types, t):
		return ""
	case !e.Choice:
		return e.Name
	}
	if typeName := m.TypeName(t); typeName != "" {
		return choiceKey(e.Name, typeName)
	}
	return ""
}

// element fills in the element at index i. It writes to e because an Element is too large to be passed about for
// nothing in the calls that a decoder makes for every key.
func (m *Model) element(i int, e *Element) {
	row := &m.t.Elements[i]
	flags := row[colElementLen]
	e.Name = m.t.elementName(row)
	e.Types = m.t.list(row[colElementTypes])
	e.Targets = m.t.list(row[colElementTargets])
	e.Min = uint8(flags >> minShift)
	e.Choice = flags&flagChoice != 0
	e.Repeats = flags&flagRepeats != 0
}
