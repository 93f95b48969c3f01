// Package bench measures fhirview on the views of the folder views, which are what users write: against the plain way to
// do the same in Go (encoding/json into maps, extraction by hand, encoding/csv), and by itself as resources, views and
// machines grow. Its tests hold both sides to the same rows, and fhirview to the memory and the work that it needs. Beside
// tests and benchmarks it holds what makes their inputs; docs/benchmarks.md says how to run them and what they showed.
//
// Machines differ, and a shared one differs from minute to minute. What counts are the ratios: each comes from passes
// of both sides in turn, within one process.
package bench
