package model

import (
	"strconv"

	"github.com/fhirview/fhirview/internal/tables"
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
)

// String returns the name of a System type with its namespace, "System.Quantity", and for others a number, because a TypeID
// does not know its model: Model.TypeName does.
func (t TypeID) String() string {
	switch {
	case t == Unknown:
		return "unknown"
	case tables.IsSystem(t):
		return "System." + tables.SystemName(t)
	}
	return "type " + strconv.Itoa(int(t))
}

// isInfo reports whether t is a type of what type() returns.
func isInfo(t TypeID) bool { return tables.TypeInfo <= t && t <= tables.ClassInfo }

// infoElement returns an element of what type() returns: each is one String.
//
// Specification: FHIRPath, "Reflection".
func infoElement[S tables.Text](t TypeID, name S) (e Element, ok bool) {
	if !isInfo(t) {
		return e, false
	}
	for _, own := range infoElements {
		if own.Name == string(name) && (t != tables.TypeInfo || own.Name == "baseType") {
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
