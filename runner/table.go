package runner

import (
	"time"

	"github.com/fhirview/fhirview/viewdef/row"
)

// table is what came of a run. It never changes, so that all who asked for it share it.
type table struct {
	slab

	stats     ResultStats
	failures  []Failure
	truncated bool
	limited   bool
	fetchedAt time.Time // when the fetch began
}

// mostFailures is how many failures a table keeps. All are counted.
const mostFailures = 10_000

const failureBytes = 128 // of one, about: texts of reasons are mostly constants

// memory is what the table takes.
func (t *table) memory() int64 {
	n := t.size() + int64(len(t.failures))*failureBytes + 512
	for i := range t.failures {
		n += int64(len(t.failures[i].Reason))
	}
	return n
}

// ResultStats are the figures of the run that made a table.
type ResultStats struct {
	// Read is how many resources came from the server, Matched how many of them were the view's, and Failed how many could
	// not be read or evaluated.
	Read, Matched, Failed int64
	// Rows is how many rows there are.
	Rows int64
	// InputBytes is the length of the resources' JSON text.
	InputBytes int64
	// Fetch is how long the server and its client took for the pages, and Evaluate how long the workers were busy with the
	// resources, all together. Both overlap, and Duration is what they took in all.
	Fetch, Evaluate, Duration time.Duration
}

// Result is a table. It is shared by those who asked for it at about the same time, so its cells, and what they refer to,
// must not be changed; everything in it may be kept. Its methods may be called by many goroutines at once.
type Result struct {
	table  *table
	schema *row.Schema
	now    func() time.Time
	cached bool
	stale  bool
}

// Schema returns the name of the view and its columns with their types.
func (r *Result) Schema() *row.Schema { return r.schema }

// Columns returns the names of the columns in a slice of the caller's own.
func (r *Result) Columns() []string { return columnNames(r.schema) }

func columnNames(s *row.Schema) []string {
	names := make([]string, len(s.Columns))
	for i := range s.Columns {
		names[i] = s.Columns[i].Name
	}
	return names
}

// Len returns the number of rows.
func (r *Result) Len() int { return r.table.rows }

// Row returns row i, from 0.
func (r *Result) Row(i int) Row { return Row{schema: r.schema, cells: r.table.row(i)} }

// Stats returns the figures of the run that made the table.
func (r *Result) Stats() ResultStats { return r.table.stats }

// Failures returns the resources that are missing in the table because they failed, in the order of the search: the first
// ten thousand, while Stats has the number of all. The caller does not change them.
func (r *Result) Failures() []Failure { return r.table.failures }

// Truncated is true where the server has, or may have, more resources than it has sent: it says so, it reports an error, or
// its pages did not come to their end. Such a table is not kept in the cache, unless Config.CacheTruncated is set.
func (r *Result) Truncated() bool { return r.table.truncated }

// Limited is true where the table ends because of Query.Limit. There may be more resources.
func (r *Result) Limited() bool { return r.table.limited }

// FetchedAt is when the fetch of the table began: the table has all that the server had then.
func (r *Result) FetchedAt() time.Time { return r.table.fetchedAt }

// Age is how long ago FetchedAt was.
func (r *Result) Age() time.Duration { return r.now().Sub(r.table.fetchedAt) }

// FromCache is true where the table was in the cache, and false for all who waited for a fetch.
func (r *Result) FromCache() bool { return r.cached }

// Stale is true where the table was in the cache for longer than Config.CacheTTL, and a newer one is being fetched.
func (r *Result) Stale() bool { return r.stale }
