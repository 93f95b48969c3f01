package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
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

var update = flag.Bool("update", false, "write the messages of testdata/faults as they are now")

const faultsDir = "../../testdata/faults"

// fault is a broken input and where its message has to point.
type fault struct{ File, Kind, View, Place, About string }

// TestFaults reads every broken file of testdata/faults: each gives the message that messages.txt has for it, which
// names the place, and what was good around the fault is delivered.
func TestFaults(t *testing.T) {
	var faults []fault
	data, err := os.ReadFile(filepath.Join(faultsDir, "faults.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &faults); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range faults {
		message := f.message(t)
		for place := range strings.SplitSeq(f.Place, ", ") {
			if want := spoken(place); !strings.Contains(message, want) {
				t.Errorf("%s: the message does not name %q:\n%s", f.File, want, message)
			}
		}
		fmt.Fprintf(&all, "# %s: %s\n%s\n\n", f.File, f.About, message)
	}
	golden := filepath.Join(faultsDir, "messages.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), all.String()); diff != "" {
		t.Errorf("messages (-want +have):\n%s", diff)
	}
}

// spoken writes a place of faults.json as messages do.
func spoken(place string) string {
	if rest, ok := strings.CutPrefix(place, "entry["); ok {
		return "entry " + strings.TrimSuffix(rest, "]")
	}
	return place
}

func (f fault) message(t *testing.T) string {
	t.Helper()
	if f.Kind == "view" {
		data, err := os.ReadFile(filepath.Join(faultsDir, f.File))
		if err != nil {
			t.Fatal(err)
		}
		if _, err = viewdef.Compile(data, nil); err == nil {
			t.Fatalf("%s compiles", f.File)
		}
		return err.Error()
	}
	view, err := os.ReadFile(filepath.Join(faultsDir, f.View))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := viewdef.Compile(view, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f.run(t, plan)
}

// run flattens a broken file in both modes of parallelism, which have to agree, and returns what went wrong.
func (f fault) run(t *testing.T, plan *viewdef.Plan) string {
	t.Helper()
	var outputs, messages []string
	for _, parallel := range []int{1, 2} {
		var out bytes.Buffer
		var lines []string
		cfg := &runner.Options{Parallel: parallel, Failed: func(e *runner.ResourceError) { lines = append(lines, e.Error()) }}
		job := runner.Job{Plan: plan, Sink: sink.CSV(&out, nil)}
		stats, err := runner.Run(context.Background(), source.Open([]string{filepath.Join(faultsDir, f.File)}, nil), []runner.Job{job}, cfg)
		if err != nil {
			lines = append(lines, err.Error())
		}
		if len(lines) != 1 {
			t.Errorf("%s: want one message, have %d: %q", f.File, len(lines), lines)
		}
		if err == nil && stats.Failed != 1 {
			t.Errorf("%s: want 1 failed resource in the stats, have %d", f.File, stats.Failed)
		}
		lines = append(lines, fmt.Sprintf("%d resources, %d failed, %d rows", stats.Resources, stats.Failed, stats.Jobs[0].Rows))
		outputs = append(outputs, out.String())
		messages = append(messages, strings.ReplaceAll(strings.Join(lines, "\n"), faultsDir+string(filepath.Separator), ""))
	}
	if outputs[0] != outputs[1] || messages[0] != messages[1] {
		t.Errorf("%s: parallel and sequential runs differ:\n%s\n%s", f.File, messages[0], messages[1])
	}
	return messages[0]
}
