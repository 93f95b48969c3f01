package runner

import (
	"time"

	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Table is what came of a run: the rows of a view, the resources that failed, and how the run went. It is shared by those
// who asked for it at about the same time, so its cells, and what they refer to, must not be changed; everything in it may
// be kept. Its methods may be called by many goroutines at once.
type Table struct {
	*table

	schema        *row.Schema
	now           func() time.Time
	cached, stale bool
}

// table is the part of a Table that all share who asked for it. It never changes.
type table struct {
	rowStore

	info     RunInfo
	failures []*ResourceError
}

// mostFailures is how many failures a table keeps. All are counted.
const mostFailures = 10_000

const failureBytes = 256 // of one, about: texts of reasons are mostly constants

// memory is what the table takes.
func (t *table) memory() int64 {
	n := t.size() + int64(len(t.failures))*failureBytes + 512
	for _, f := range t.failures {
		n += int64(len(f.Err.Error()))
	}
	return n
}

func newTable(p *viewdef.Plan) *table {
	return &table{rowStore: rowStore{width: len(p.Schema().Columns)}}
}

// take adds encoded rows, fail a resource that failed, and done what is known at the end.
func (t *table) take(encoded []byte, rows int) error {
	t.add(encoded, rows)
	return nil
}

func (t *table) fail(e *ResourceError, _ int) {
	if len(t.failures) < mostFailures {
		t.failures = append(t.failures, e)
	}
}

func (t *table) done(info RunInfo) {
	t.end()
	t.info = info
}

// RunInfo says how the run went that made a table.
type RunInfo struct {
	// Read is how many resources were read, Matched how many of them were the view's, and Failed how many could not be read
	// or evaluated. The rest of a file that cannot be read is one.
	Read, Matched, Failed int64
	// Rows is how many rows there are.
	Rows int64
	// InputBytes is how much of the input was read: of a search the resources' JSON text.
	InputBytes int64
	// Fetch is how long the input took to come, and Evaluate how long the workers were busy with the resources, all
	// together. Both overlap, and Duration is what they took in all.
	Fetch, Evaluate, Duration time.Duration
	// Started is when the run began: the table has all that the server had then. Age is how long ago that is.
	Started time.Time
	Age     time.Duration
	// Limited is true where the table ends because of a limit of rows. There may be more resources.
	Limited bool
	// Truncated is true where the server has, or may have, more resources than it has sent: it says so, it reports an error,
	// or its pages did not come to their end. Such a table is not kept in a cache, unless Config.CacheTruncated is set.
	Truncated bool
	// FromCache is true where the table was in the cache, and false for all who waited for a fetch; Stale, where it was there
	// for longer than Config.CacheTTL, and a newer one is being fetched.
	FromCache, Stale bool
}

// Schema returns the name of the view and its columns with their types.
func (t *Table) Schema() *row.Schema { return t.schema }

// Len returns the number of rows.
func (t *Table) Len() int { return t.rows }

// Row returns row i, from 0.
func (t *Table) Row(i int) Row { return Row{schema: t.schema, cells: t.row(i)} }

// Info says how the run went that made the table, and whether the table has everything.
func (t *Table) Info() RunInfo {
	info := t.info
	info.Age = t.now().Sub(info.Started)
	info.FromCache, info.Stale = t.cached, t.stale
	return info
}

// Failures returns the resources that are missing in the table because they failed, in the order of the input: the first
// ten thousand, while Info has the number of all. The caller does not change them.
func (t *Table) Failures() []*ResourceError { return t.failures }
