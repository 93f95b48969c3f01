package fhirpath_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/internal/intake"
	"github.com/fhirview/fhirview/runner/source"
)

// TestEntries evaluates on an entry of a Bundle that was taken apart, and on the Bundle as a whole.
func TestEntries(t *testing.T) {
	const own = "http://a.example/fhir/Encounter/e"
	entries := []string{
		own + ` {"resourceType":"Encounter","id":"e","contained":[{"resourceType":"Group"}],"subject":{"reference":"Patient/p"},` +
			`"basedOn":[{"reference":"urn:uuid:1"},{"reference":"urn:uuid:1/_history/2"},{"reference":"urn:uuid:1/_history/9"},` +
			`{"reference":"#"},{"reference":"urn:uuid:broken"}]}`,
		`http://b.example/fhir/Patient/p {"resourceType":"Patient","id":"p","gender":"other"}`,
		`http://a.example/fhir/Patient/p {"resourceType":"Patient","id":"p","gender":"female","managingOrganization":{"reference":"Organization/o"}}`,
		`http://b.example/fhir/Organization/o {"resourceType":"Organization","id":"o","name":"of b"}`,
		`http://a.example/fhir/Organization/o {"resourceType":"Organization","name":"of a"}`,
		`urn:uuid:1 {"resourceType":"ServiceRequest","meta":{"versionId":"1"},"status":"draft"}`,
		`urn:uuid:1 {"resourceType":"ServiceRequest","meta":{"versionId":"2"},"status":"active"}`,
		`urn:uuid:broken {"resourceType":"ServiceRequest","status":}`,
		`http://a.example/fhir/Organization/o {"resourceType":"Organization","id":"o","name":"second of a"}`,
	}
	var records []source.Record
	for _, e := range entries {
		url, data, _ := strings.Cut(e, " ")
		records = append(records, source.Record{FullURL: []byte(url), Data: []byte(data)})
	}
	bundle := intake.Of[source.Source, source.Record]().Index(records)
	for expr, want := range map[string]string{
		"subject.resolve().gender":                                        "female",
		"subject.resolve().managingOrganization.resolve().name":           "of a",
		"subject.getReferenceKey(Patient)":                                "p",
		"basedOn[0].getReferenceKey()":                                    "1",
		"basedOn[0].getReferenceKey(ServiceRequest)":                      "1",
		"basedOn[0].getReferenceKey(Patient)":                             "",
		"basedOn[1].getReferenceKey()":                                    "1",
		"basedOn[0].resolve().status":                                     "draft",
		"basedOn[0].resolve().getResourceKey()":                           "1",
		"basedOn[1].resolve().status":                                     "active",
		"basedOn[2].resolve().status":                                     "",
		"getResourceKey()":                                                "e",
		"contained.getResourceKey()":                                      "",
		"basedOn[0].resolve().is(ServiceRequest) and basedOn[4].exists()": "true",
	} {
		x, err := fhirpath.Compile(expr, &fhirpath.Options{Resource: "Encounter"})
		if err != nil {
			t.Fatal(err)
		}
		r, err := x.Decode(records[0].Data)
		if err != nil {
			t.Fatal(err)
		}
		got, err := x.EvalEntry(t.Context(), r, bundle, records[0].FullURL)
		text := ""
		if err == nil && len(got) > 0 {
			text, _ = got[0].ToString()
		}
		if text != want || err != nil {
			t.Errorf("%s is %q (%v), want %q", expr, text, err, want)
		}
	}
	x, err := fhirpath.Compile("basedOn[4].resolve()", nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := x.Decode(records[0].Data)
	if err != nil {
		t.Fatal(err)
	}
	var failed *fhirpath.EvalError
	if _, err := x.EvalEntry(t.Context(), r, bundle, nil); !errors.As(err, &failed) || !strings.Contains(err.Error(), "the entry that the reference points to") {
		t.Errorf("a broken entry is %v", err)
	}
}

// TestKeysWithinABundle evaluates on a Bundle as a whole.
func TestKeysWithinABundle(t *testing.T) {
	const bundle = `{"resourceType":"Bundle","id":"b","entry":[
		{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient"}},
		{"fullUrl":"urn:uuid:2","resource":{"resourceType":"Patient","id":"two"}},
		{"resource":{"resourceType":"Patient"}},
		{"fullUrl":"http://x.example/Patient/4","resource":{"resourceType":"Patient"}},
		{"fullUrl":"http://x.example/Group/5","resource":{"resourceType":"Patient"}}]}`
	for expr, want := range map[string]string{
		"entry.resource.select(getResourceKey()).join(',')": "1,two,4",
		"getResourceKey()": "b",
	} {
		x, err := fhirpath.Compile(expr, &fhirpath.Options{Resource: "Bundle"})
		if err != nil {
			t.Fatal(err)
		}
		r, err := x.Decode([]byte(bundle))
		if err != nil {
			t.Fatal(err)
		}
		got, err := x.Eval(r)
		if err != nil || len(got) != 1 {
			t.Fatalf("%s is %v (%v)", expr, got, err)
		}
		if text, _ := got[0].ToString(); text != want {
			t.Errorf("%s is %q, want %q", expr, text, want)
		}
	}
}
