// Package r6 has the type model of FHIR R6, version 6.0.0-ballot2.
//
// It is linked into a program that imports it and into no other. The tables are static data of 163 KB;
// all that runs at program start is to note that it is there.
package r6

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/tables"
)

//go:generate go run ../../../internal/genmodel -release r6

var shared = tables.New(&data)

func init() { tables.Register(shared) } //nolint:gochecknoinits // to import the package is how a program chooses the release

// Model returns the type model of FHIR R6: always the same one, which never changes.
func Model() *model.Model { return (*model.Model)(shared) }
