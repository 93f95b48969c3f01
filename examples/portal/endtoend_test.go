package main

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
)

// serving runs the program until the test ends, and returns its address.
func serving(t *testing.T) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	started, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"FHIRVIEW_LISTEN=127.0.0.1:0"}, io.Discard, func(url string) { started <- url })
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	select {
	case url := <-started:
		return url
	case err := <-ended:
		ended <- err
		t.FailNow()
		return ""
	}
}

// TestInBrowser does what a researcher does, with scripts turned off: pick a view, look at the table, refresh it, download it.
func TestInBrowser(t *testing.T) {
	downloads := t.TempDir()
	b := openBrowser(t, downloads)
	portal := serving(t)
	b.open(portal + "/")

	t.Log("pick a view by the keyboard alone")
	b.press("Tab", 9) // the link that skips the form
	if got := b.text("document.activeElement.textContent"); got != "Skip to the table" {
		t.Errorf("the first thing to reach is %q", got)
	}
	b.press("Tab", 9) // the portal's name
	b.press("Tab", 9)
	b.write("Cond")
	if got := b.text("document.activeElement.id + ' ' + document.activeElement.value"); got != "view conditions" {
		t.Errorf("after typing the view's name, there is %q", got)
	}
	b.press("Tab", 9)
	b.press("Enter", 13) // in a text field it sends the form
	b.waitFor("document.querySelector('h1').textContent == 'Conditions' && document.readyState == 'complete'")
	if got := b.text("document.querySelectorAll('tbody tr').length"); got != "100" {
		t.Errorf("the table has %s rows, want 100", got)
	}
	if got := b.text("document.querySelector('tbody td').textContent"); got != "con-j90a5fa2" {
		t.Errorf("the first cell is %s", got)
	}
	if got := b.text("document.querySelector('#age').textContent"); !strings.Contains(got, "from the FHIR server") {
		t.Errorf("the age is %q, want a fresh table", got)
	}
	saveScreenshot(b)

	t.Log("the same again comes from the cache, until it is refreshed")
	b.click("nav a[rel=next]")
	b.waitFor("document.querySelector('#shown')?.textContent.startsWith('Rows 101 to 200 of 400') && document.readyState == 'complete'")
	if got := b.text("document.querySelector('#age').textContent"); !strings.Contains(got, "from the cache") {
		t.Errorf("the age is %q, want one from the cache", got)
	}
	b.click("#refresh")
	b.waitFor("document.querySelector('#shown')?.textContent.startsWith('Rows 1 to 100 of 400') && document.readyState == 'complete'")

	t.Log("download")
	b.click("#csv")
	got := b.downloaded(downloads)
	if want := fetch(t, portal+"/download?view=conditions&format=csv"); got != want || strings.Count(got, "\n") != 401 {
		t.Errorf("the file has %d lines and differs from the table, which has %d", strings.Count(got, "\n"), strings.Count(want, "\n"))
	}

	t.Log("a mistake")
	b.open(portal + "/?view=patients&from=2024-03-02&to=2024-03-01")
	if got := b.text("document.querySelector('[role=alert] a').textContent"); got != "The last day is before the first." {
		t.Errorf("the page says %q", got)
	}
	b.click("[role=alert] a")
	b.waitFor("location.hash == '#to'")
	if got := b.text("document.querySelector('#to').matches('[aria-invalid=true]')"); got != "true" {
		t.Error("the field is not marked")
	}

	t.Log("what the browser complained about")
	for _, entry := range b.seen("Log.entryAdded") {
		if !strings.Contains(entry, "400 (Bad Request)") {
			t.Errorf("the browser reports %s", entry)
		}
	}
}

// TestPageFitsAndIsLabelled looks at every page in a narrow window and at its form.
func TestPageFitsAndIsLabelled(t *testing.T) {
	b := openBrowser(t, t.TempDir())
	portal := serving(t)
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": true}, nil)
	for _, path := range []string{"/", "/?view=conditions", "/?view=claims&limit=5", "/?view=allergies", "/?view=none"} {
		b.open(portal + path)
		if got := b.text("document.documentElement.scrollWidth"); got != "360" {
			t.Errorf("%s is %s pixels wide, want 360", path, got)
		}
		if got := b.text("[...document.querySelectorAll('input:not([type=hidden]), select')].filter(e => e.labels.length != 1).length"); got != "0" {
			t.Errorf("%s has %s fields without a label", path, got)
		}
		if got := b.text("document.querySelectorAll('h1').length + ' ' + document.querySelectorAll('main').length"); got != "1 1" {
			t.Errorf("%s has %s headings and main parts, want one each", path, got)
		}
	}
}

// saveScreenshot writes what the browser shows to the file that PORTAL_SCREENSHOT names, for people to look at.
func saveScreenshot(b *browser) {
	path := os.Getenv("PORTAL_SCREENSHOT")
	if path == "" {
		return
	}
	var shot struct{ Data string }
	b.call("Page.captureScreenshot", nil, &shot)
	data, err := base64.StdEncoding.DecodeString(shot.Data)
	if err == nil {
		err = os.WriteFile(path, data, 0o666)
	}
	if err != nil {
		b.t.Error(err)
	}
}

func fetch(t *testing.T, address string) string {
	t.Helper()
	if _, err := url.Parse(address); err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	resp, err := (&http.Client{Transport: transport}).Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
