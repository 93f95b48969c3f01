// Package bench measures fhirview against the plain way to do the same in Go: encoding/json into maps, extraction by
// hand, encoding/csv. It holds tests and benchmarks only; docs/benchmarks.md says how to run them and what they showed.
//
// Machines differ, and a shared one differs from minute to minute. What counts are the ratios: each comes from passes
// of both sides in turn, within one process.
package bench
