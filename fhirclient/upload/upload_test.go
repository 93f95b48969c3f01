package upload

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// inputs yields texts as records, with a position each.
func inputs(texts ...string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for i, text := range texts {
			if !yield(Record{Data: []byte(text), Position: fmt.Sprintf("in:%d", i+1)}, nil) {
				return
			}
		}
	}
}

func patient(id string) string { return `{"resourceType":"Patient","id":"` + id + `"}` }

// countsOf is a report without what differs from run to run.
func countsOf(r *Report) Report {
	out := *r
	out.Took, out.Failures = 0, nil
	return out
}

// failuresOf are a report's failures in order of their positions, as position, status, attempts and codes.
func failuresOf(r *Report) map[string]string {
	out := map[string]string{}
	for _, f := range r.Failures {
		out[f.Position] = fmt.Sprint(f.Type, " ", f.Status, " ", f.Attempts, " ", f.Codes)
	}
	return out
}

func TestReports(t *testing.T) {
	url, _ := clienttest.ByID(t, map[string]int{"old": 200, "bad": 422, "sick": 500})
	var failed []string
	report, err := Run(t.Context(), testClient(t, url, nil), inputs(
		patient("new"), patient("old"), patient("bad"), patient("sick"), `{"resourceType":"Patient"}`, `{"resourceType":`, ``,
	), &Options{Failed: func(r Record, e *RecordError) {
		failed = append(failed, r.Position)
		if strings.Contains(e.Error(), "secret") || strings.Contains(e.Error(), `"`) {
			t.Errorf("the error quotes the record or the answer: %v", e)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := Report{State: Incomplete, Read: 7, Sent: 4, Created: 1, Updated: 1, Failed: 5, Unknown: 1}
	if diff := cmp.Diff(want, countsOf(report)); diff != "" {
		t.Error(diff)
	}
	wantFailures := map[string]string{
		"in:3": "Patient 422 1 [invalid]", "in:4": "Patient 500 3 [invalid]",
		"in:5": "Patient 0 0 []", "in:6": " 0 0 []", "in:7": " 0 0 []",
	}
	if diff := cmp.Diff(wantFailures, failuresOf(report)); diff != "" {
		t.Error(diff)
	}
	if len(failed) != 5 {
		t.Errorf("Failed was told of %v", failed)
	}
}

// TestUploadStops covers the ways to end before the input does.
func TestUploadStops(t *testing.T) {
	boom := errors.New("the disk is gone")
	for name, c := range map[string]struct {
		canceled bool
		statuses map[string]int
		records  iter.Seq2[Record, error]
		cfg      Options
		want     error
	}{
		"context":   {canceled: true, records: patients(100), want: context.Canceled},
		"failures":  {records: manyBad(100), cfg: Options{MaxFailures: 5}, want: ErrTooManyFailures},
		"iterator":  {records: brokenAfter(3, boom), want: boom},
		"forbidden": {statuses: map[string]int{"p1": 401}, records: patients(100), want: &fhirclient.StatusError{}},
	} {
		t.Run(name, func(t *testing.T) {
			url, _ := clienttest.ByID(t, c.statuses)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if c.canceled {
				cancel()
			}
			report, err := Run(ctx, testClient(t, url, nil), c.records, &c.cfg)
			if status := (*fhirclient.StatusError)(nil); !errors.Is(err, c.want) && !errors.As(err, &status) {
				t.Errorf("error is %v, want %v", err, c.want)
			}
			if report.State != Stopped {
				t.Errorf("state is %v", report.State)
			}
		})
	}
}

func manyBad(n int) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for range n {
			if !yield(Record{Position: "x"}, fmt.Errorf("line: %w", ErrBadRecord)) {
				return
			}
		}
	}
}

func brokenAfter(n int, err error) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for r := range patients(n) {
			if !yield(r, nil) {
				return
			}
		}
		yield(Record{}, err)
	}
}

// TestUploadTransient has a server that refuses everything at first: the client's attempts and the upload's rounds bring
// the records through.
func TestUploadTransient(t *testing.T) {
	var mu sync.Mutex
	tries := map[string]int{}
	s := clienttest.ServeFHIR(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if tries[r.URL.Path]++; tries[r.URL.Path] <= 7 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("ETag", `W/"2"`)
	})
	report, err := Run(t.Context(), testClient(t, s.URL, nil), patients(3), nil)
	if want := (Report{State: Complete, Read: 3, Sent: 3, Updated: 3}); err != nil || !cmp.Equal(want, countsOf(report)) {
		t.Errorf("%v, %+v, %v", err, countsOf(report), report.Failures)
	}
}

// TestUploadOrder puts versions of few resources: two of the same are never under way together, and the last one stays.
func TestUploadOrder(t *testing.T) {
	for _, batch := range []int{1, 7} {
		t.Run(fmt.Sprint("batch of ", batch), func(t *testing.T) {
			const ids, versions = 5, 40
			server := newVersions(t)
			report, err := Run(t.Context(), testClient(t, server.url, nil), func(yield func(Record, error) bool) {
				for i := range ids * versions {
					text := fmt.Sprintf(`{"resourceType":"Patient","id":"p%d","version":%d}`, i%ids, i/ids)
					if !yield(Record{Data: []byte(text)}, nil) {
						return
					}
				}
			}, &Options{Batch: batch})
			if err != nil || report.State != Complete || report.Created+report.Updated != ids*versions {
				t.Fatalf("%+v, %v", report, err)
			}
			if len(server.wrong) > 0 {
				t.Errorf("out of order or together: %v", server.wrong)
			}
		})
	}
}

// TestUploadConditional creates by key: one request for a key at a time, and one resource.
func TestUploadConditional(t *testing.T) {
	var mu sync.Mutex
	there, underWay := map[string]bool{}, map[string]bool{}
	s := clienttest.ServeFHIR(t, func(w http.ResponseWriter, r *http.Request) {
		key := r.Header.Get("If-None-Exist")
		mu.Lock()
		existed, together := there[key], underWay[key]
		underWay[key] = true
		mu.Unlock()
		if together {
			t.Error("two requests with one key at once")
		}
		time.Sleep(time.Millisecond)
		mu.Lock()
		defer mu.Unlock()
		underWay[key], there[key] = false, true
		if !existed {
			w.WriteHeader(http.StatusCreated)
			return
		}
		w.Header().Set("Location", "Patient/1/_history/1")
	})
	var texts []string
	for i := range 60 {
		texts = append(texts, fmt.Sprintf(`{"resourceType":"Patient","identifier":[{"value":"x"},{"system":"s","value":"%d"}]}`, i%20))
	}
	texts = append(texts, `{"resourceType":"Patient"}`)
	report, err := Run(t.Context(), testClient(t, s.URL, nil), inputs(texts...), &Options{Create: true, Key: IdentifierKey("s")})
	want := Report{State: Incomplete, Read: 61, Sent: 60, Created: 20, Unchanged: 40, Failed: 1}
	if err != nil || !cmp.Equal(want, countsOf(report)) {
		t.Errorf("%v: %s", err, cmp.Diff(want, countsOf(report)))
	}
	if !there["identifier=s%7C3"] || len(there) != 20 {
		t.Errorf("keys are %v", there)
	}
}

// TestUploadUnknown loses the answers to plain creates: they are reported, or looked up, and never sent blindly.
func TestUploadUnknown(t *testing.T) {
	for name, c := range map[string]struct {
		reconcile func(context.Context, Record) (bool, error)
		want      Report
		requests  int
	}{
		"reported":  {nil, Report{State: Incomplete, Read: 2, Sent: 2, Created: 1, Failed: 1, Unknown: 1}, 2},
		"there":     {func(context.Context, Record) (bool, error) { return true, nil }, Report{State: Complete, Read: 2, Sent: 2, Created: 2}, 2},
		"not there": {func(context.Context, Record) (bool, error) { return false, nil }, Report{State: Complete, Read: 2, Sent: 2, Created: 2}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			requests := 0
			s := clienttest.ServeFHIR(t, func(w http.ResponseWriter, _ *http.Request) {
				mu.Lock()
				defer mu.Unlock()
				if requests++; requests == 1 {
					panic(http.ErrAbortHandler)
				}
				w.WriteHeader(http.StatusCreated)
			})
			report, err := Run(t.Context(), testClient(t, s.URL, nil), patients(2),
				&Options{Create: true, Reconcile: c.reconcile, Concurrency: 1})
			if err != nil || requests != c.requests {
				t.Errorf("%d requests, want %d; %v", requests, c.requests, err)
			}
			if diff := cmp.Diff(c.want, countsOf(report), cmpopts.IgnoreFields(Report{}, "Failures")); diff != "" {
				t.Error(diff)
			}
			for _, f := range report.Failures {
				if !errors.Is(f, fhirclient.ErrOutcomeUnknown) {
					t.Errorf("reported as %v", f)
				}
			}
		})
	}
}
