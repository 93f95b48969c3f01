package model

import (
	"slices"
	"strconv"
)

// TypeID stands for a type of a model. The ids of the System types are constants; every other id is meaningful only
// to the model that it came from, and may differ between releases of this module: never store one.
type TypeID uint16

// The types of FHIRPath itself, the namespace System.
const (
	// Unknown is the zero TypeID: the type is not known, or there is none. It is no type; every method that takes
	// a TypeID answers it, and any id that its model did not give out, with the zero value of its result.
	Unknown TypeID = iota

	SystemAny
	SystemBoolean
	SystemInteger
	SystemLong
	SystemDecimal
	SystemString
	SystemDate
	SystemDateTime
	SystemTime
	SystemQuantity

	// What the function type() returns: objects, not values.
	SystemTypeInfo
	SystemSimpleTypeInfo
	SystemClassInfo

	// FirstFHIR is the first id of a FHIR type; a model's FHIR types follow one another from here, sorted by name.
	FirstFHIR TypeID = 16
)

// systemNames is indexed by TypeID.
var systemNames = [...]string{
	SystemAny:      "Any",
	SystemBoolean:  "Boolean",
	SystemInteger:  "Integer",
	SystemLong:     "Long",
	SystemDecimal:  "Decimal",
	SystemString:   "String",
	SystemDate:     "Date",
	SystemDateTime: "DateTime",
	SystemTime:     "Time",
	SystemQuantity: "Quantity",

	SystemTypeInfo:       "TypeInfo",
	SystemSimpleTypeInfo: "SimpleTypeInfo",
	SystemClassInfo:      "ClassInfo",
}

// SystemLookup returns the System type of the given name, without its namespace: "Boolean", "Quantity", "Any".
func SystemLookup(name string) (TypeID, bool) {
	if name == "" {
		return Unknown, false
	}
	i := slices.Index(systemNames[:], name)
	if i < 0 {
		return Unknown, false
	}
	return TypeID(i), true
}

// String returns the name of a System type with its namespace, "System.Quantity", and for others a number, because a TypeID
// does not know its model: Model.TypeName does.
func (t TypeID) String() string {
	switch {
	case t == Unknown:
		return "unknown"
	case isSystem(t):
		return "System." + systemNames[t]
	}
	return "type " + strconv.Itoa(int(t))
}

// isSystem reports whether t is one of the System types.
func isSystem(t TypeID) bool { return t > Unknown && int(t) < len(systemNames) }

// isInfo reports whether t is a type of what type() returns.
func isInfo(t TypeID) bool { return SystemTypeInfo <= t && t <= SystemClassInfo }

// infoElement returns an element of what type() returns: each is one String.
//
// Specification: FHIRPath, "Reflection".
func infoElement[S text](t TypeID, name S) (e Element, ok bool) {
	if !isInfo(t) {
		return e, false
	}
	for _, own := range infoElements {
		if own.Name == string(name) && (t != SystemTypeInfo || own.Name == "baseType") {
			return own, true
		}
	}
	return e, false
}

var infoElements = [...]Element{
	{Name: "namespace", Types: []TypeID{SystemString}},
	{Name: "name", Types: []TypeID{SystemString}},
	{Name: "baseType", Types: []TypeID{SystemString}},
}

// Kind sorts types by what their instances look like.
type Kind uint8

// The kinds of types.
const (
	KindUnknown   Kind = iota
	KindSystem         // a type of FHIRPath: System.String
	KindPrimitive      // a FHIR primitive, with a value, an id and extensions: code
	KindComplex        // a datatype with elements, and the abstract datatypes: HumanName, Element, BackboneElement
	KindBackbone       // an element with children, defined in place: Patient.contact, Timing.repeat
	KindResource       // a resource, and the abstract resources: Patient, DomainResource
)

var kindNames = [...]string{"unknown", "system", "primitive", "complex", "backbone", "resource"}

// String returns the name of the kind in lower case.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[KindUnknown]
}
