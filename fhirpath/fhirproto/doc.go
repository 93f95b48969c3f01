// Package fhirproto puts the R4 messages of google/fhir (github.com/google/fhir/go) into fhirview's node table, so that
// compiled expressions and views run on them as they do on JSON:
//
//	d := fhirproto.NewDecoder(plan.Projection())
//	err := d.Decode(patient, &res)
//
// Messages are only read, by reflection, and only as far as the projection goes. What differs between a message and
// FHIR's JSON comes out as in JSON: a date as its text in its precision and time zone, a code as the code and not its
// enum value, patient_id as a reference to Patient/…, and a primitive that the extension primitiveHasNoValue marks as
// one without a value. google/fhir's own jsonformat writes the same texts.
//
// The package does not import the messages themselves: a program links the types that it uses, and no others. An
// inlined resource (DomainResource.contained) is packed in a google.protobuf.Any; a view that reads one needs its
// type, google.fhir.r4.core.ContainedResource, to be linked.
//
// It is a module of its own because google/fhir brings some 300 others into the module graph.
package fhirproto
