package fhirpath

import "context"

// Resolver finds the resources that references point to, for resolve(). References to contained resources and to
// entries of the Bundle that they stand in are resolved without it.
//
// Many goroutines use it at once. It is asked at most once for a reference in an evaluation; what is to be remembered
// for longer, it remembers itself.
type Resolver interface {
	// Resolve returns the JSON text of the resource that a reference points to: a relative or absolute URL, a canonical
	// URL with or without a version, or a URN, as it stands in the data. Nil is for references that point to nothing that
	// is known, which resolve() leaves out. An error ends the evaluation.
	//
	// The text has to stay as it is for as long as results of the evaluation are used. The context is that of the evaluation.
	Resolve(ctx context.Context, reference string) ([]byte, error)
}

// ResolverFunc is a function as a [Resolver].
type ResolverFunc func(ctx context.Context, reference string) ([]byte, error)

// Resolve calls f.
func (f ResolverFunc) Resolve(ctx context.Context, reference string) ([]byte, error) {
	return f(ctx, reference)
}
