package registry_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/model/r4b"
	"github.com/fhirview/fhirview/fhirpath/model/r5"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/registry"
)

var update = flag.Bool("update", false, "write the golden files")

// starterViews are the views of the starter set: those for R4, R4B and R5, and those that R5 has other elements for.
var starterViews = struct{ r5, r4 []string }{
	[]string{
		"allergies", "blood_pressures", "claims", "conditions", "diagnostic_reports", "immunizations",
		"laboratory_results", "patient_addresses", "patient_contacts", "patient_demographics", "patients", "vital_signs",
	},
	[]string{"encounters", "medications", "procedures"},
}

// TestStarterIsStrict compiles the set for each release: what is meant for it has not even a warning, what is not meant
// for it does not compile.
func TestStarterIsStrict(t *testing.T) {
	all := slices.Sorted(slices.Values(slices.Concat(starterViews.r5, starterViews.r4)))
	for _, c := range []struct {
		release string
		model   *model.Model
		want    []string
	}{
		{"4.0.1", r4.Model(), all},
		{"4.3.0", r4b.Model(), all},
		{"5.0.0", r5.Model(), starterViews.r5},
	} {
		t.Run(c.release, func(t *testing.T) {
			cfg := &registry.Config{View: &viewdef.Options{Model: c.model, Strict: true}}
			r, err := registry.New(t.Context(), []registry.Source{registry.Starter()}, cfg)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, names(r)); diff != "" {
				t.Errorf("views (-want +got):\n%s\n%v", diff, r.Problems())
			}
			for _, name := range c.want {
				plan := ask(t, r, name)
				if w := plan.Warnings(); len(w) > 0 {
					t.Errorf("%s: %v", name, w)
				}
			}
			for _, name := range all {
				_, err := r.Plan(name)
				if meant := slices.Contains(c.want, name); meant != (err == nil) {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}

// TestStarterIsDescribed asks for what a list of views shows people.
func TestStarterIsDescribed(t *testing.T) {
	r := load(t, nil, registry.Starter())
	for _, v := range r.Views() {
		plan := ask(t, r, v.Name)
		versions := plan.View().FHIRVersions
		if v.Title == "" || v.Description == "" || v.File != "views/"+v.Name+".view.json" || v.Version != "" ||
			v.URL != "https://github.com/fhirview/fhirview/ViewDefinition/"+v.Name {
			t.Errorf("%s: incomplete: %+v", v.Name, v)
		}
		if want := slices.Contains(starterViews.r5, v.Name); slices.Contains(versions, "5.0.0") != want {
			t.Errorf("%s: fhirVersion is %v", v.Name, versions)
		}
		checkColumns(t, v.Name, plan.View().Select)
	}
}

func checkColumns(t *testing.T, view string, selects []viewdef.Select) {
	t.Helper()
	for _, s := range selects {
		for _, c := range s.Columns {
			if c.Type == "" || !strings.HasSuffix(c.Description, ".") {
				t.Errorf("%s: column %s has no type or no description", view, c.Name)
			}
		}
		checkColumns(t, view, s.Selects)
		checkColumns(t, view, s.UnionAll)
	}
}

// goldenRows is how many rows of a view are compared; of the synthetic data, these have most of what can happen.
const goldenRows = 6

// TestStarterRows compares the first rows of each view with what is committed.
func TestStarterRows(t *testing.T) {
	r := load(t, nil, registry.Starter())
	for _, v := range r.Views() {
		t.Run(v.Name, func(t *testing.T) {
			in := filepath.Join("..", "..", "testdata", "synthetic", v.Resource+".ndjson")
			if _, err := os.Stat(in); err != nil {
				in = filepath.Join("testdata", "resources", v.Resource+".ndjson")
			}
			got, stats := rows(t, ask(t, r, v.Name), in, goldenRows)
			golden := filepath.Join("testdata", v.Name+".csv")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" || stats.Failed > 0 {
				t.Errorf("%d failed; rows (-want +got):\n%s", stats.Failed, diff)
			}
		})
	}
}

// TestStarterOnSampleData runs the set over data that another program has made, where it is there.
func TestStarterOnSampleData(t *testing.T) {
	shared := os.Getenv("FHIRVIEW_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	r := load(t, nil, registry.Starter())
	for _, v := range r.Views() {
		t.Run(v.Name, func(t *testing.T) {
			in := filepath.Join(shared, "data", v.Resource+".ndjson.gz")
			if _, err := os.Stat(in); err != nil {
				t.Skip("there is no sample data of this type")
			}
			_, stats := rows(t, ask(t, r, v.Name), in, 0)
			if stats.Jobs[0].Rows == 0 || stats.Failed > 0 {
				t.Errorf("%d rows, %d of %d resources failed", stats.Jobs[0].Rows, stats.Failed, stats.Resources)
			}
		})
	}
}

func rows(t *testing.T, plan *viewdef.Plan, in string, limit int64) ([]byte, runner.Stats) {
	t.Helper()
	var out bytes.Buffer
	stats, err := runner.Run(t.Context(), source.Open([]string{in}, nil), []runner.Job{{Plan: plan, Sink: sink.CSV(&out, nil)}}, &runner.Options{Limit: limit})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), stats
}
