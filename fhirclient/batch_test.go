package fhirclient

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/google/go-cmp/cmp"
)

// entryVerdict is a result in a form to compare.
type entryVerdict struct {
	Status   int
	Err      string // "", refused, unknown, other
	Resource string
	Code     string // of the outcome's first issue
}

func verdicts(results []EntryResult) []entryVerdict {
	var all []entryVerdict
	for _, r := range results {
		v := entryVerdict{Status: r.Status, Resource: string(r.Resource)}
		if r.Outcome != nil && len(r.Outcome.Issues) > 0 {
			v.Code = r.Outcome.Issues[0].Code
		}
		switch status := (*StatusError)(nil); {
		case r.Err == nil:
		case errors.Is(r.Err, ErrOutcomeUnknown):
			v.Err = "unknown"
		case errors.As(r.Err, &status):
			v.Err = fmt.Sprint("refused ", status.Status)
		default:
			v.Err = "other"
		}
		all = append(all, v)
	}
	return all
}

func puts(ids ...string) []BatchEntry {
	var all []BatchEntry
	for _, id := range ids {
		all = append(all, BatchEntry{Method: "PUT", URL: "Patient/" + id, Resource: []byte(onePatient(id))})
	}
	return all
}

func batchAnswer(entries ...string) string {
	return `{"resourceType":"Bundle","type":"batch-response","entry":[` + strings.Join(entries, ",") + `]}`
}

// Faults 14 and 15.
func TestBatchResults(t *testing.T) {
	const refused = `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid"}]}`
	for _, tc := range []struct {
		entry string
		want  entryVerdict
	}{
		{`{"response":{"status":"200 OK"}}`, entryVerdict{Status: 200}},
		{`{"response":{"status":"201","location":"Patient/2/_history/1"},"resource":{"resourceType":"Patient"}}`, entryVerdict{Status: 201, Resource: `{"resourceType":"Patient"}`}},
		{`{"response":{"status":204,"etag":"W/\"2\""}}`, entryVerdict{Status: 204}},
		{`{"response":{"status":204}}`, entryVerdict{Status: 204, Err: "unknown"}},
		{`{"response":{"status":"422 Unprocessable","outcome":` + refused + `}}`, entryVerdict{Status: 422, Err: "refused 422", Code: "invalid"}},
		{`{"response":{"status":"409"},"resource":` + refused + `}`, entryVerdict{Status: 409, Err: "refused 409", Code: "invalid"}},
		{`{"response":{"status":"404"}}`, entryVerdict{Status: 404, Err: "refused 404"}},
		{`{"response":{"status":""}}`, entryVerdict{Err: "unknown"}},
		{`{"response":{"status":null}}`, entryVerdict{Err: "unknown"}},
		{`{"response":{"status":"OK"}}`, entryVerdict{Err: "unknown"}},
		{`{"response":{"status":"2000"}}`, entryVerdict{Err: "unknown"}},
		{`{"response":{"status":"-12"}}`, entryVerdict{Err: "unknown"}},
		{`{"response":{}}`, entryVerdict{Err: "unknown"}},
		{`{"response":null}`, entryVerdict{Err: "unknown"}},
		{`{"response":"200"}`, entryVerdict{Err: "unknown"}},
		{`{}`, entryVerdict{Err: "unknown"}},
		{`null`, entryVerdict{Err: "unknown"}},
	} {
		c, _ := scripted(t, reply{200, nil, batchAnswer(`{"response":{"status":"200"}}`, tc.entry)})
		for _, send := range []func() ([]EntryResult, error){
			func() ([]EntryResult, error) { return c.Batch(t.Context(), puts("1", "2")) },
			func() ([]EntryResult, error) { return c.Transaction(t.Context(), puts("1", "2")) },
		} {
			got, err := send()
			if diff := cmp.Diff([]entryVerdict{{Status: 200}, tc.want}, verdicts(got)); diff != "" || err != nil {
				t.Errorf("%s: %v, -want +got\n%s", tc.entry, err, diff)
			}
		}
	}
}

// Answers that say nothing of the entries, with success.
func TestBatchWithoutResults(t *testing.T) {
	for _, body := range []string{"", "<html>", `{"resourceType":"OperationOutcome"}`, batchAnswer(), batchAnswer(`{"response":{"status":"200"}}`)} {
		c, requests := scripted(t, reply{200, nil, body})
		got, err := c.Batch(t.Context(), puts("1", "2"))
		want := []entryVerdict{{Err: "unknown"}, {Err: "unknown"}}
		if diff := cmp.Diff(want, verdicts(got)); diff != "" || !errors.Is(err, ErrOutcomeUnknown) || len(requests()) != 1 {
			t.Errorf("%q: %v after %d, -want +got\n%s", body, err, len(requests()), diff)
		}
	}
}

// Fault 16: the server refuses every batch that has a certain patient, and those of more than four entries as too large.
func TestBatchBisected(t *testing.T) {
	sent := 0
	s := clienttest.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		sent++
		var b bytes.Buffer
		b.ReadFrom(r.Body)
		n := strings.Count(b.String(), `"request"`)
		switch {
		case n > 4:
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		case strings.Contains(b.String(), "Patient/bad"):
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"resourceType":"OperationOutcome","issue":[{"code":"structure"}]}`)
		default:
			fmt.Fprint(w, batchAnswer(strings.Split(strings.Repeat(` {"response":{"status":"201"}}`, n), " ")[1:]...))
		}
	})
	c := newTestClient(t, s.URL, nil, nil)
	got, err := c.Batch(t.Context(), puts("1", "2", "3", "4", "5", "bad", "7", "8"))
	ok, bad := entryVerdict{Status: 201}, entryVerdict{Status: 400, Err: "refused 400", Code: "structure"}
	if diff := cmp.Diff([]entryVerdict{ok, ok, ok, ok, ok, bad, ok, ok}, verdicts(got)); diff != "" || err != nil {
		t.Errorf("%v, -want +got\n%s", err, diff)
	}
	if sent != 7 { // all, first half, second half, its halves, the halves of the worse one
		t.Errorf("%d requests", sent)
	}
	sent = 0
	got, err = c.Transaction(t.Context(), puts("1", "bad"))
	if diff := cmp.Diff([]entryVerdict{{Err: "refused 400"}, {Err: "refused 400"}}, verdicts(got)); diff != "" || refusalStatus(err) != 400 || sent != 1 {
		t.Errorf("transaction: %v after %d, -want +got\n%s", err, sent, diff)
	}
}

func TestBatchBody(t *testing.T) {
	c, requests := scripted(t, reply{200, nil, batchAnswer("null", "null", "null")})
	_, err := c.Batch(t.Context(), []BatchEntry{
		{Method: "POST", URL: "Patient", FullURL: `urn:"x"`, IfNoneExist: url.Values{"a": {"b c"}}, Resource: []byte("\ufeff" + onePatient("1") + "\n")},
		{Method: "PUT", URL: "Patient/2", IfMatch: `W/"1"`, Resource: []byte(onePatient("2"))},
		{Method: "DELETE", URL: "Patient/3"},
	})
	want := []asked{{Method: "POST", URI: "/fhir", Body: `{"resourceType":"Bundle","type":"batch","entry":[` +
		`{"fullUrl":"urn:\"x\"","resource":{"resourceType":"Patient","id":"1"}` + "\n" + `,"request":{"method":"POST","url":"Patient","ifNoneExist":"a=b%20c"}},` +
		`{"resource":{"resourceType":"Patient","id":"2"},"request":{"method":"PUT","url":"Patient/2","ifMatch":"W/\"1\""}},` +
		`{"request":{"method":"DELETE","url":"Patient/3"}}]}`}}
	if diff := cmp.Diff(want, requests()); diff != "" || err != nil {
		t.Errorf("%v, -want +got\n%s", err, diff)
	}
}

func TestBatchArguments(t *testing.T) {
	c, requests := scripted(t, reply{200, nil, batchAnswer()})
	conditional := BatchEntry{Method: "POST", URL: "Patient", IfNoneExist: url.Values{"a": {"b"}}, Resource: []byte(onePatient("1"))}
	for i, entries := range [][]BatchEntry{
		{{Method: "put", URL: "Patient/1"}},
		{{Method: "PUT", URL: "", Resource: []byte(onePatient("1"))}},
		{{Method: "PUT", URL: "Patient/1"}},
		{{Method: "PUT", URL: "Patient/1", Resource: []byte(`{"resourceType":"Patient"}},{"x":{}`)}},
		{{Method: "GET", URL: "Patient/1", IfNoneExist: url.Values{"a": {"b"}}}},
		{{Method: "GET", URL: "Patient/1", IfMatch: "3"}},
		{conditional, conditional},
	} {
		results, err := c.Batch(t.Context(), entries)
		if err == nil || len(results) != len(entries) || results[0].Err == nil {
			t.Errorf("case %d: %v", i, err)
		}
	}
	if results, err := c.Batch(t.Context(), nil); len(results) > 0 || err != nil || len(requests()) > 0 {
		t.Errorf("%v, %v, %d requests", results, err, len(requests()))
	}
}

// A batch is repeated where all its entries may be, and what an earlier attempt deleted counts as deleted.
func TestBatchRepeated(t *testing.T) {
	entries := append(puts("1"), BatchEntry{Method: "DELETE", URL: "Patient/2"})
	ok := reply{200, nil, batchAnswer(`{"response":{"status":"200"}}`, `{"response":{"status":"404"}}`)}
	c, requests := scripted(t, reply{}, ok)
	got, err := c.Batch(t.Context(), entries)
	if diff := cmp.Diff([]entryVerdict{{Status: 200}, {Status: 404}}, verdicts(got)); diff != "" || err != nil || len(requests()) != 2 {
		t.Errorf("%v after %d, -want +got\n%s", err, len(requests()), diff)
	}
	entries[0] = BatchEntry{Method: "POST", URL: "Patient", Resource: []byte(onePatient("1"))}
	c, requests = scripted(t, reply{}, ok)
	got, err = c.Batch(t.Context(), entries)
	if diff := cmp.Diff([]entryVerdict{{Err: "unknown"}, {Err: "unknown"}}, verdicts(got)); diff != "" || err == nil || len(requests()) != 1 {
		t.Errorf("with a plain POST: %v after %d, -want +got\n%s", err, len(requests()), diff)
	}
}
