package fhirclient_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/faultserver"
)

// writes are the ways to write Patient/p0.
var writes = map[string]func(context.Context, *fhirclient.Client) error{
	"create": func(ctx context.Context, c *fhirclient.Client) error {
		_, err := c.Create(ctx, newPatient, nil)
		return err
	},
	"conditional": createConditionally,
	"update": func(ctx context.Context, c *fhirclient.Client) error {
		_, err := c.Update(ctx, []byte(faultserver.Patient("p0")), nil)
		return err
	},
	"delete": func(ctx context.Context, c *fhirclient.Client) error { return c.Delete(ctx, "Patient", "p0") },
	"batch":  batchOnly,
	"transaction": func(ctx context.Context, c *fhirclient.Client) error {
		results, err := c.Transaction(ctx, puts(2))
		for _, r := range results {
			if !errors.Is(r.Err, fhirclient.ErrOutcomeUnknown) {
				return errors.New("an entry without its error")
			}
		}
		return err
	},
}

// wantUnproven plays an answer to each kind of write: it is no success, and nobody knows whether it was done.
func wantUnproven(t *testing.T, name string, handler http.Handler) {
	t.Helper()
	for kind, do := range writes {
		server := faultserver.New(t, handler)
		client, _ := setup(t, server.URL, nil)
		err := do(t.Context(), client)
		if !errors.Is(err, fhirclient.ErrOutcomeUnknown) {
			t.Errorf("%s, %s: error is %v, want ErrOutcomeUnknown", name, kind, err)
		} else if text := strings.ToLower(err.Error()); strings.Contains(text, "secret") || strings.Contains(text, "p0") {
			t.Errorf("%s, %s: the error quotes the answer: %v", name, kind, err)
		}
		if n := server.Count(""); n > 2 {
			t.Errorf("%s, %s: %d requests: it was repeated", name, kind, n)
		}
		server.Close()
	}
}

func TestFault73PagesForPeopleAreNoSuccess(t *testing.T) {
	for _, name := range []string{"portal", "portal, 201", "redirect to a portal", "303 to a portal", "307 to a portal", "text", "no resource", "JSON null", "JSON list", "XML", "XML, located"} {
		wantUnproven(t, name, faultserver.Unproven()[name])
	}
	server := faultserver.New(t, faultserver.Portal())
	client, _ := setup(t, server.URL, nil)
	for kind, do := range writes {
		if err := do(t.Context(), client); !errors.Is(err, fhirclient.ErrNotFHIR) {
			t.Errorf("%s: error is %v, want ErrNotFHIR", kind, err)
		}
	}
}

func TestFault74OutcomesThatSayErrorAreNoSuccess(t *testing.T) {
	for name, handler := range faultserver.Unproven() {
		if strings.HasPrefix(name, "outcome") {
			wantUnproven(t, name, handler)
		}
	}
}

func TestFault74ButWarningsAre(t *testing.T) {
	for severity, status := range map[string]int{"information": 200, "warning": 200, "success": 200} {
		server := faultserver.New(t, faultserver.Done(status, severity))
		client, _ := setup(t, server.URL, nil)
		for _, kind := range []string{"conditional", "update", "delete"} {
			if err := writes[kind](t.Context(), client); err != nil {
				t.Errorf("%s, %s: %v", severity, kind, err)
			}
		}
	}
}

// What may pass is tried again, where a repeat does no harm.
func TestFault74TransientOutcomesAreRepeated(t *testing.T) {
	store := faultserver.NewStore()
	server := faultserver.New(t, faultserver.InTurn(faultserver.OK(faultserver.Outcome("transient")), store))
	client, _ := setup(t, server.URL, nil)
	wantNil(t, writes["update"](t.Context(), client))
	wantCount(t, server.Count(""), 2)
}

func TestFault75AnswersAboutSomethingElseAreNoSuccess(t *testing.T) {
	for name, handler := range faultserver.Unproven() {
		if strings.Contains(name, "another") || strings.HasPrefix(name, "located") || name == "a bundle" || name == "cut off" {
			wantUnproven(t, name, handler)
		}
	}
	for name, handler := range map[string]http.Handler{
		"another id":               faultserver.OK(faultserver.Patient("p1")),
		"no id":                    faultserver.OK(`{"resourceType":"Patient"}`),
		"located elsewhere":        faultserver.Answer(http.StatusCreated, "", "Location", "Patient/p1/_history/1"),
		"Content-Location's other": faultserver.Answer(http.StatusOK, "", "Content-Location", "Patient/p1", "ETag", `W/"1"`),
	} {
		server := faultserver.New(t, handler)
		client, _ := setup(t, server.URL, nil)
		if err := writes["update"](t.Context(), client); !errors.Is(err, fhirclient.ErrOutcomeUnknown) {
			t.Errorf("%s: error is %v, want ErrOutcomeUnknown", name, err)
		}
	}
}

func TestFault76StatusesThatSayNothingAreNoSuccess(t *testing.T) {
	all := faultserver.Unproven()
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(name string) bool {
		return name[0] != '2' && name[0] != '3' && name != "empty" && name != "blank" && !strings.HasPrefix(name, "empty,") || strings.Contains(name, "portal")
	})
	for _, name := range names {
		wantUnproven(t, name, all[name])
	}
	for kind, statuses := range map[string][]int{
		"create": {200, 202, 204}, "conditional": {202, 204}, "update": {202, 204}, "batch": {201, 202, 204}, "transaction": {201, 202},
	} {
		for _, status := range statuses {
			client, _ := setup(t, faultserver.New(t, faultserver.Answer(status, "")).URL, nil)
			if err := writes[kind](t.Context(), client); !errors.Is(err, fhirclient.ErrOutcomeUnknown) {
				t.Errorf("%s, %d: error is %v, want ErrOutcomeUnknown", kind, status, err)
			}
		}
	}
}

func TestFault76ButTheirOwnAre(t *testing.T) {
	located := []string{"Location", "https://elsewhere.example/fhir/Patient/p0/_history/2?x=y"}
	for name, c := range map[string]struct {
		kinds   []string
		handler http.Handler
	}{
		"201, empty":              {[]string{"create", "conditional", "update"}, faultserver.Answer(201, "")},
		"200, located":            {[]string{"conditional", "update"}, faultserver.Answer(200, "", located...)},
		"200, a version":          {[]string{"conditional", "update", "delete"}, faultserver.Answer(200, "", "ETag", `W/"3"`)},
		"200, a time":             {[]string{"update"}, faultserver.Answer(200, "", "Last-Modified", "Mon, 06 May 2024 07:08:09 GMT")},
		"204, a version":          {[]string{"update"}, faultserver.Answer(204, "", "ETag", `"3"`)},
		"the resource":            {[]string{"conditional", "update", "delete"}, faultserver.OK(faultserver.Patient("p0"))},
		"the resource, text/html": {[]string{"update"}, faultserver.Answer(200, faultserver.Patient("p0"), "Content-Type", "text/html")},
		"with a byte order mark":  {[]string{"update"}, faultserver.OK("\ufeff" + faultserver.Patient("p0"))},
		"204":                     {[]string{"delete"}, faultserver.Answer(204, "")},
		"202":                     {[]string{"delete"}, faultserver.Answer(202, "")},
	} {
		server := faultserver.New(t, c.handler)
		client, _ := setup(t, server.URL, nil)
		for _, kind := range c.kinds {
			if err := writes[kind](t.Context(), client); err != nil {
				t.Errorf("%s, %s: %v", name, kind, err)
			}
		}
	}
}

// Results within the answer to a batch are held to the same.
func TestFault77UnprovenEntriesOfABatchAreNoSuccess(t *testing.T) {
	failed := faultserver.Outcome("processing")
	for entry, known := range map[string]bool{
		`{"response":{"status":"200 OK","outcome":` + failed + `}}`:                                      false,
		`{"response":{"status":"201"},"resource":` + failed + `}`:                                        false,
		`{"response":{"status":"201","location":"Observation/p1/_history/1"}}`:                           false,
		`{"response":{"status":"201","location":"Patient/p9/_history/1"}}`:                               false,
		`{"response":{"status":"200"},"resource":{"resourceType":"Observation","id":"p1"}}`:              false,
		`{"response":{"status":"200"},"resource":{"resourceType":"Patient","id":"p9"}}`:                  false,
		`{"response":{"status":"200","outcome":"error"}}`:                                                false,
		`{"response":{"status":"200","outcome":{"resourceType":"OperationOutcome","issue":["error"]}}}`:  false,
		`{"response":{"status":"200","outcome":null}}`:                                                   true,
		`{"response":{"status":"202"}}`:                                                                  false,
		`{"response":{"status":"204"}}`:                                                                  false,
		`{"response":{"status":"304"}}`:                                                                  false,
		`{"response":{"status":"200"}}`:                                                                  true,
		`{"response":{"status":"201","location":"http://x.example/Patient/p1/_history/1"}}`:              true,
		`{"response":{"status":"204","etag":"W/\"2\""}}`:                                                 true,
		`{"response":{"status":"200"},"resource":{"resourceType":"Patient","id":"p1"}}`:                  true,
		`{"response":{"status":"200","outcome":` + strings.ReplaceAll(failed, "error", "warning") + `}}`: true,
	} {
		server := faultserver.New(t, faultserver.OK(faultserver.BatchResponse(`{"response":{"status":"201"}}`, entry)))
		client, _ := setup(t, server.URL, nil)
		for _, send := range []func(context.Context, []fhirclient.BatchEntry) ([]fhirclient.EntryResult, error){client.Batch, client.Transaction} {
			results, err := send(t.Context(), puts(2))
			wantNil(t, err)
			if got := results[1].Err; results[0].Err != nil || (got == nil) != known || !known && !errors.Is(got, fhirclient.ErrOutcomeUnknown) {
				t.Errorf("%s: errors are %v, %v", entry, results[0].Err, got)
			}
		}
	}
}
