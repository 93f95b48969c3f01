package runner_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// damage breaks every seventh line in one of several ways; some breaks are in parts that no view reads.
func damage(text []string) []string {
	breaks := []func(string) string{
		func(s string) string { return s[:len(s)/2] },
		func(s string) string { return strings.Replace(s, `"id":`, `"id"`, 1) },
		func(s string) string { return s + "}" },
		func(string) string { return `{"id":"without a type"}` },
		func(string) string { return `"no object"` },
		func(string) string { return `{"resourceType":"Basic","code":{"text":"of a type without a view"}}` },
		func(string) string { return `{"resourceType":"Basic","code":{"text":"cut off` },
		func(s string) string { return strings.Replace(s, "{", "[", 2) },
	}
	out := make([]string, 0, len(text))
	for i, line := range text {
		if i%7 == 3 {
			line = breaks[i/7%len(breaks)](line)
		}
		out = append(out, line, "")
	}
	return out
}

// synthetic returns the lines of all files of testdata/synthetic, in turn.
func synthetic(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "synthetic", "*.ndjson"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no synthetic data (%v)", err)
	}
	var files [][]string
	longest := 0
	for _, path := range paths {
		text, err := os.ReadFile(filepath.Clean(path))
		if err != nil {
			t.Fatal(err)
		}
		file := strings.Split(strings.TrimSpace(string(text)), "\n")
		files = append(files, file)
		longest = max(longest, len(file))
	}
	var out []string
	for i := range longest {
		for _, file := range files {
			if i < len(file) {
				out = append(out, file[i])
			}
		}
	}
	return out
}

// TestSameOutputHoweverItIsCut runs many views over one read of a damaged input: in order, in parallel, in blocks of a
// line and in one block.
func TestSameOutputHoweverItIsCut(t *testing.T) {
	var plans []*viewdef.Plan
	for _, name := range []string{
		"patients", "observations", "patient_addresses", "claim_items", "questionnaire_answers", "blood_pressures",
		"patients", // a plan may be in any number of jobs
	} {
		plans = append(plans, stored(t, name))
	}
	plans[len(plans)-1] = plans[0]
	input := damage(synthetic(t))
	want := outcomeOf(t, lines(input, nil), runner.Options{Parallel: 1}, plans...)
	if want.Stats.Failed < 20 || want.Stats.Failed != int64(len(want.Failures)) {
		t.Fatalf("%d resources failed and %d failures were told; the input should have more", want.Stats.Failed, len(want.Failures))
	}
	for i, job := range want.Stats.Jobs {
		if job.Rows < 10 || int64(strings.Count(want.Outputs[i], "\n")) < job.Rows+1 {
			t.Fatalf("job %d has %d rows in %d lines", i, job.Rows, strings.Count(want.Outputs[i], "\n"))
		}
	}
	if diff := cmp.Diff(want.Outputs[0], want.Outputs[len(plans)-1]); diff != "" {
		t.Errorf("two jobs of one plan differ:\n%s", diff)
	}
	for _, parallel := range parallels {
		for _, size := range []int{1, 5000, 64 << 10} {
			t.Run(fmt.Sprintf("parallel=%d/block=%d", parallel, size), func(t *testing.T) {
				got := outcomeOf(t, lines(input, &source.Options{BlockSize: size}), runner.Options{Parallel: parallel}, plans...)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("differs from one block in order (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// TestSameOutputInEveryFormat has the rows of one run in each text format.
func TestSameOutputInEveryFormat(t *testing.T) {
	plan := stored(t, "observations")
	input := damage(synthetic(t))
	for format, open := range map[string]func(io.Writer) sink.Sink{
		"csv":    func(w io.Writer) sink.Sink { return sink.CSV(w, nil) },
		"ndjson": sink.NDJSON,
		"json":   sink.JSON,
	} {
		t.Run(format, func(t *testing.T) {
			var want string
			for _, parallel := range parallels {
				var out bytes.Buffer
				cfg := &runner.Options{Parallel: parallel}
				_, err := runner.Run(t.Context(), lines(input, &source.Options{BlockSize: 3000}), []runner.Job{{Plan: plan, Sink: open(&out)}}, cfg)
				if err != nil {
					t.Fatal(err)
				}
				if want == "" {
					want = out.String()
				}
				if diff := cmp.Diff(want, out.String()); diff != "" {
					t.Errorf("parallel %d differs from in order (-want +got):\n%s", parallel, diff)
				}
			}
		})
	}
}

// TestEveryViewOverAllData runs all views of testdata in one pass over each folder of data that there is.
func TestEveryViewOverAllData(t *testing.T) {
	shared := os.Getenv("FHIRVIEW_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "views", "*.view.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no views (%v)", err)
	}
	for _, folder := range []string{filepath.Join("..", "testdata", "synthetic"), filepath.Join(shared, "data")} {
		if _, err := os.Stat(folder); err != nil {
			t.Logf("no data in %s", folder)
			continue
		}
		var jobs []runner.Job
		for _, path := range paths {
			plan := stored(t, strings.TrimSuffix(filepath.Base(path), ".view.json"))
			jobs = append(jobs, runner.Job{Plan: plan, Sink: sink.NDJSON(io.Discard)})
		}
		stats, err := runner.Run(t.Context(), source.Open([]string{folder}, nil), jobs, nil)
		if err != nil || stats.Failed > 0 || stats.Resources == 0 {
			t.Errorf("%s: %d resources, %d failed, %v, %v", folder, stats.Resources, stats.Failed, stats.Failures, err)
		}
		rows := int64(0)
		for i, job := range stats.Jobs {
			t.Logf("%s: %d rows of %s", folder, job.Rows, filepath.Base(paths[i]))
			rows += job.Rows
		}
		if rows < stats.Resources/2 {
			t.Errorf("%s: %d rows of %d resources", folder, rows, stats.Resources)
		}
	}
}
