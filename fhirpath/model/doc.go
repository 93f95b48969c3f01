// Package model describes the types of one FHIR release: which elements a type has, what types those have, how a
// choice such as value[x] is spelled in JSON, and which type is derived from which.
//
// A [Model] answers in names of FHIR and of FHIRPath ("Patient", "Patient.contact", "birthDate") and in a [TypeID],
// a small number that stands for a type so that plans and decoded resources need not carry names. The ids of the
// System types are the same everywhere; all others mean something only to the model that gave them out.
//
//	m := r4.Model()
//	patient, _ := m.Lookup("Patient")
//	e, _ := m.Element(patient, "deceased")         // a choice: boolean, dateTime
//	_, typ, _ := m.ElementByKey(patient, []byte("deceasedBoolean"))
//	m.TypeName(typ)                                // "boolean"
//
// # Types
//
// Besides the types that FHIR names, every element with children of its own in a definition is a type, called by its
// path: Patient.contact, derived from BackboneElement, or Timing.repeat, derived from Element. Profiles are not
// types. Primitives have id and extension and no element for their value, as in JSON; [Model.System] tells the type
// of that value.
//
// # Data
//
// The models themselves are in the packages below this one, one a release, and are generated from the official
// StructureDefinitions by internal/genmodel. They are plain static data: all that importing one runs at program start
// is to note that it is there, so that [ForVersions] finds it, and no method builds anything to answer. A Model never
// changes, so any number of goroutines may use it.
package model
