package cli

import "github.com/fhirview/fhirview/fhirpath"

// newCache returns a cache for the expressions of one command: views of a folder, and the cases of a test suite, repeat
// each other's.
func newCache() *fhirpath.Cache { return fhirpath.NewCache(4096) }
