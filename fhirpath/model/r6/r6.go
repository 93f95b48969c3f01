// Package r6 has the type model of FHIR R6, version 6.0.0-ballot2.
//
// It is linked into a program that imports it and into no other. The tables are static data of 163 KB;
// all that runs at program start is [model.Register].
package r6

import "github.com/fhirview/fhirview/fhirpath/model"

//go:generate go run ../../../internal/genmodel -release r6

var shared = model.New(&tables)

func init() { model.Register(shared) } //nolint:gochecknoinits // to import the package is how a program chooses the release

// Model returns the type model of FHIR R6: always the same one, which never changes.
func Model() *model.Model { return shared }
