package runner_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// columns are what random views are made of.
var columns = []string{
	`{"name":"id%d","path":"id"}`,
	`{"name":"family%d","path":"name.family"}`,
	`{"name":"first%d","path":"name.family.first()"}`,
	`{"name":"all%d","path":"name.family","collection":true}`,
	`{"name":"count%d","path":"name.count()"}`,
	`{"name":"names%d","path":"name.first()","type":"HumanName"}`,
	`{"name":"text%d","path":"name.family.join(', ') & 'ä\\n\"'"}`,
	`{"name":"even%d","path":"id.toInteger() mod 2 = 0"}`,
	`{"name":"half%d","path":"id.toDecimal() / 2"}`,
}

func drawView(t *rapid.T) string {
	pick := func(label string, from []string) string {
		var out []string
		for i, c := range rapid.SliceOfN(rapid.SampledFrom(from), 1, 5).Draw(t, label) {
			out = append(out, fmt.Sprintf(strings.ReplaceAll(c, `%d"`, `_`+label+`%d"`), i))
		}
		return strings.Join(out, ",")
	}
	view := `{"resourceType":"ViewDefinition","name":"random","status":"active","resource":"Patient",`
	if rapid.Bool().Draw(t, "where") {
		view += `"where":[{"path":"name.family.exists($this = 'f')"}],`
	}
	view += `"select":[{"column":[` + pick("columns", columns) + `]}`
	if rapid.Bool().Draw(t, "forEach") {
		view += `,{"forEach":"name","column":[` + pick("each", []string{`{"name":"family%d","path":"family"}`, `{"name":"null%d","path":"text"}`}) + `]}`
	}
	return view + `]}`
}

func drawPatients(t *rapid.T) []string {
	text := make([]string, rapid.IntRange(0, 130).Draw(t, "resources"))
	families := rapid.SliceOfN(rapid.SampledFrom([]string{"f", "g", "", "a,b", `"q"`, "ä\n"}), 0, 3)
	for i := range text {
		text[i] = patient(i+1, families.Draw(t, "families")...)
		if rapid.IntRange(0, 15).Draw(t, "broken") == 0 {
			text[i] = text[i][:len(text[i])-2]
		}
	}
	return text
}

// ways are how a table is asked for, in turn.
var ways = []string{"fetched", "asked again", "streamed"}

// TestSameInEveryMode has random views of random data: the same bytes and the same failures come in every mode, from the
// cache or not, from Execute and from Rows, and where pages are overwritten as soon as they are given back.
func TestSameInEveryMode(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := drawPatients(rt)
		s := &searcher{pages: pagesOf(rapid.SampledFrom([]int{1, 7, 60, 500}).Draw(rt, "page"), text)}
		s.before = func(_ context.Context, page int) {
			for range page % 3 { // so that pages come before they are wanted, and after
				runtime.Gosched()
			}
		}
		plan := compile(t, drawView(rt), nil)
		limit := rapid.SampledFrom([]int64{0, 0, 3, 70}).Draw(rt, "limit")
		var want string
		for _, mode := range everyMode {
			for _, ttl := range []time.Duration{0, -1} {
				cfg := mode.cfg
				cfg.CacheTTL, cfg.Now = ttl, func() time.Time { return time.Unix(1_700_000_000, 0) }
				lender := &lending{searcher: s}
				for name, s := range map[string]runner.Searcher{"kept": s, "lent": lender} {
					for i, got := range outputs(rt, s, &cfg, plan, limit) {
						want = cmp.Or(want, got)
						if diff := gocmp.Diff(want, got); diff != "" {
							rt.Errorf("%s, TTL %d, pages %s, %s (-want +got):\n%s", mode.name, ttl, name, ways[i], diff)
						}
					}
				}
				if n := lender.lent.Load() - lender.back.Load(); n != 0 && limit == 0 {
					rt.Errorf("%s: %d of %d pages were not given back", mode.name, n, lender.lent.Load())
				}
			}
		}
	})
}

// outputs are the outputs of a Runner, by way.
func outputs(t *rapid.T, s runner.Searcher, cfg *runner.Config, plan *viewdef.Plan, limit int64) []string {
	r, err := runner.New(s, cfg)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, how := range ways {
		out = append(out, outputOf(t, r, how, plan, limit))
	}
	if hits := r.CacheStats().Hits; (hits == 1) != (cfg.CacheTTL == 0) {
		t.Errorf("%d hits of the cache", hits)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	return out
}

// outputOf is a table with the failures that lie before its end.
func outputOf(t *rapid.T, r *runner.Runner, how string, plan *viewdef.Plan, limit int64) string {
	q := runner.Query{Limit: limit}
	var b strings.Builder
	var failures []*runner.ResourceError
	if how == "streamed" {
		batch := row.NewBatch(plan.Schema())
		for line, err := range r.Rows(context.Background(), plan, q) {
			if failure := (*runner.ResourceError)(nil); errors.As(err, &failure) {
				failures = append(failures, failure)
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			batch.Append(line.Cells())
		}
		for _, to := range []sink.Sink{sink.CSV(&b, nil), sink.NDJSON(&b)} {
			err := to.Begin(plan.Schema())
			text, failed := to.Encode(nil, batch)
			if err := errors.Join(err, failed, to.Write(text, batch.Rows()), to.End(nil)); err != nil {
				t.Fatal(err)
			}
		}
	} else {
		table, err := r.Execute(context.Background(), plan, q)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(table.Write(sink.CSV(&b, nil)), table.Write(sink.NDJSON(&b))); err != nil {
			t.Fatal(err)
		}
		failures = table.Failures()
	}
	if limit == 0 {
		fmt.Fprintln(&b, textsOf(failures))
	}
	return b.String()
}
