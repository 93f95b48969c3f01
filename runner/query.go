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
}

// ErrTooManyFailures is the error of a run in which more resources failed than Config.MaxFailures allows (errors.Is).
var ErrTooManyFailures = errors.New("too many resources failed")

// tooManyError is ErrTooManyFailures with how many had failed when the run ended.
type tooManyError struct {
	view   string
	failed int64
	most   int
}

func (e *tooManyError) Is(target error) bool { return target == ErrTooManyFailures }

func (e *tooManyError) Error() string {
	return fmt.Sprintf("view %s: %d resources failed, and MaxFailures allows %d; the log has the first of them", e.view, e.failed, e.most)
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
	if q.Limit < 0 {
		return errors.New("runner: the limit is negative: use 0 for no limit")
	}
	return checkPlan(p)
}
