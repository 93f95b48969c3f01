package fhirpath

import (
	"context"

	"github.com/fhirview/fhirview/fhirpath/value"
)

// Profiles knows structure definitions beyond the types of the model, for conformsTo(), slice() and
// elementDefinition(). Many goroutines use it at once. An element that it gets has been decoded wholly and is valid during
// the call only. An error of any method ends the evaluation; the context is that of the evaluation.
type Profiles interface {
	// Conforms tells whether an element conforms to the structure definition of a canonical URL, which can end in a
	// version: http://example.org/profile|1.0. Where known is false, there is no such definition, and conformsTo() is an
	// error. It is not asked about FHIR's own types.
	Conforms(ctx context.Context, element value.Value, structure string) (conforms, known bool, err error)
	// InSlice tells whether an element is in the slice of a structure definition that is named by its sliceName or by the
	// id of its ElementDefinition. It is false where there is no such definition or slice.
	InSlice(ctx context.Context, element value.Value, structure, name string) (bool, error)
	// ElementDefinition returns the JSON text of the ElementDefinition of a path in FHIR's base definitions, such as
	// Patient.contact, HumanName.given or Observation.value[x]; nil where there is none. The text has to stay as it is for
	// as long as results of the evaluation are used.
	ElementDefinition(ctx context.Context, path string) ([]byte, error)
}
