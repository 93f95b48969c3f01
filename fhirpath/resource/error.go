package resource

import "github.com/fhirview/fhirview/internal/jsonscan"

// Error says what is wrong with the input and where: in Offset, the byte offset in the resource's JSON text, and in Msg.
// It never contains any of the input.
type Error = jsonscan.Error
