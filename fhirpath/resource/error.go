package resource

import "github.com/fhirview/fhirview/internal/jsonscan"

// Error says what is wrong with the input and where: in Offset, the byte offset in the resource's JSON text, and in Msg.
// It never contains any of the input.
type Error = jsonscan.Error

const (
	msgTooLarge  = "the resource is larger than 2 GiB"
	msgNested    = "array inside an array"
	msgType      = "the resourceType is no string"
	msgPrimitive = "an object has a companion under an underscore key, which only primitives have"
	msgCompanion = "want an object of id and extensions, an array of such, or null"
)
