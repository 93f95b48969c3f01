package main

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef/registry"
)

// TestDownloads compares files with what the same view makes of the same resources on disk.
func TestDownloads(t *testing.T) {
	views, err := registry.New(t.Context(), []registry.Source{registry.Starter()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := setup(t, nil, "FHIRVIEW_RUNNER_PAGE_SIZE=7")
	for _, view := range []string{"patients", "conditions", "encounters", "vital_signs", "claims"} {
		plan, err := views.Plan(view)
		if err != nil {
			t.Fatal(err)
		}
		for format, c := range map[string]struct {
			mediaType string
			sink      func(io.Writer) sink.Sink
		}{
			"csv":    {"text/csv; charset=utf-8; header=present", func(w io.Writer) sink.Sink { return sink.CSV(w, nil) }},
			"ndjson": {"application/x-ndjson", sink.NDJSON},
		} {
			var want bytes.Buffer
			file := "../../testdata/synthetic/" + plan.Resource() + ".ndjson"
			job := runner.Job{Plan: plan, Sink: c.sink(&want)}
			if _, err := runner.Run(t.Context(), source.Open([]string{file}, nil), []runner.Job{job}, nil); err != nil {
				t.Fatal(err)
			}
			got := s.get("/download?view=" + view + "&format=" + format)
			if diff := cmp.Diff(want.String(), got.Body.String()); diff != "" || want.Len() < 100 {
				t.Errorf("%s as %s, %d bytes (-want +got):\n%s", view, format, want.Len(), diff)
			}
			if name := got.Header().Get("Content-Disposition"); name != "attachment; filename="+view+"-20240301T093000Z."+format {
				t.Errorf("%s as %s is sent as %s", view, format, name)
			}
			if mediaType := got.Header().Get("Content-Type"); mediaType != c.mediaType {
				t.Errorf("%s as %s is sent as %s", view, format, mediaType)
			}
		}
	}
}

// TestIncompleteFile says in its name that there is more.
func TestIncompleteFile(t *testing.T) {
	for name, w := range map[string]http.Header{
		"limited":          setup(t, nil).get("/download?view=patients&format=csv&limit=2").Header(),
		"broken resources": setup(t, searchset(hostile, broken)).get("/download?view=patients&format=csv").Header(),
	} {
		if got := w.Get("Content-Disposition"); got != "attachment; filename=patients-20240301T093000Z-incomplete.csv" {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

func TestFailedDownload(t *testing.T) {
	w := setup(t, fhirAnswer(http.StatusInternalServerError, "")).get("/download?view=patients&format=csv")
	if w.Code != http.StatusBadGateway || w.Header().Get("Content-Disposition") != "" {
		t.Errorf("got status %d and %v, want a page and no file", w.Code, w.Header())
	}
	if w := setup(t, nil).get("/download?view=patients&format=xlsx"); w.Code != http.StatusBadRequest {
		t.Errorf("got status %d for a format that there is not", w.Code)
	}
}
