package tables

import "slices"

// Numbers of types that are the same in all releases; those of System's other types are in the package model.
const (
	// What the function type() returns: objects, not values.
	TypeInfo       = 11
	SimpleTypeInfo = 12
	ClassInfo      = 13

	// FirstFHIR is the first FHIR type; those of a model follow one another from here, sorted by name.
	FirstFHIR = 16
)

// systemNames are the names of the System types, by their numbers.
var systemNames = [...]string{
	"", "Any", "Boolean", "Integer", "Long", "Decimal", "String", "Date", "DateTime", "Time", "Quantity",
	TypeInfo: "TypeInfo", SimpleTypeInfo: "SimpleTypeInfo", ClassInfo: "ClassInfo",
}

// IsSystem reports whether a type is one of the System types.
func IsSystem[T ~uint16](t T) bool { return t > 0 && int(t) < len(systemNames) }

// SystemName returns the name of a System type without its namespace.
func SystemName[T ~uint16](t T) string { return systemNames[t] }

// Namespace returns "FHIR" or "System", and nothing for 0, which is no type.
func Namespace[T ~uint16](t T) string {
	switch {
	case t == 0:
		return ""
	case t < FirstFHIR:
		return "System"
	}
	return "FHIR"
}

// SystemType returns the System type of a name without its namespace: "Boolean", "Quantity", "Any".
func SystemType(name string) (t uint16, ok bool) {
	i := slices.Index(systemNames[:], name)
	if i <= 0 {
		return 0, false
	}
	return uint16(i), true
}
