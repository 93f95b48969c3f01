// Package r4 has the type model of FHIR R4, version 4.0.1.
//
// The tables are static data of 108 KB: 37 of elements, 32 of the index of JSON keys, 22 of names. All that
// runs at program start is to note that it is there.
package r4

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/tables"
)

//go:generate go run ../../../internal/genmodel -release r4

var shared = tables.New(&data)

func init() { tables.Register(shared) } //nolint:gochecknoinits // to import the package is how a program chooses the release

// Model returns the type model of FHIR R4: always the same one, which never changes.
func Model() *model.Model { return (*model.Model)(shared) }
