// Package quickstart has the programs of the README, as tests.
package quickstart

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

func Example() {
	if err := flatten(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// id,family,birth_date
	// p1,Quill,1974-12
	// p2,,1990-03-01
}

// quickstart: begin

func flatten(ctx context.Context) error {
	view, err := os.ReadFile("patients.view.json")
	if err != nil {
		return err
	}
	plan, err := viewdef.Compile(view, nil) // every mistake at once, each with its place
	if err != nil {
		return err
	}
	job := runner.Job{Plan: plan, Sink: sink.CSV(os.Stdout, nil)}
	stats, err := runner.Run(ctx, source.Open([]string{"Patient.ndjson"}, nil), []runner.Job{job}, nil)
	if err == nil && stats.Failed > 0 {
		err = fmt.Errorf("%d of %d resources failed, first: %w", stats.Failed, stats.Resources, stats.Failures[0])
	}
	return err
}

// quickstart: end

// TestReadme makes sure that the README shows the functions of this package.
func TestReadme(t *testing.T) {
	between := func(file, begin, end string) string {
		t.Helper()
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, ok := strings.Cut(string(data), begin)
		text, _, ok2 := strings.Cut(rest, end)
		if !ok || !ok2 {
			t.Fatalf("%s has no %q or no %q", file, begin, end)
		}
		return strings.TrimSpace(text)
	}
	for _, name := range []string{"quickstart", "structs"} {
		source := between(name+"_test.go", "// "+name+": begin\n", "// "+name+": end\n")
		readme := between(filepath.Join("..", "..", "README.md"), "<!-- "+name+": begin -->\n```go\n", "```\n<!-- "+name+": end -->")
		if source != readme {
			t.Errorf("the README shows\n%s\nand the tested program is\n%s", readme, source)
		}
	}
}
