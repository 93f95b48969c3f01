// Command genmodel writes the Go tables of one FHIR release's types for a package below fhirpath/model.
//
// It reads StructureDefinitions: a JSON Bundle of them, or a folder of StructureDefinition-*.json files as the
// official hl7.fhir.rN.core packages have it. It is run by go generate in the package that holds the tables:
//
//	//go:generate go run ../../../internal/genmodel -release r4
//
// The flag -definitions names the Bundle, the folder, or a folder that holds either under the name of the release:
// r4.json, or r4/ or r4/package/ with the files. Without it that is $FHIRVIEW_SHARED/definitions, and without the
// variable ../shared/definitions beside the root of the repository.
//
// The same input always gives the same file.
package main
