// Package viewdef parses, validates and compiles ViewDefinitions: views that make flat tables of FHIR resources.
//
//	plan, err := viewdef.Compile(data, nil)
//
// A [Plan] holds compiled expressions only. It is immutable, and any number of goroutines evaluate it: on JSON text each with
// a [Flattener] of its own, which takes any number of plans at once, and on resources that are there as nodes each with an
// [Evaluator] of its own.
//
// A view is compiled for the FHIR release that it is meant for, R4 where it does not say. A program has the types of R4 and
// of the releases that it imports, such as
//
//	import _ "github.com/fhirview/fhirview/fhirpath/model/r5"
//
// Specification: SQL on FHIR 3.0.0, "ViewDefinition"; views in the form of 2.0.0 are taken too. Where the
// specification can be read in several ways, docs/spec-readings.md says how it is read here.
package viewdef
