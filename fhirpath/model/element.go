package model

import (
	"iter"
	"unsafe"

	"github.com/fhirview/fhirview/internal/tables"
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
	f, ok := tables.Find(m.tables(), int(t-tables.FirstFHIR), name)
	if !ok || m.tables().Elements[f.Element][tables.ColElementLen]&tables.FlagChoice != 0 && f.Pos != tables.ChoiceName {
		return e, false
	}
	m.element(f.Element, &e)
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
	f, ok := tables.Find(m.tables(), int(t-tables.FirstFHIR), key)
	if !ok || f.Pos == tables.ChoiceName {
		return e, Unknown, false
	}
	m.element(f.Element, &e)
	return e, e.Types[f.Pos], true
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
	if row[tables.ColTypeKind]&tables.FlagComplete == 0 && !m.yieldElements(TypeID(row[tables.ColTypeBase]), yield) {
		return false
	}
	from, to := m.tables().Run(int(t - tables.FirstFHIR))
	for i := from; i < to; i++ {
		var e Element
		m.element(i, &e)
		if !yield(e) {
			return false
		}
	}
	return true
}

// element fills in the element at index i. It writes to e because an Element is too large to be passed about for
// nothing in the calls that a decoder makes for every key.
func (m *Model) element(i int, e *Element) {
	t := m.tables()
	row := &t.Elements[i]
	flags := row[tables.ColElementLen]
	e.Name = t.ElementName(row)
	e.Types = typeIDs(t.List(row[tables.ColElementTypes]))
	e.Targets = typeIDs(t.List(row[tables.ColElementTargets]))
	e.Min = uint8(flags >> tables.MinShift)
	e.Choice = flags&tables.FlagChoice != 0
	e.Repeats = flags&tables.FlagRepeats != 0
}

// typeIDs returns numbers of types as what they are, without copying them.
func typeIDs(numbers []uint16) []TypeID {
	return unsafe.Slice((*TypeID)(unsafe.SliceData(numbers)), len(numbers)) //nolint:gosec // both are uint16, and the tables are static
}
