package runner

// result is what came of a block, until it is written.
type result struct {
	encoded    [][]byte // by job, like those below
	rows       []int    // how many rows are encoded
	matched    []int64
	failed     []int64
	ways       []ways
	failures   []*ResourceError
	read       int64
	broken     int64 // resources that failed in any way
	inputBytes int64
	nested     int64 // Bundles in Bundles
	nestedAt   []*ResourceError
	err        error // what ends the run after the rows so far
	// shard has the rows, where they have to be counted before they are formatted.
	shard *shard
}

func newResult(jobs int) *result {
	return &result{
		encoded: make([][]byte, jobs), rows: make([]int, jobs),
		matched: make([]int64, jobs), failed: make([]int64, jobs), ways: make([]ways, jobs),
	}
}

// reset forgets the block before.
func (out *result) reset() {
	for i := range out.encoded {
		out.encoded[i], out.rows[i] = out.encoded[i][:0], 0
		out.matched[i], out.failed[i], out.ways[i] = 0, 0, ways{}
	}
	out.nested, out.nestedAt = 0, nil
	out.failures, out.read, out.broken, out.err = nil, 0, 0, nil
}
