package fhirpath

import "github.com/fhirview/fhirview/fhirpath/value"

// Collection is what expressions yield.
type Collection = value.Collection
