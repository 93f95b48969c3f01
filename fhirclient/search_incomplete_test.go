package fhirclient

import (
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/google/go-cmp/cmp"
)

// TestSearchBarrenPagesForEver has pages without end that bring nothing new: empty ones, ones that repeat, and ones that
// hold outcomes alone.
func TestSearchBarrenPagesForEver(t *testing.T) {
	for name, tc := range map[string]struct {
		more  string
		ids   []string
		first int // pages that bring something
	}{
		"empty":     {`"total":9,`, nil, 0},
		"no total":  {"", nil, 0},
		"all found": {`"total":0,`, nil, 0},
		"repeated":  {"", []string{"1", "2"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			served := 0
			s := clienttest.Serve(t, func(w http.ResponseWriter, _ *http.Request) {
				served++
				w.Write([]byte(page(tc.more+next(fmt.Sprintf("?page=%d", served)), tc.ids...)))
			})
			search := newTestClient(t, s.URL, nil, nil).Search(t.Context(), "Patient", nil, nil)
			if _, err := drain(search); err != nil || !search.Info().Truncated || served != maxBarrenPages+1+tc.first {
				t.Errorf("error %v, truncated %v, %d pages", err, search.Info().Truncated, served)
			}
			if err := search.Incomplete(); !errors.As(err, new(*IncompleteError)) || !strings.Contains(err.Error(), "101 pages in a row") {
				t.Errorf("incomplete: %v", err)
			}
		})
	}
}

// TestSearchIncomplete reads the reasons, which hold nothing of what the server said but counts and codes.
func TestSearchIncomplete(t *testing.T) {
	outcome := `{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-supported","diagnostics":"Secret"},{"severity":"error","code":"Secret"}]}}`
	s := clienttest.Serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusPartialContent)
		fmt.Fprintf(w, `{"resourceType":"Bundle","total":7,"link":[{"relation":"next","url":"?page=1"}],"entry":[{"fullUrl":"Secret"},%s]}`, outcome)
	})
	search := newTestClient(t, s.URL, nil, nil).Search(t.Context(), "Patient", nil, &SearchOptions{MaxPages: 1})
	if _, err := drain(search); err != nil {
		t.Fatal(err)
	}
	var got *IncompleteError
	if !errors.As(search.Incomplete(), &got) {
		t.Fatalf("got %v", search.Incomplete())
	}
	want := []string{
		"there are further pages than the 1 that were to be fetched",
		"1 of the pages came with status 206 Partial Content",
		"the server reports 2 problems with the search (error not-supported, error ?)",
		"1 entries hold no resource",
		"the server says that it found 7, but its pages held 0",
	}
	if diff := cmp.Diff(want, got.Reasons); diff != "" {
		t.Error(diff)
	}
}

// TestSearchMemory measures what it takes to know a resource again.
func TestSearchMemory(t *testing.T) {
	const n = 1 << 20
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	seen := newSeen()
	for i := range n {
		seen.add(seen.key([]byte("Patient"), strconv.AppendInt(nil, int64(i), 10)), true)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := float64(after.HeapAlloc-before.HeapAlloc) / n
	t.Logf("%.1f bytes for each resource", each)
	if each > 60 {
		t.Errorf("%.1f bytes for each resource, more than SearchOptions.Duplicates says", each)
	}
	runtime.KeepAlive(seen)
}

// TestSearchLinks follows a link that stands alone, and tells of one that leads nowhere.
func TestSearchLinks(t *testing.T) {
	const nowhere = "does not say where it is"
	for name, tc := range map[string]struct {
		links, want string // "" is complete
		pages       int
	}{
		"alone":           {`{"relation":"next","url":"?page=2"}`, "", 2},
		"alone, nowhere":  {`{"relation":"next"}`, nowhere, 1},
		"number":          {`[{"relation":"next","url":5}]`, nowhere, 1},
		"null":            {`[{"relation":"self","url":"x"},{"relation":"next","url":null}]`, nowhere, 1},
		"empty":           {`[{"relation":"next","url":""}]`, "", 1},
		"one of two":      {`[{"relation":"next"},{"relation":"next","url":"?page=2"}]`, "", 2},
		"another":         {`[{"relation":"self"}]`, "", 1},
		"no links at all": {`null`, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			served := 0
			s := clienttest.Serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if served++; served > 1 {
					w.Write([]byte(page("", "b")))
					return
				}
				w.Write([]byte(page(`"link":`+tc.links+`,`, "a")))
			})
			search := newTestClient(t, s.URL, nil, nil).Search(t.Context(), "Patient", nil, nil)
			_, err := drain(search)
			if err != nil || served != tc.pages || search.Info().Truncated != (tc.want != "") {
				t.Fatalf("error %v, %d pages, truncated %v", err, served, search.Info().Truncated)
			}
			if err := search.Incomplete(); tc.want != "" && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("incomplete: %v", err)
			}
		})
	}
}

// TestSearchBundleIssues reads what a server of R5 says beside the entries.
func TestSearchBundleIssues(t *testing.T) {
	for severity, truncated := range map[string]bool{"error": true, "fatal": true, "warning": false} {
		issues := `"issues":{"resourceType":"OperationOutcome","issue":[{"severity":"` + severity + `","code":"processing"}]},`
		search := newTestClient(t, pageServer(t, page(issues, "a")).URL, nil, nil).Search(t.Context(), "Patient", nil, nil)
		if _, err := drain(search); err != nil || search.Info().Truncated != truncated || len(search.Info().Outcomes) != 1 {
			t.Errorf("%s: error %v, truncated %v, %d outcomes", severity, err, search.Info().Truncated, len(search.Info().Outcomes))
		}
	}
}
