// Package viewtest shows how views are tested wherever Go tests run: each *.test.json file in this folder holds
// resources, and views with the rows that they must give. The format is that of the SQL on FHIR content tests, so
// `fhirview test examples/viewtest` runs the same files without any Go.
package viewtest
