package fhirclient

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCapabilities(t *testing.T) {
	const raw = `{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","format":["json","application/fhir+json"],
		"software":{"name":"HAPI","version":"7"},"extension":[{"x":1}],"rest":[{"mode":"server",
		"interaction":[{"code":"batch"},{"code":"transaction"}],"resource":[
		{"type":"Patient","interaction":[{"code":"read"},{"code":"search-type"}],"conditionalCreate":true,"updateCreate":"yes",
		"searchParam":[{"name":"birthdate","type":"date"},{"name":"_id","type":"token"}]},{"type":"Group"}]}]}`
	c, requests := scripted(t, reply{200, nil, raw})
	got, err := c.Capabilities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := &Capabilities{
		FHIRVersion: "4.0.1", Software: "HAPI 7", Formats: []string{"json", "application/fhir+json"},
		Interactions: []string{"batch", "transaction"},
		Types: map[string]TypeCapability{
			"Patient": {
				Interactions: []string{"read", "search-type"}, ConditionalCreate: true,
				SearchParams: map[string]string{"birthdate": "date", "_id": "token"},
			},
			"Group": {SearchParams: map[string]string{}},
		},
		Raw: []byte(raw),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := cmp.Diff([]asked{{Method: "GET", URI: "/fhir/metadata"}}, requests()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if !slices.Contains(got.Types["Patient"].Interactions, "read") || slices.Contains(got.Types["Patient"].Interactions, "delete") || len(got.Types["Device"].Interactions) > 0 {
		t.Error("Can is wrong")
	}
	for _, body := range []string{"", "<html>", `{"resourceType":"OperationOutcome"}`, `{"resourceType":"Patient"}`} {
		c, _ := scripted(t, reply{200, nil, body})
		if _, err := c.Capabilities(t.Context()); err == nil {
			t.Errorf("%q: no error", body)
		}
		err := c.Ping(t.Context())
		if err == nil || errors.Is(err, ErrNotFHIR) != (body == "<html>") || !strings.HasPrefix(err.Error(), "ping: ") {
			t.Errorf("%q: ping: %v", body, err)
		}
	}
	c, requests = scripted(t, reply{200, nil, raw})
	if err := c.Ping(t.Context()); err != nil || len(requests()) != 1 {
		t.Errorf("ping: %v after %d", err, len(requests()))
	}
	c, requests = scripted(t, reply{503, nil, ""})
	if err := c.Ping(t.Context()); refusalStatus(err) != 503 || len(requests()) != 1 {
		t.Errorf("ping: %v after %d", err, len(requests()))
	}
}

func TestCacheIdentity(t *testing.T) {
	const base = "https://example.org/fhir"
	one := newTestClient(t, base, &Config{Auth: Bearer("a"), Header: map[string][]string{"X": {"1", "2"}}}, nil)
	same := newTestClient(t, base+"/", &Config{Auth: Bearer("a"), Header: map[string][]string{"X": {"1", "2"}}, Attempts: 2}, nil)
	if id := one.CacheIdentity(); id != same.CacheIdentity() || id != one.CacheIdentity() {
		t.Error("the same server and credentials have different identities")
	}
	for name, other := range map[string]*Client{
		"server":    newTestClient(t, base+"/r5", &Config{Auth: Bearer("a"), Header: map[string][]string{"X": {"1", "2"}}}, nil),
		"token":     newTestClient(t, base, &Config{Auth: Bearer("b"), Header: map[string][]string{"X": {"1", "2"}}}, nil),
		"header":    newTestClient(t, base, &Config{Auth: Bearer("a"), Header: map[string][]string{"X": {"1"}, "2": {}}}, nil),
		"nobody":    newTestClient(t, base, nil, nil),
		"transport": newTestClient(t, base, &Config{Auth: Bearer("a"), Header: map[string][]string{"X": {"1", "2"}}, Transport: pageTransport{}}, nil),
	} {
		if one.CacheIdentity() == other.CacheIdentity() {
			t.Errorf("%s: identities are wrong", name)
		}
	}
}
