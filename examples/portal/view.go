package main

import (
	"cmp"
	"strconv"
	"time"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/viewdef/row"
)

// mostFailures is how many failed resources the page names.
const mostFailures = 20

// table is a page of a table, ready to show.
type table struct {
	Title, Description string
	Form               form
	Columns            []column
	Rows               [][]cell
	// First and Last are the 1-based numbers of the rows shown, of Total that there are.
	First, Last, Total int
	Pages              int
	// Limited is true where the limit left rows out; Truncated, where the server did.
	Limited, Truncated bool

	Fetched    time.Time
	Age        string
	FromCache  bool
	Stale      bool
	Failed     int
	Failures   []*runner.ResourceError
	CSV        string
	NDJSON     string
	Prev, Next string
}

type column struct {
	Name, Description string
	Number            bool
}

type cell struct {
	Text   string
	Number bool
}

// newTable shows the page of a table that the form names, or the last where there are fewer by now.
func newTable(f *fetched) *table {
	r, info := f.result, f.result.Info()
	t := &table{
		Title: cmp.Or(f.view.Title, f.view.Name), Description: f.view.Description, Form: f.form,
		Total: r.Len(), Limited: info.Limited, Truncated: info.Truncated,
		Fetched: info.Started.UTC(), Age: ago(info.Age), FromCache: info.FromCache, Stale: info.Stale,
		CSV: f.form.link("/download", "format", "csv"), NDJSON: f.form.link("/download", "format", "ndjson"),
	}
	schema := r.Schema()
	for i := range schema.Columns {
		c := &schema.Columns[i]
		t.Columns = append(t.Columns, column{c.Name, c.Description, isNumber(c)})
	}
	failures := r.Failures()
	t.Failed, t.Failures = int(info.Failed), failures[:min(len(failures), mostFailures)]
	t.Pages = max(1, (t.Total+rowsPerPage-1)/rowsPerPage)
	current := min(f.form.page, t.Pages)
	from := (current - 1) * rowsPerPage
	to := min(from+rowsPerPage, t.Total)
	t.First, t.Last = from+1, to
	for i := from; i < to; i++ {
		t.Rows = append(t.Rows, t.cells(r.Row(i)))
	}
	if current > 1 {
		t.Prev = f.form.link("/", "page", strconv.Itoa(current-1))
	}
	if current < t.Pages {
		t.Next = f.form.link("/", "page", strconv.Itoa(current+1))
	}
	return t
}

// MoreFailures is how many failed resources are not named.
func (t *table) MoreFailures() int { return t.Failed - len(t.Failures) }

func isNumber(c *row.Column) bool {
	return !c.Collection && (c.Type == row.Integer || c.Type == row.Integer64 || c.Type == row.Decimal)
}
