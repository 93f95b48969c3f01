// Package runner flattens resources: it takes them from a source, evaluates views on them, and hands the rows to
// sinks.
//
//	stats, err := runner.Run(ctx, source.NDJSON(in, nil), nil, runner.Job{Plan: plan, Sink: sink.CSV(os.Stdout, nil)})
//
// The source is read block by block. Blocks are decoded, evaluated and formatted in parallel and written in the order
// of the input, so that the same input gives the same output whatever the parallelism. Memory is bounded by the number
// of blocks in work, whatever the size of the input.
package runner
