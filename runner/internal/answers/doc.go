// Package answers is the machinery of a service that answers the same questions all day: a cache with fetches that callers
// share, what is remembered of the fetches for a health endpoint, a probe of the server, and the metrics of it all. It
// knows nothing of views, rows and FHIR.
package answers
