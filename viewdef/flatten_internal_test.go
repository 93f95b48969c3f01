package viewdef

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// panicking is a clause that panics at every other resource, on the fast way or on both.
type panicking struct {
	clause
	always   bool
	resource *int // its number
}

func (p panicking) rows(e *Evaluator, f focus, next receiver) error {
	if *p.resource%2 == 0 && (e.direct || p.always) {
		panic("a mistake")
	}
	return p.clause.rows(e, f, next)
}

// TestPanic has one of several views panic: the others give what they give, and so does that one where it is another way.
func TestPanic(t *testing.T) {
	const resources = 40
	for _, test := range []struct {
		views, panics int // which view
		always        bool
	}{{1, 0, false}, {1, 0, true}, {3, 0, false}, {3, 1, false}, {3, 2, true}} {
		t.Run(fmt.Sprintf("%d of %d, always %t", test.panics, test.views, test.always), func(t *testing.T) {
			var plans []*Plan
			for i := range test.views {
				view := fmt.Sprintf(`{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "id", "path": "id"}]},
					{"forEach": "name", "column": [{"name": "given", "path": "given.first()"}, {"name": "all", "path": "given.count() + %d"}]}]}`, i)
				plan, err := Compile([]byte(view), nil)
				if err != nil {
					t.Fatal(err)
				}
				plans = append(plans, plan)
			}
			i := 0
			plans[test.panics].root = panicking{plans[test.panics].root, test.always, &i}
			f := NewSet(plans...).Flattener(nil)
			failures := make([]int, test.views)
			for i = range resources {
				text := fmt.Appendf(nil, `{"resourceType":"Patient","id":"%d","name":[{"given":["a","b"]},{"given":["c"]}]}`, i)
				_, failed := f.Flatten(text)
				for _, failure := range failed {
					failures[failure.Plan]++
					if want := "internal error: panic with a string"; failure.Err.Error() != want {
						t.Errorf("%v, want %s", failure.Err, want)
					}
				}
			}
			stats := make([]FlattenStats, test.views)
			f.TakeStats(stats)
			for i, s := range stats {
				want := FlattenStats{Matched: resources, Fast: s.Fast, Refused: s.Refused, Nodes: s.Nodes}
				if i == test.panics && test.always {
					want.Matched, want.Failed = resources/2, resources/2
				}
				if diff := cmp.Diff(want, s); diff != "" || s.Fast == 0 {
					t.Errorf("view %d (-want +have):\n%s", i, diff)
				}
				if rows := f.Rows(i).Rows(); int64(rows) != 2*s.Matched || s.Failed != int64(failures[i]) {
					t.Errorf("view %d has %d rows and %d failures; %+v", i, rows, failures[i], s)
				}
			}
		})
	}
}
