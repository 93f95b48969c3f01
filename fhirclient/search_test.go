package fhirclient

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/google/go-cmp/cmp"
)

// found is what a search comes to.
type found struct {
	IDs       []string
	Truncated bool
	Total     int // -1 for none
	Matches   int
	Repeated  int
	Fetched   int
	Outcomes  int
}

type searchCase struct {
	name  string
	pages []string
	opts  SearchOptions
	rebas bool
	query url.Values
	want  found
	err   error
}

var searchCases = []searchCase{
	{
		name:  "one page",
		pages: []string{page(`"total":2,`, "1", "2")},
		want:  found{IDs: []string{"1", "2"}, Total: 2, Matches: 2, Fetched: 1},
	},
	{
		name:  "links of every form",
		pages: []string{page(next("BASE/Patient?page=1"), "1"), page(next("Patient?page=2"), "2"), page(next("?page=3"), "3"), page(next("/fhir/Patient?page=4"), "4"), page("", "5")},
		want:  found{IDs: []string{"1", "2", "3", "4", "5"}, Total: -1, Matches: 5, Fetched: 5},
	},
	{
		name:  "fault 46: pages repeat resources",
		pages: []string{page(next("?page=1"), "1", "2"), page(next("?page=2"), "2", "3"), page("", "1", "3", "4")},
		want:  found{IDs: []string{"1", "2", "3", "4"}, Total: -1, Matches: 4, Repeated: 3, Fetched: 3},
	},
	{
		name:  "repeated resources, if they are wanted",
		pages: []string{page(next("?page=1"), "1"), page("", "1")},
		opts:  SearchOptions{Duplicates: true},
		want:  found{IDs: []string{"1", "1"}, Total: -1, Matches: 2, Fetched: 2},
	},
	{
		name:  "fault 46: repeated where others are lost",
		pages: []string{page(`"total":3,`+next("?page=1"), "1", "2"), page(`"total":3,`, "2")},
		want:  found{IDs: []string{"1", "2"}, Truncated: true, Total: 3, Matches: 2, Repeated: 1, Fetched: 2},
	},
	{
		name:  "fault 47: foreign link",
		pages: []string{page(next("https://elsewhere.example/fhir/Patient?page=1"), "1")},
		want:  found{IDs: []string{"1"}, Truncated: true, Total: -1, Matches: 1, Fetched: 1},
		err:   ErrForeignNext,
	},
	{
		name:  "foreign link, rebased",
		pages: []string{page(next("https://elsewhere.example/r4/Patient?page=1"), "1"), page("", "2")},
		rebas: true,
		want:  found{IDs: []string{"1", "2"}, Total: -1, Matches: 2, Fetched: 2},
	},
	{
		name:  "fault 48: page gone",
		pages: []string{page(next("?page=1"), "1"), "GONE"},
		want:  found{IDs: []string{"1"}, Truncated: true, Total: -1, Matches: 1, Fetched: 1},
		err:   ErrSearchExpired,
	},
	{
		name:  "fault 48: page not found",
		pages: []string{page(next("?page=7"), "1")},
		want:  found{IDs: []string{"1"}, Truncated: true, Total: -1, Matches: 1, Fetched: 1},
		err:   ErrSearchExpired,
	},
	{
		name:  "fault 49: total above rows",
		pages: []string{page(`"total":5,`, "1", "2")},
		want:  found{IDs: []string{"1", "2"}, Truncated: true, Total: 5, Matches: 2, Fetched: 1},
	},
	{
		name:  "estimated total",
		pages: []string{page(`"total":5,`, "1")},
		query: url.Values{"_total": {"estimate"}},
		want:  found{IDs: []string{"1"}, Total: 5, Matches: 1, Fetched: 1},
	},
	{
		name:  "count only",
		pages: []string{`{"resourceType":"Bundle","total":9}`},
		query: url.Values{"_summary": {"count"}},
		want:  found{Total: 9, Fetched: 1},
	},
	{
		name:  "loop",
		pages: []string{page(next("?page=1"), "1"), page(next("?page=2"), "2"), page(next("?page=1"), "3")},
		want:  found{IDs: []string{"1", "2", "3"}, Truncated: true, Total: -1, Matches: 3, Fetched: 3},
		err:   ErrPageLoop,
	},
	{
		name:  "link to itself",
		pages: []string{page(next("BASE/Patient"), "1")},
		want:  found{IDs: []string{"1"}, Truncated: true, Total: -1, Matches: 1, Fetched: 1},
		err:   ErrPageLoop,
	},
	{
		name:  "an empty page is not the end",
		pages: []string{page(next("?page=1")), page(next("?page=2"), "1"), page(next("?page=3")), page(next("?page=4")), page("", "2")},
		want:  found{IDs: []string{"1", "2"}, Total: -1, Matches: 2, Fetched: 5},
	},
	{
		name:  "an empty page is not the end where the total says so either",
		pages: []string{page(`"total":1,`+next("?page=1"), "1"), page(next("?page=2")), page("", "2")},
		want:  found{IDs: []string{"1", "2"}, Total: 1, Matches: 2, Fetched: 3},
	},
	{
		name:  "no more pages than were asked for",
		pages: []string{page(next("?page=1"), "1"), page(next("?page=2"), "2"), page("", "3")},
		opts:  SearchOptions{MaxPages: 2},
		want:  found{IDs: []string{"1", "2"}, Truncated: true, Total: -1, Matches: 2, Fetched: 2},
	},
	{
		name:  "as many pages as there are",
		pages: []string{page(next("?page=1"), "1"), page("", "2")},
		opts:  SearchOptions{MaxPages: 2},
		want:  found{IDs: []string{"1", "2"}, Total: -1, Matches: 2, Fetched: 2},
	},
	{
		name:  "an outcome of severity error",
		pages: []string{strings.Replace(page(next("?page=1"), "1", "2:outcome"), onePatient("2"), `{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"x"},{"severity":"fatal","code":"timeout"}]}`, 1), page("", "3")},
		want:  found{IDs: []string{"1", "3"}, Truncated: true, Total: -1, Matches: 2, Fetched: 2, Outcomes: 1},
	},
	{
		name:  "a resource in the guise of an outcome is lost",
		pages: []string{page("", "1", "2:outcome")},
		want:  found{IDs: []string{"1"}, Truncated: true, Total: -1, Matches: 1, Fetched: 1},
	},
	{
		name:  "a resource without a type is for the evaluation to refuse",
		pages: []string{`{"resourceType":"Bundle","entry":[{"resource":{"id":"1"}}]}`},
		want:  found{IDs: []string{`{"id":"1"}`}, Total: -1, Matches: 1, Fetched: 1},
	},
	{
		name:  "includes and outcomes are left out",
		pages: []string{page("", "1", "2:include", "3"), page("")},
		want:  found{IDs: []string{"1", "3"}, Total: -1, Matches: 2, Fetched: 1},
	},
	{
		name:  "includes count once, and become matches",
		pages: []string{page(`"total":2,`+next("?page=1"), "1", "2:include"), page("", "2", "2:include")},
		opts:  SearchOptions{Includes: true},
		want:  found{IDs: []string{"1", "2"}, Total: 2, Matches: 2, Repeated: 2, Fetched: 2},
	},
	{
		name: "entries without a mode, of other types, and without resources",
		pages: []string{`{"resourceType":"Bundle","entry":[null,{},{"resource":null},{"resource":` + onePatient("1") + `},` +
			`{"resource":{"resourceType":"Group","id":"2"}},{"resource":{"resourceType":"OperationOutcome","issue":[{"code":"x"}]}},` +
			`{"search":{"mode":"outcome"},"resource":{"resourceType":"OperationOutcome"}}]}`},
		want: found{IDs: []string{"1"}, Truncated: true, Total: -1, Matches: 1, Fetched: 1, Outcomes: 2},
	},
	{
		name:  "no entries",
		pages: []string{`{"entry":null,"total":0,"resourceType":"Bundle"}`},
		want:  found{Total: 0, Fetched: 1},
	},
	{
		name:  "resources without ids are all different",
		pages: []string{`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}},{"resource":{"resourceType":"Patient"}}]}`},
		want:  found{IDs: []string{`{"resourceType":"Patient"}`, `{"resourceType":"Patient"}`}, Total: -1, Matches: 2, Fetched: 1},
	},
}

func TestSearch(t *testing.T) {
	for _, tc := range searchCases {
		t.Run(tc.name, func(t *testing.T) {
			s := pageServer(t, tc.pages...)
			c := newTestClient(t, s.URL+"/fhir", &Config{RebaseNext: tc.rebas}, nil)
			for _, sequential := range []bool{false, true} {
				opts := tc.opts
				opts.Sequential = sequential
				search := c.Search(t.Context(), "Patient", tc.query, &opts)
				got, err := drain(search)
				if !errors.Is(err, tc.err) || err != nil && tc.err == nil {
					t.Errorf("error %v, want %v", err, tc.err)
				}
				if diff := cmp.Diff(tc.want, got); diff != "" {
					t.Errorf("sequential %v: -want +got\n%s", sequential, diff)
				}
			}
		})
	}
}

func drain(s *Search) (found, error) {
	var f found
	var failed error
	for resource, err := range s.Entries() {
		if err != nil {
			failed = err
			break
		}
		f.IDs = append(f.IDs, idOf(resource))
	}
	info := s.Info()
	f.Truncated, f.Matches, f.Repeated, f.Fetched = info.Truncated, info.Matches, info.Repeated, info.Pages
	f.Outcomes, f.Total = len(info.Outcomes), info.Total
	return f, failed
}

func TestSearchAnswersThatAreNoPages(t *testing.T) {
	for name, tc := range map[string]struct{ body, want string }{
		"html":     {"<html>please sign in</html>", "search Patient, page 1: the answer is not FHIR, but something like a login page: is the base URL right? It is what stands before /metadata and /Patient, and often ends in /fhir"},
		"cut":      {page("", "1")[:90], "search Patient, page 1: the JSON text ends early at byte 90"},
		"empty":    {"", "search Patient, page 1: the answer has no body"},
		"xml":      {`<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"/>`, "search Patient, page 1: the answer is XML, where JSON was asked for"},
		"resource": {onePatient("1"), "search Patient, page 1: the answer is a Patient resource, not a Bundle"},
	} {
		t.Run(name, func(t *testing.T) {
			s := pageServer(t, tc.body)
			_, err := drain(newTestClient(t, s.URL, nil, nil).Search(t.Context(), "Patient", nil, nil))
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
	s := pageServer(t, `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"timeout"}]}`)
	_, err := drain(newTestClient(t, s.URL, nil, nil).Search(t.Context(), "Patient", nil, nil))
	if status, ok := errors.AsType[*StatusError](err); !ok || status.Outcome == nil || status.Outcome.Issues[0].Code != "timeout" {
		t.Errorf("an outcome instead of a page gives %v", err)
	}
}

func TestSearchRequests(t *testing.T) {
	type request struct{ Method, URI, Body, ContentType, Accept, Prefer string }
	var got request
	s := clienttest.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		var body bytes.Buffer
		body.ReadFrom(r.Body)
		got = request{r.Method, r.RequestURI, body.String(), r.Header.Get("Content-Type"), r.Header.Get("Accept"), r.Header.Get("Prefer")}
		w.Write([]byte(page("")))
	})
	c := newTestClient(t, s.URL+"/fhir/", &Config{FHIRVersion: "4.0"}, nil)
	const accept, form = "application/fhir+json; fhirVersion=4.0", "application/x-www-form-urlencoded"
	long := strings.Repeat("x", maxURL)
	for name, tc := range map[string]struct {
		params url.Values
		opts   *SearchOptions
		want   request
	}{
		"nothing":   {nil, nil, request{"GET", "/fhir/Patient", "", "", accept, ""}},
		"escapes":   {url.Values{"name:exact": {"a b&c+d|é"}}, nil, request{"GET", "/fhir/Patient?name%3Aexact=a%20b%26c%2Bd%7C%C3%A9", "", "", accept, ""}},
		"order":     {url.Values{"_sort": {"b"}, "x": {"2", "1"}}, nil, request{"GET", "/fhir/Patient?_sort=b&x=2&x=1", "", "", accept, ""}},
		"count":     {nil, &SearchOptions{Count: 50, Strict: true}, request{"GET", "/fhir/Patient?_count=50", "", "", accept, "handling=strict"}},
		"own count": {url.Values{"_count": {"7"}}, &SearchOptions{Count: 50}, request{"GET", "/fhir/Patient?_count=7", "", "", accept, ""}},
		"post":      {url.Values{"name": {"x y"}}, &SearchOptions{Post: true}, request{"POST", "/fhir/Patient/_search", "name=x%20y", form, accept, ""}},
		"too long":  {url.Values{"_id": {long}}, nil, request{"POST", "/fhir/Patient/_search", "_id=" + long, form, accept, ""}},
		"format":    {url.Values{"_format": {"application/fhir+json;fhirVersion=4.0"}}, nil, request{"GET", "/fhir/Patient?_format=application%2Ffhir%2Bjson%3BfhirVersion%3D4.0", "", "", accept, ""}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := drain(c.Search(t.Context(), "Patient", tc.params, tc.opts)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
	for name, search := range map[string]*Search{
		"type":   c.Search(t.Context(), "Patient/../Group", nil, nil),
		"format": c.Search(t.Context(), "Patient", url.Values{"_format": {"xml"}}, nil),
	} {
		if _, err := drain(search); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A page that never comes must not keep a loop that is left from ending, nor one whose context ends.
func TestSearchLeft(t *testing.T) {
	asked := make(chan struct{}, 2)
	s := clienttest.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery == "" {
			w.Write([]byte(page(next("?page=1"), "1", "2")))
			return
		}
		asked <- struct{}{}
		<-r.Context().Done()
	})
	c := newTestClient(t, s.URL, nil, nil)
	search := c.Search(t.Context(), "Patient", nil, nil)
	for range search.Entries() {
		<-asked // the next page is on its way already
		break
	}
	if !search.Info().Truncated {
		t.Error("a search that was left is not truncated")
	}

	ctx, cancel := context.WithCancel(t.Context())
	search = c.Search(ctx, "Patient", nil, nil)
	time.AfterFunc(10*time.Millisecond, func() { <-asked; cancel() })
	if got, err := drain(search); !errors.Is(err, context.Canceled) || len(got.IDs) != 2 {
		t.Errorf("error %v after %v", err, got.IDs)
	}
}

func TestSearchLeftAtTheEnd(t *testing.T) {
	s := pageServer(t, page(next("?page=1"), "1"), page("", "2", "3"))
	search := newTestClient(t, s.URL, nil, nil).Search(t.Context(), "Patient", nil, nil)
	for last, want := range map[string]bool{"1": true, "2": true, "3": false} {
		for resource := range search.Entries() {
			if idOf(resource) == last {
				break
			}
		}
		if got := search.Info().Truncated; got != want {
			t.Errorf("left at %s: truncated is %v", last, got)
		}
	}
}

func TestSearchPages(t *testing.T) {
	s := pageServer(t, page(`"total":4,`+next("?page=1"), "1", "2:include", "3"), page(next("?page=2"), "2:include"), page("", "4"))
	c := newTestClient(t, s.URL, nil, nil)
	type position struct {
		Page, Entry int
		ID          string
	}
	var got []position
	for p, err := range c.Search(t.Context(), "Patient", nil, &SearchOptions{Keep: true}).Pages() {
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range p.Entries {
			got = append(got, position{p.Number, e.Index, idOf(e.Resource)})
		}
	}
	if diff := cmp.Diff([]position{{0, 0, "1"}, {0, 2, "3"}, {2, 0, "4"}}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}

	var all [][]byte
	var last error
	for resources, err := range c.SearchPages(t.Context(), "Patient", nil) {
		all, last = append(all, resources...), err
	}
	var ids []string
	for _, r := range all { // only now: the memory is ours
		ids = append(ids, idOf(r))
	}
	var short interface{ Truncated() bool }
	if !slices.Equal(ids, []string{"1", "3", "4"}) || !errors.As(last, &short) || !short.Truncated() {
		t.Errorf("%v, %v", ids, last)
	}
}

func TestPageURL(t *testing.T) {
	const base = "https://example.org/gateway/fhir"
	for link, want := range map[string]struct{ plain, rebased string }{
		"https://example.org/gateway/fhir/Patient?a=%7Cb|c": {"https://example.org/gateway/fhir/Patient?a=%7Cb|c", ""},
		"HTTPS://Example.org:443/other?x=a b":               {"HTTPS://Example.org:443/other?x=a%20b", ""},
		"?cursor=1":                                         {base + "/Patient?cursor=1", ""},
		"Patient?cursor=1":                                  {base + "/Patient?cursor=1", ""},
		"/cursor/1":                                         {"https://example.org/cursor/1", ""},
		"//example.org/cursor":                              {"https://example.org/cursor", ""},
		"http://example.org/gateway/fhir/Patient?x=1":       {"", base + "/Patient?x=1"},
		"https://example.org:8443/fhir/Patient?x=1":         {"", base + "/Patient?x=1"},
		"http://hapi:8080/fhir?_getpages=1&_count=2":        {"", base + "?_getpages=1&_count=2"},
		"http://blaze:8080/fhir/Patient/__page/a%2Fb":       {"", base + "/Patient/__page/a%2Fb"},
		"http://vonk/r4/_snapshot?id=1":                     {"", base + "/_snapshot?id=1"},
		"http://inner/gateway/fhir/pages/3":                 {"", base + "/pages/3"},
	} {
		c := newTestClient(t, base, nil, nil)
		got, err := c.pageURL(link, base+"/Patient/_search?x=1", "Patient")
		if got != want.plain || (want.plain == "") != errors.Is(err, ErrForeignNext) {
			t.Errorf("%s: %s, %v", link, got, err)
		}
		c = newTestClient(t, base, &Config{RebaseNext: true}, nil)
		if got, err := c.pageURL(link, base+"/Patient/_search?x=1", "Patient"); err != nil || got != want.plain+want.rebased {
			t.Errorf("%s rebased: %s, %v", link, got, err)
		}
	}
	c := newTestClient(t, base, &Config{RebaseNext: true}, nil)
	if got, err := c.pageURL("?b=2", base+"/pages/3?a=1", "Patient"); err != nil || got != base+"/pages/3?b=2" {
		t.Errorf("a query alone becomes %s, %v", got, err)
	}
	for _, link := range []string{"http://[", "mailto:x", "file:///etc/passwd", "ftp://example.org/x"} {
		if got, err := c.pageURL(link, base+"/Patient/_search?x=1", "Patient"); err == nil && !strings.HasPrefix(got, base) {
			t.Errorf("%s becomes %s", link, got)
		}
	}
}

func TestSearchLog(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		},
	}))
	s := pageServer(t, page(`"total":3,`+next("?page=1"), "secret", "secret"), page(""))
	drain(newTestClient(t, s.URL, &Config{Logger: log}, nil).Search(t.Context(), "Patient", url.Values{"name": {"secret"}}, nil))
	const want = `level=WARN msg="the pages of a search do not add up" type=Patient pages=2 matches=1 repeated=1 total=3 truncated=true reasons="[the server says that it found 3, but its pages held 1]"` + "\n"
	if out.String() != want {
		t.Errorf("got  %swant %s", out.String(), want)
	}
}

// TestLendPages has pages given back at once: what is received into their memory later are other pages.
func TestLendPages(t *testing.T) {
	long := strings.Repeat("7", 40)
	s := pageServer(t, page(next("?page=1"), "1", "2:include", long), page(next("?page=2"), "2:include"), page(next("?page=3"), "4"), page("", "5", long+"8"))
	c := newTestClient(t, s.URL, nil, nil)
	for range 3 {
		var ids []string
		pages, release := c.LendPages(t.Context(), "Patient", nil)
		for resources, err := range pages {
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range resources {
				ids = append(ids, idOf(r))
			}
			for _, r := range resources {
				clear(r) // as the next page would
			}
			if release(resources); resources[0] != nil {
				t.Error("a page that was given back is held by its receiver")
			}
		}
		if want := []string{"1", long, "4", "5", long + "8"}; !slices.Equal(ids, want) {
			t.Fatalf("got %v, want %v", ids, want)
		}
		release([][]byte{{1}}) // none of the client's
	}
}

// TestReleasePages has pages that are kept until they are given back: what is received into their memory later are other pages,
// and into no other memory.
func TestReleasePages(t *testing.T) {
	pages := []string{page(next("?page=1"), "1", "2"), page(next("?page=2"), "3"), page(next("?page=3"), "4"), page(next("?page=4"), "5"), page("", "6")}
	s := pageServer(t, pages...)
	search := newTestClient(t, s.URL, nil, nil).Search(t.Context(), "Patient", nil, &SearchOptions{Keep: true})
	var kept []Page
	for p, err := range search.Pages() {
		if err != nil {
			t.Fatal(err)
		}
		if p.Number%2 == 0 {
			kept = append(kept, p)
			continue
		}
		clear(p.Entries[0].Resource) // as another page would
		p.Release()
	}
	var ids []string
	for _, p := range kept {
		for _, e := range p.Entries {
			ids = append(ids, idOf(e.Resource))
		}
	}
	if want := []string{"1", "2", "4", "6"}; !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
	for p, err := range newTestClient(t, s.URL, nil, nil).Search(t.Context(), "Patient", nil, nil).Pages() {
		if err != nil || p.Release != nil {
			t.Errorf("a page that is not kept can be given back: %v", err)
		}
	}
}

// TestReleasedPagesAllocate has many pages received into the memory of few.
func TestReleasedPagesAllocate(t *testing.T) {
	const pages = 20
	text := string(benchPage(benchEntries, next("?page=NEXT")))
	received := func(release bool) uint64 {
		asked := 0
		c := newTestClient(t, "https://example.org/fhir", &Config{Transport: tripper(func(r *http.Request) (*http.Response, error) {
			asked++
			page := strings.Replace(text, "NEXT", strconv.Itoa(asked), 1)
			if asked == pages {
				page = strings.Replace(text, "next", "last", 1)
			}
			return pageTransport{[]byte(page)}.RoundTrip(r)
		})}, nil)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for p, err := range c.Search(t.Context(), "Patient", nil, &SearchOptions{Keep: true, Sequential: true, Duplicates: true}).Pages() {
			if err != nil {
				t.Fatal(err)
			}
			if release {
				p.Release()
			}
		}
		runtime.ReadMemStats(&after)
		if asked != pages {
			t.Errorf("%d pages", asked)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	// The test's own memory for each page, and for most pages none of the client's.
	if kept, released := received(false), received(true); kept-released < uint64(pages/2*len(text)) {
		t.Errorf("%d bytes for pages that are kept, %d for those that are given back", kept, released)
	}
}

// TestLendPagesKept has pages that are not given back: nothing is written to their memory.
func TestLendPagesKept(t *testing.T) {
	s := pageServer(t, page(next("?page=1"), "1"), page(next("?page=2"), "2"), page(next("?page=3"), "3"), page("", "4"))
	c := newTestClient(t, s.URL, nil, nil)
	pages, release := c.LendPages(t.Context(), "Patient", nil)
	var all [][]byte
	for resources, err := range pages {
		if err != nil {
			t.Fatal(err)
		}
		if idOf(resources[0]) == "2" {
			release(resources)
			continue
		}
		all = append(all, resources...)
	}
	var ids []string
	for _, r := range all {
		ids = append(ids, idOf(r))
	}
	if want := []string{"1", "3", "4"}; !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
}
