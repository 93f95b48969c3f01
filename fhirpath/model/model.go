package model

import (
	"iter"

	"github.com/fhirview/fhirview/internal/tables"
)

// Model is the type model of one FHIR release. It never changes, and many goroutines may use it at once. The names
// and slices that its methods return are the model's own static data. The zero Model is not usable: take one from
// a package below this one, such as r4.
type Model tables.Model

// tables returns the data of the model.
func (m *Model) tables() *tables.Tables { return (*tables.Model)(m).Tables() }

// Release returns the short name of the release, such as "R4" or "R4B".
func (m *Model) Release() string { return m.tables().Release }

// Version returns the full version of the release, such as "4.0.1".
func (m *Model) Version() string { return m.tables().Version }

// Lookup returns the FHIR type of the given name: "Patient", "Patient.contact", "string". It knows neither the types
// of the System namespace nor names that are written with a namespace.
func (m *Model) Lookup(name string) (TypeID, bool) {
	i, ok := tables.LookupType(m.tables(), name)
	if !ok {
		return Unknown, false
	}
	return tables.FirstFHIR + TypeID(i), true
}

// row returns the row of a FHIR type, or nil if t is none.
func (m *Model) row(t TypeID) *[6]uint16 {
	i := int(t) - tables.FirstFHIR
	types := m.tables().Types
	if i < 0 || i >= len(types)-1 {
		return nil
	}
	return &types[i]
}

// TypeName returns the name of a type without its namespace: "Patient", "Patient.contact", and "String" for
// System.String as "string" for FHIR.string. It is empty for [Unknown].
func (m *Model) TypeName(t TypeID) string {
	if tables.IsSystem(t) {
		return tables.SystemName(t)
	}
	if row := m.row(t); row != nil {
		return m.tables().TypeName(row)
	}
	return ""
}

// Kind returns the kind of a type.
func (m *Model) Kind(t TypeID) Kind {
	if tables.IsSystem(t) {
		return KindSystem
	}
	if row := m.row(t); row != nil {
		return Kind(row[tables.ColTypeKind] & 0xff)
	}
	return KindUnknown
}

// Abstract reports whether a type has no instances of its own: Resource, Element, and System.Any.
func (m *Model) Abstract(t TypeID) bool {
	if row := m.row(t); row != nil {
		return row[tables.ColTypeKind]&tables.FlagAbstract != 0
	}
	return t == SystemAny || t == tables.TypeInfo
}

// Base returns the type that t is derived from: Patient is derived from DomainResource, code from string,
// Patient.contact from BackboneElement, System.String from System.Any. It is [Unknown] for types without a base.
func (m *Model) Base(t TypeID) TypeID {
	if row := m.row(t); row != nil {
		return TypeID(row[tables.ColTypeBase])
	}
	switch {
	case t == tables.SimpleTypeInfo, t == tables.ClassInfo:
		return tables.TypeInfo
	case tables.IsSystem(t) && t != SystemAny:
		return SystemAny
	}
	return Unknown
}

// Is reports whether t is ancestor or derived from it. Unknown is nothing, not even Unknown. FHIR types and System
// types are never one another: that the value of a FHIR.string is a System.String is what [Model.System] tells.
func (m *Model) Is(t, ancestor TypeID) bool {
	for t != Unknown {
		if t == ancestor {
			return m.row(t) != nil || tables.IsSystem(t)
		}
		t = m.Base(t)
	}
	return false
}

// System returns the System type of the value of a primitive: String for code and uri, DateTime for instant, Integer
// for positiveInt. A System type is its own, but for those of type(), which are objects. For all other types, FHIR's
// Quantity among them, it is [Unknown].
func (m *Model) System(t TypeID) TypeID {
	if tables.IsSystem(t) && !isInfo(t) {
		return t
	}
	if row := m.row(t); row != nil {
		return TypeID(row[tables.ColTypeSystem])
	}
	return Unknown
}

// Types yields all FHIR types, sorted by name and therefore by id.
func (m *Model) Types() iter.Seq[TypeID] {
	return func(yield func(TypeID) bool) {
		for i := range len(m.tables().Types) - 1 {
			if !yield(tables.FirstFHIR + TypeID(i)) {
				return
			}
		}
	}
}
