// Package api has a program for each section of docs/api.md. Together they use every name that is listed there, on the
// samples in testdata and on a FHIR server of their own. They are tests: `go test -v ./examples/api` runs them.
package api
