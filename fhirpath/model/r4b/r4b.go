// Package r4b has the type model of FHIR R4B, version 4.3.0.
//
// It is linked into a program that imports it and into no other. The tables are static data of 107 KB;
// all that runs at program start is to note that it is there.
package r4b

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/tables"
)

//go:generate go run ../../../internal/genmodel -release r4b

var shared = tables.New(&data)

func init() { tables.Register(shared) } //nolint:gochecknoinits // to import the package is how a program chooses the release

// Model returns the type model of FHIR R4B: always the same one, which never changes.
func Model() *model.Model { return (*model.Model)(shared) }
