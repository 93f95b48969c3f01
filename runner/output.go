package runner

import "github.com/fhirview/fhirview/viewdef"

// blockOutput is what came of a block, until it is written.
type blockOutput struct {
	encoded    [][]byte // by job, like those below
	rows       []int    // how many rows are encoded
	stats      []viewdef.FlattenStats
	failures   []*ResourceError
	before     []int // by failure, how many rows the first job has of what stands before
	read       int64
	broken     int64 // resources that failed in any way
	inputBytes int64
	nested     int64 // Bundles in Bundles
	nestedAt   []*ResourceError
	err        error // what ends the run after the rows so far
	// worker has the rows, where they have to be counted before they are formatted.
	worker *worker
}

func newOutput(jobs int) *blockOutput {
	return &blockOutput{
		encoded: make([][]byte, jobs), rows: make([]int, jobs), stats: make([]viewdef.FlattenStats, jobs),
	}
}

// reset forgets the block before.
func (out *blockOutput) reset() {
	for i := range out.encoded {
		out.encoded[i], out.rows[i] = out.encoded[i][:0], 0
	}
	clear(out.stats)
	out.nested, out.nestedAt = 0, nil
	out.failures, out.before, out.read, out.broken, out.err = nil, nil, 0, 0, nil
}
