package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/examples/portal/internal/demo"
)

// broken and broken2 have two values where the view takes one; hostile has markup in its data.
const (
	broken  = `{"resourceType":"Patient","id":"p1","birthDate":["1984-05-12","1984-05-13"]}`
	broken2 = `{"resourceType":"Patient","id":"p3","birthDate":["1984-05-12","1984-05-13"]}`
	hostile = `{"resourceType":"Patient","id":"p2","name":[{"family":"<script>alert(1)</script>"}],"birthDate":"1984-05-12"}`
)

// TestPages compares the main part of pages with testdata.
func TestPages(t *testing.T) {
	for _, c := range []struct {
		name   string
		server http.Handler
		path   string
		status int
	}{
		{"start", nil, "/", http.StatusOK},
		{"conditions", nil, "/?view=conditions&limit=3", http.StatusOK},
		{"patient", nil, "/?view=vital_signs&patient=pat-j90a5fa2&from=2010-01-01&to=2017-12-31", http.StatusOK},
		{"second-page", nil, "/?view=patients&page=2", http.StatusOK}, // there is only one: it is shown
		{"no-rows", nil, "/?view=allergies", http.StatusOK},
		{"broken-resources", searchset(broken2, hostile, broken), "/?view=patients", http.StatusOK},
		{"bad-form", nil, "/?view=&patient=a/b&from=1.3.2024&to=2024&limit=0", http.StatusBadRequest},
		{"unknown-view", nil, "/?view=patient_ages", http.StatusNotFound},
		{"not-allowed", fhirAnswer(http.StatusForbidden, `{"resourceType":"OperationOutcome","issue":[]}`), "/?view=patients", http.StatusBadGateway},
		{"busy", fhirAnswer(http.StatusServiceUnavailable, ""), "/?view=patients", http.StatusServiceUnavailable},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := setup(t, c.server).get(c.path)
			if w.Code != c.status {
				t.Errorf("got status %d, want %d", w.Code, c.status)
			}
			golden(t, c.name+".html", mainPart(t, w))
		})
	}
}

// TestBadParameters has one mistake each, and its message.
func TestBadParameters(t *testing.T) {
	s := setup(t, nil, "FHIRVIEW_VIEWS=testdata/views")
	for _, c := range []struct {
		query  string
		status int
		want   string
	}{
		{"view=patients&limit=10001", 400, "The number of rows must be from 1 to 10000."},
		{"view=patients&limit=many", 400, "The number of rows must be from 1 to 10000."},
		{"view=patients&page=0", 400, "There is no such page of the table."},
		{"view=patients&patient=Patient%2F1", 400, "A patient&#39;s id has up to 64 letters, digits, hyphens and dots."},
		{"view=patients&from=2024-02-30", 400, "Give the first day as year, month and day, such as 2024-03-01."},
		{"view=patients&to=soon", 400, "Give the last day as year, month and day, such as 2024-03-31."},
		{"view=patients&from=2024-03-02&to=2024-03-01", 400, "The last day is before the first."},
		{"patient=1", 400, "Pick a view."},
		{"view=../../etc/passwd", 404, "There is no view of this name: pick one of the list."},
		{"view=organizations&patient=1", 400, "This view cannot be limited to a patient: leave the id out."},
		{"view=organizations&to=2024-03-01", 400, "This view cannot be limited to dates: leave the date out."},
	} {
		for _, path := range []string{"/?", "/download?format=csv&"} {
			w := s.get(path + c.query)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("%s%s: got status %d, want %d and the text %q", path, c.query, w.Code, c.status, c.want)
			}
			if !strings.Contains(w.Body.String(), `aria-invalid="true"`) {
				t.Errorf("%s%s: no field is marked", path, c.query)
			}
		}
	}
	if n := s.asked.Load(); n != 0 {
		t.Errorf("the FHIR server was asked %d times, want never", n)
	}
}

// TestFormIsKept shows again what was sent, escaped, so that it can be put right.
func TestFormIsKept(t *testing.T) {
	w := setup(t, nil).get("/?" + url.Values{"view": {"patients"}, "patient": {`"><script>`}}.Encode())
	if want := `name="patient" value="&#34;&gt;&lt;script&gt;"`; !strings.Contains(w.Body.String(), want) {
		t.Errorf("the page lacks %s", want)
	}
	if strings.Contains(w.Body.String(), "<script") {
		t.Error("the page has a script")
	}
}

// TestCache asks three times and refreshes once.
func TestCache(t *testing.T) {
	s := setup(t, nil)
	for i, want := range []string{"from the FHIR server", "from the cache", "from the cache"} {
		if got := mainPart(t, s.get("/?view=patients")); !strings.Contains(got, want) {
			t.Errorf("request %d does not say %q:\n%s", i, want, got)
		}
	}
	if n := s.asked.Load(); n != 1 {
		t.Errorf("the FHIR server was asked %d times, want once", n)
	}
	w := s.post("/refresh", url.Values{"view": {"patients"}, "limit": {"1000"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/?view=patients" {
		t.Errorf("refresh: got status %d and location %s", w.Code, w.Header().Get("Location"))
	}
	if n := s.asked.Load(); n != 2 {
		t.Errorf("the FHIR server was asked %d times after refresh, want twice", n)
	}
}

// TestPaging goes through a table by its links, and sees each row once.
func TestPaging(t *testing.T) {
	server, err := demo.New(50)
	if err != nil {
		t.Fatal(err)
	}
	s := setup(t, server)
	rows, pages := 0, 0
	for path := "/?view=vital_signs"; path != ""; pages++ {
		part := mainPart(t, s.get(path))
		rows += strings.Count(part, "<tr><td")
		_, path, _ = strings.Cut(part, `rel="next" href="`)
		path, _, _ = strings.Cut(path, `"`)
		path = strings.ReplaceAll(path, "&amp;", "&")
	}
	total := strings.Count(s.get("/download?view=vital_signs&format=ndjson").Body.String(), "\n")
	if pages < 2 || rows != total {
		t.Errorf("got %d rows on %d pages, want %d on several", rows, pages, total)
	}
}

func TestAgo(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "just now", 5 * time.Second: "5 seconds ago", 3 * time.Minute: "3 minutes ago", 5 * time.Hour: "5 hours ago",
	} {
		if got := ago(d); got != want {
			t.Errorf("%v: got %s, want %s", d, got, want)
		}
	}
}

// TestNoReferenceOutside holds that a page loads nothing but the portal's own.
func TestNoReferenceOutside(t *testing.T) {
	s := setup(t, nil)
	for _, path := range []string{"/style.css", "/icon.svg"} {
		if w := s.get(path); w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s: got status %d", path, w.Code)
		}
	}
	body := s.get("/?view=conditions").Body.String()
	for _, text := range []string{"<script", "style=", "onclick", `src="`, `href="http`} {
		if strings.Contains(body, text) {
			t.Errorf("the page has %s", text)
		}
	}
	if got := s.get("/no/such").Code; got != http.StatusNotFound {
		t.Errorf("got status %d for a page that there is not", got)
	}
	if got := s.send(httptest.NewRequest(http.MethodDelete, "/", nil)).Code; got != http.StatusMethodNotAllowed {
		t.Errorf("got status %d for DELETE", got)
	}
}
