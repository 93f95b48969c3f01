// Package runner flattens resources: it takes them from a source, evaluates views on them, and hands the rows to
// sinks.
//
//	job := runner.Job{Plan: plan, Sink: sink.CSV(os.Stdout, nil)}
//	stats, err := runner.Run(ctx, source.NDJSON(in, nil), []runner.Job{job}, nil)
//
// The source is read block by block. Blocks are decoded, evaluated and formatted in parallel and written in the order
// of the input, so that the same input gives the same output whatever the parallelism. Memory is bounded by the number
// of blocks in work, whatever the size of the input.
//
// A Bundle is unwrapped wherever it stands, by one level, and its entries are the resources; views of Bundle see itself.
// What stands in a Bundle further in is counted in [Stats]. References in a Bundle mean its entries. Where a view looks for
// them, with getReferenceKey() or resolve(), a Bundle that is a document is read to its end first, and then a second time:
// from the file, or from a temporary one. Run sees to that by itself.
//
// [All] takes the rows of one view into structs of the caller's own, [Rows] yields them as they are, and [Collect] makes a
// [Table] of them, whatever the source:
//
//	for patient, err := range runner.All[Patient](ctx, plan, source.Bytes(texts...), nil) {
//
//	table, err := runner.Collect(ctx, plan, source.Bytes(texts...), nil)
//	patients, err := runner.Scan[Patient](table)
//
// A [Runner] is for programs that ask a server for tables all day. It searches, runs the view over page after page while
// the next is fetched, and keeps the tables for a while:
//
//	r, err := runner.New(client, nil)
//	table, err := r.Execute(ctx, plan, runner.Query{Params: url.Values{"active": {"true"}}})
//
// Calls for the same table share one fetch. A table is the same by the content of its view, its query, the server and the
// credentials.
//
// # Metrics
//
// With Config.Meter a Runner keeps these, the first six with the attribute fhirview.view but for in_flight:
//
//	fhirview.runner.executes    calls of Execute, by fhirview.outcome: hit, stale, shared, miss, uncached, failed
//	fhirview.runner.duration    their time in seconds, by the same
//	fhirview.runner.rows        rows made
//	fhirview.runner.failures    resources that failed
//	fhirview.runner.fetch       seconds that a run's pages took to come
//	fhirview.runner.in_flight   runs under way
//	fhirview.runner.cache.*     hits, misses, shared, evictions, expirations, entries, size: see [CacheStats]
package runner
