package fhirpath

import "context"

// Terminology is a FHIR terminology service, for memberOf(), subsumes(), subsumedBy() and the functions of
// %terminologies. The package terminology has one that asks a server over HTTP.
//
// Many goroutines use it at once. It is asked anew for every item that an expression comes to; what is worth remembering,
// it remembers itself.
type Terminology interface {
	// Call calls an operation with the JSON text of a Parameters resource, and returns the JSON text of the resource that
	// the operation returns. Nil is for what the service does not know, such as a value set, of which expressions tell
	// nothing. An error ends the evaluation; the context is that of the evaluation. What Call gets and returns is not changed
	// afterwards.
	//
	// The operations are ValueSet/$validate-code, ValueSet/$expand, CodeSystem/$validate-code, CodeSystem/$lookup,
	// CodeSystem/$subsumes and ConceptMap/$translate.
	Call(ctx context.Context, operation string, parameters []byte) ([]byte, error)
}
