package fhirclient_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/upload"
	"github.com/fhirview/fhirview/internal/faultserver"
	"github.com/google/go-cmp/cmp"
)

// records are the texts as an iterator gives them.
func records(texts ...string) iter.Seq2[upload.Record, error] {
	return func(yield func(upload.Record, error) bool) {
		for i, text := range texts {
			if !yield(upload.Record{Data: []byte(text), Position: fmt.Sprintf("Patient.ndjson:%d", i+1)}, nil) {
				return
			}
		}
	}
}

// positions are those of the records that failed, in order.
func positions(report *upload.Report) []string {
	var all []string
	for _, failure := range report.Failures {
		all = append(all, failure.Position)
	}
	slices.Sort(all)
	return all
}

// stored are the names of all resources of a store, in order.
func stored(store *faultserver.Store) []string { return slices.Sorted(maps.Keys(store.Resources())) }

func TestFault41BombIsAbortedInBoundedMemory(t *testing.T) {
	server := faultserver.New(t, faultserver.Bomb())
	client, _ := setup(t, server.URL, nil)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	ids, _, err := search(t.Context(), client)
	runtime.ReadMemStats(&after)
	if !errors.Is(err, fhirclient.ErrTooLarge) || len(ids) != 0 {
		t.Errorf("%d rows, error is %v, want ErrTooLarge", len(ids), err)
	}
	wantCount(t, server.Count(""), 1)
	// 64 MiB pass before the ratio counts; a buffer that doubles as it grows takes several times that in all.
	if total := (after.TotalAlloc - before.TotalAlloc) >> 20; total > 400 {
		t.Errorf("%d MiB were allocated", total)
	}
}

func TestFault41BundleBeyondTheLimitIsAborted(t *testing.T) {
	page := faultserver.Page(-1, "", faultserver.Patients(1000)...)
	for name, answer := range map[string]http.Handler{"plain": faultserver.OK(page), "gzip": faultserver.Gzipped(page)} {
		server := faultserver.New(t, answer)
		for limit, want := range map[int]bool{len(page) - 1: true, len(page): false} {
			client, _ := setup(t, server.URL, &fhirclient.Config{MaxBundle: int64(limit)})
			if _, _, err := search(t.Context(), client); errors.Is(err, fhirclient.ErrTooLarge) != want {
				t.Errorf("%s, %d bytes with a limit of %d: error is %v", name, len(page), limit, err)
			}
		}
	}
}

func TestFault42TooLongRecordIsReportedAndTheRestUploaded(t *testing.T) {
	store := faultserver.NewStore()
	server := faultserver.New(t, store)
	client, _ := setup(t, server.URL, nil)
	long := `{"resourceType":"Patient","id":"p1","note":"` + strings.Repeat("x", 65<<20) + `"}`
	report, err := upload.Run(t.Context(), client, records(faultserver.Patient("p0"), long, faultserver.Patient("p2")), nil)
	wantNil(t, err)
	if diff := cmp.Diff([]string{"Patient.ndjson:2"}, positions(report)); diff != "" {
		t.Error(diff)
	}
	if len(report.Failures) == 1 && !errors.Is(report.Failures[0], fhirclient.ErrTooLarge) {
		t.Errorf("reason is %v, want ErrTooLarge", report.Failures[0])
	}
	if diff := cmp.Diff([]string{"Patient/p0", "Patient/p2"}, stored(store)); diff != "" {
		t.Error(diff)
	}
}

func TestFault43SplitCharactersStayIntact(t *testing.T) {
	patient := `{"resourceType":"Patient","id":"p0","name":[{"family":"Ærø 中文 🏥"}]}`
	server := faultserver.New(t, faultserver.Slow(faultserver.Page(1, "", patient), 1, 0))
	client, _ := setup(t, server.URL, nil)
	var rows []string
	for entry, err := range client.Search(t.Context(), "Patient", nil, nil).Entries() {
		wantNil(t, err)
		rows = append(rows, string(entry))
	}
	if diff := cmp.Diff([]string{patient}, rows); diff != "" {
		t.Error(diff)
	}
}

func TestFault44ByteOrderMarkAndLineEndsChangeNothing(t *testing.T) {
	plain := faultserver.Page(2, "", faultserver.Patients(2)...)
	for name, text := range map[string]string{
		"byte order mark": "\ufeff" + plain, "CRLF": strings.ReplaceAll(plain, ",", ",\r\n") + "\r\n", "blanks": "\n\n  " + plain + "\n \n",
	} {
		server := faultserver.New(t, faultserver.OK(text))
		client, _ := setup(t, server.URL, nil)
		ids, _, err := search(t.Context(), client)
		if diff := cmp.Diff(patientIDs(0, 2), ids); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	store := faultserver.NewStore()
	server := faultserver.New(t, store)
	client, _ := setup(t, server.URL, nil)
	report, err := upload.Run(t.Context(), client, records(
		"\ufeff"+faultserver.Patient("p0"), faultserver.Patient("p1")+"\r\n", " "+faultserver.Patient("p2")+"\n"), nil)
	wantNil(t, err)
	want := map[string]json.RawMessage{}
	for i, patient := range faultserver.Patients(3) {
		want[fmt.Sprintf("Patient/p%d", i)] = json.RawMessage(patient)
	}
	if diff := cmp.Diff(want, store.Resources()); diff != "" {
		t.Errorf("%v %s", report.Failures, diff)
	}
}

func TestFault45BadRecordIsTheOnlyOneLost(t *testing.T) {
	for name, bad := range map[string]string{
		"cut off": `{"resourceType":"Patient","id":"p1"`, "not an object": `"Patient/p1"`, "no id": `{"resourceType":"Patient"}`,
		"evil id": `{"resourceType":"Patient","id":"../p0"}`, "empty": ``, "text": `<html></html>`, "two": faultserver.Patient("a") + faultserver.Patient("b"),
	} {
		for _, batch := range []int{1, 10} {
			t.Run(fmt.Sprintf("%s, batches of %d", name, batch), func(t *testing.T) {
				store := faultserver.NewStore()
				server := faultserver.New(t, faultserver.Batches(store, nil, 0))
				client, _ := setup(t, server.URL, nil)
				report, err := upload.Run(t.Context(), client, records(faultserver.Patient("p0"), bad, faultserver.Patient("p2")),
					&upload.Options{Batch: batch})
				wantNil(t, err)
				if diff := cmp.Diff([]string{"Patient.ndjson:2"}, positions(report)); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff([]string{"Patient/p0", "Patient/p2"}, stored(store)); diff != "" {
					t.Error(diff)
				}
				if report.State != upload.Incomplete {
					t.Errorf("state is %v, want incomplete", report.State)
				}
			})
		}
	}
}

func TestFault45BadEntryOfAPageIsAnErrorNotAShortSuccess(t *testing.T) {
	page := faultserver.Page(2, "", faultserver.Patients(2)...)
	for _, text := range []string{page[:len(page)-1], strings.Replace(page, `"p1"`, `"p1`, 1), "<html></html>", "{}", "", faultserver.Outcome("exception")} {
		server := faultserver.New(t, faultserver.OK(text))
		client, _ := setup(t, server.URL, nil)
		_, _, err := search(t.Context(), client)
		if err == nil {
			t.Errorf("no error for a page of %d bytes", len(text))
		} else if strings.Contains(err.Error(), "p1") || strings.Contains(err.Error(), "Secret") {
			t.Errorf("the error quotes the page: %v", err)
		}
	}
}

// paged answers a search by pages in turn, each but the last with a link to the next.
func paged(total int, pages ...[]string) http.Handler {
	var all []http.Handler
	for i, page := range pages {
		next := ""
		if i+1 < len(pages) {
			next = fmt.Sprintf("?page=%d", i+1)
		}
		all = append(all, faultserver.OK(faultserver.Page(total, next, page...)))
	}
	return faultserver.InTurn(all...)
}

func TestFault46DuplicatePagesGiveUniqueRows(t *testing.T) {
	p := faultserver.Patients(6)
	server := faultserver.New(t, paged(6, p[0:2], p[0:2], p[1:4], p[4:6]))
	client, _ := setup(t, server.URL, nil)
	ids, result, err := search(t.Context(), client)
	wantNil(t, err)
	if diff := cmp.Diff(patientIDs(0, 6), ids); diff != "" {
		t.Error(diff)
	}
	wantCount(t, server.Count(""), 4)
	if result.Info().Truncated || result.Info().Repeated != 3 {
		t.Errorf("truncated: %v, repeated: %d, want false and 3", result.Info().Truncated, result.Info().Repeated)
	}
}

func TestFault46PagesThatLeadBackAreAnError(t *testing.T) {
	server := faultserver.New(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next := map[string]string{"": "?page=1", "page=1": "?page=2", "page=2": "?page=1"}[r.URL.RawQuery]
		faultserver.OK(faultserver.Page(-1, next, faultserver.Patient("p"+r.URL.Query().Get("page")))).ServeHTTP(w, r)
	}))
	client, _ := setup(t, server.URL, nil)
	if _, _, err := search(t.Context(), client); !errors.Is(err, fhirclient.ErrPageLoop) {
		t.Errorf("error is %v, want ErrPageLoop", err)
	}
	wantCount(t, server.Count(""), 3)
}

func TestFault47ForeignNextIsAnError(t *testing.T) {
	foreign := faultserver.New(t, faultserver.OK(faultserver.Page(2, "", faultserver.Patient("p1"))))
	server := faultserver.New(t, faultserver.InTurn(
		faultserver.OK(faultserver.Page(2, foreign.URL+"/fhir?token=a%2Fb&_count=1", faultserver.Patient("p0"))),
		faultserver.OK(faultserver.Page(2, "", faultserver.Patient("p1")))))
	client, _ := setup(t, server.URL+"/fhir", secrets())
	ids, _, err := search(t.Context(), client)
	if !errors.Is(err, fhirclient.ErrForeignNext) {
		t.Errorf("error is %v after %v, want ErrForeignNext", err, ids)
	}
	wantCount(t, foreign.Count(""), 0)
}

func TestFault47ForeignNextIsRebasedIfAsked(t *testing.T) {
	server := faultserver.New(t, faultserver.InTurn(
		faultserver.OK(faultserver.Page(2, "http://internal.test:8080/fhir?token=a%2Fb&_count=1", faultserver.Patient("p0"))),
		faultserver.OK(faultserver.Page(2, "", faultserver.Patient("p1")))))
	config := secrets()
	config.RebaseNext = true
	client, _ := setup(t, server.URL+"/fhir", config)
	ids, _, err := search(t.Context(), client)
	wantNil(t, err)
	if diff := cmp.Diff(patientIDs(0, 2), ids); diff != "" {
		t.Error(diff)
	}
	if last := server.Requests()[1]; last.URL != "/fhir?token=a%2Fb&_count=1" {
		t.Errorf("the second page was asked for as %s", last.URL)
	}
}

func TestFault48ExpiredPageIsAnErrorNotAShortSuccess(t *testing.T) {
	for _, status := range []int{http.StatusGone, http.StatusNotFound} {
		server := faultserver.New(t, faultserver.InTurn(
			faultserver.OK(faultserver.Page(-1, "?page=2", faultserver.Patient("p0"))),
			faultserver.Answer(status, faultserver.Outcome("not-found"))))
		client, _ := setup(t, server.URL, nil)
		ids, _, err := search(t.Context(), client)
		if !errors.Is(err, fhirclient.ErrSearchExpired) {
			t.Errorf("%d: error is %v after %v, want ErrSearchExpired", status, err, ids)
		}
		wantCount(t, server.Count(""), 2)
		// For the first page, it says something else.
		_, _, err = search(t.Context(), client)
		if wantStatus(t, err, status, 1); errors.Is(err, fhirclient.ErrSearchExpired) {
			t.Errorf("%d for the first page: error is %v", status, err)
		}
	}
}

func TestFault49FewerRowsThanTotalIsTruncated(t *testing.T) {
	p := faultserver.Patients(4)
	for name, test := range map[string]struct {
		total int
		pages [][]string
		want  bool
	}{
		"all":        {4, [][]string{p[0:2], p[2:4]}, false},
		"one less":   {5, [][]string{p[0:2], p[2:4]}, true},
		"none":       {5, [][]string{{}}, true},
		"no total":   {-1, [][]string{p[0:2], p[2:4]}, false},
		"duplicates": {4, [][]string{p[0:2], p[0:2]}, true},
	} {
		server := faultserver.New(t, paged(test.total, test.pages...))
		client, _ := setup(t, server.URL, nil)
		_, result, err := search(t.Context(), client)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if result.Info().Truncated != test.want {
			t.Errorf("%s: truncated is %v, want %v", name, result.Info().Truncated, test.want)
		}
		// Who asks for pages and not for the total finds out by the error.
		server = faultserver.New(t, paged(test.total, test.pages...))
		client, _ = setup(t, server.URL, nil)
		var last error
		for _, err := range client.SearchPages(t.Context(), "Patient", nil) {
			last = err
		}
		if errors.As(last, new(*fhirclient.IncompleteError)) != test.want {
			t.Errorf("%s: the last error is %v, want an IncompleteError: %v", name, last, test.want)
		}
	}
}
