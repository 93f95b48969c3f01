package runner

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/fhirview/fhirview/viewdef"
)

// Query says which resources a table is made of. The zero value is for all of the view's type.
type Query struct {
	// Limit is how many rows there may be; the fetch ends with them. Default: all.
	Limit int64
	// Params are the parameters of the search, as the server knows them. The runner does not change them. Default: none,
	// but for _count: see Config.PageSize.
	Params url.Values
	// NoCache has the table fetched for this call alone: it does not come from the cache, and is not put into it.
	NoCache bool
	// Refresh has the table fetched anew and put into the cache.
	Refresh bool
	// Failed is told by Rows of every resource that fails, in order and one at a time, from another goroutine than the one
	// that ranges. Execute does not call it, for Result.Failures has them. Default: nobody is told.
	Failed func(Failure)
}

// Failure is a resource that is missing in a table. It holds nothing of the resource but its type.
type Failure struct {
	// Type is the resource's type, or that which was searched for where the resource does not tell.
	Type string `json:"type"`
	// Page is the 1-based page of the search, and Entry the 0-based position among the page's resources.
	Page  int64 `json:"page"`
	Entry int64 `json:"entry"`
	// Reason says what is wrong and where in the view or in the resource's text.
	Reason string `json:"reason"`
}

func (f Failure) String() string {
	return fmt.Sprintf("page %d, entry %d: %s: %s", f.Page, f.Entry, f.Type, f.Reason)
}

// failureOf tells of a resource that failed in a search for a type.
func failureOf(e *ResourceError, searched string) Failure {
	f := Failure{Type: e.Type, Page: e.Page, Entry: e.Index, Reason: e.Err.Error()}
	if f.Type == "" {
		f.Type = searched
	}
	return f
}

// TooManyFailuresError ends a run in which more resources failed than Config.MaxFailures allows.
type TooManyFailuresError struct {
	// View is the name of the view.
	View string
	// Failed is how many had failed when the run ended.
	Failed int64
	// Max is Config.MaxFailures.
	Max int
}

func (e *TooManyFailuresError) Error() string {
	return fmt.Sprintf("view %s: %d resources failed, and MaxFailures allows %d; the log has the first of them", e.View, e.Failed, e.Max)
}

// fewForLimit is how many resources a page is asked to have at least: not every resource need give a row.
const fewForLimit = 50

// params returns the parameters of a search, which are the searcher's.
func (r *Runner) params(q *Query) url.Values {
	params := make(url.Values, len(q.Params)+1)
	for name, values := range q.Params {
		params[name] = slices.Clone(values)
	}
	if !params.Has("_count") {
		count := int64(r.cfg.PageSize)
		if q.Limit > 0 {
			count = min(count, max(q.Limit, fewForLimit))
		}
		params.Set("_count", strconv.FormatInt(count, 10))
	}
	return params
}

func checkQuery(p *viewdef.Plan, q *Query) error {
	switch {
	case p == nil:
		return errors.New("runner: there is no plan: compile a view with viewdef.Compile")
	case q.Limit < 0:
		return errors.New("runner: the limit is negative: use 0 for no limit")
	}
	return nil
}
