package fhirclient

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/google/go-cmp/cmp"
)

// reply is what a scripted server sends. Status 0 drops the connection.
type reply struct {
	status int
	header map[string]string
	body   string
}

// asked is a request that a scripted server got.
type asked struct{ Method, URI, Body, IfNoneExist, IfMatch, Prefer string }

// scripted gives one answer after the other, and the last for ever.
func scripted(t testing.TB, answers ...reply) (c *Client, requests func() []asked) {
	var mu sync.Mutex
	var got []asked
	s := clienttest.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		var body bytes.Buffer
		body.ReadFrom(r.Body)
		mu.Lock()
		a := answers[min(len(got), len(answers)-1)]
		got = append(got, asked{
			r.Method, r.RequestURI, body.String(), r.Header.Get("If-None-Exist"), r.Header.Get("If-Match"), r.Header.Get("Prefer"),
		})
		mu.Unlock()
		if a.status == 0 {
			panic(http.ErrAbortHandler)
		}
		for name, value := range a.header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(a.status)
		fmt.Fprint(w, a.body)
	})
	return newTestClient(t, s.URL+"/fhir", nil, nil), func() []asked {
		mu.Lock()
		defer mu.Unlock()
		return got
	}
}

var modified = time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)

func TestReadAndWrite(t *testing.T) {
	const body = `{"resourceType":"Patient","id":"1"}`
	headers := map[string]string{"ETag": `W/"3"`, "Last-Modified": "Mon, 06 May 2024 07:08:09 GMT"}
	located := map[string]string{"Location": "https://example.org/fhir/Patient/9/_history/2"}
	full := &Result{Resource: []byte(body), Type: "Patient", ID: "1", VersionID: "3", ETag: `W/"3"`, LastModified: modified}
	for name, tc := range map[string]struct {
		answer reply
		do     func(context.Context, *Client) (*Result, error)
		asked  asked
		want   *Result
	}{
		"read": {
			reply{200, headers, body},
			func(ctx context.Context, c *Client) (*Result, error) { return c.Read(ctx, "Patient", "1") },
			asked{Method: "GET", URI: "/fhir/Patient/1"}, full,
		},
		"vread": {
			reply{200, headers, body},
			func(ctx context.Context, c *Client) (*Result, error) { return c.VRead(ctx, "Patient", "1", "3") },
			asked{Method: "GET", URI: "/fhir/Patient/1/_history/3"}, full,
		},
		"fault 9: create, empty body": {
			reply{201, located, ""},
			func(ctx context.Context, c *Client) (*Result, error) {
				return c.Create(ctx, []byte(body), &CreateOptions{Minimal: true})
			},
			asked{Method: "POST", URI: "/fhir/Patient", Body: body, Prefer: "return=minimal"},
			&Result{Created: true, Type: "Patient", ID: "9", VersionID: "2"},
		},
		"create, id from the body": {
			reply{201, nil, body},
			func(ctx context.Context, c *Client) (*Result, error) { return c.Create(ctx, []byte(body), nil) },
			asked{Method: "POST", URI: "/fhir/Patient", Body: body},
			&Result{Resource: []byte(body), Created: true, Type: "Patient", ID: "1"},
		},
		"conditional create, exists": {
			reply{200, located, ""},
			func(ctx context.Context, c *Client) (*Result, error) {
				return c.Create(ctx, []byte(body), &CreateOptions{IfNoneExist: url.Values{"identifier": {"http://a|b c"}}})
			},
			asked{Method: "POST", URI: "/fhir/Patient", Body: body, IfNoneExist: "identifier=http%3A%2F%2Fa%7Cb%20c"},
			&Result{Type: "Patient", ID: "9", VersionID: "2"},
		},
		"update, outcome in the answer": {
			reply{200, headers, `{"resourceType":"OperationOutcome","issue":[{"severity":"information","code":"informational"}]}`},
			func(ctx context.Context, c *Client) (*Result, error) {
				return c.Update(ctx, []byte(body), &UpdateOptions{IfMatch: `W/"2"`})
			},
			asked{Method: "PUT", URI: "/fhir/Patient/1", Body: body, IfMatch: `W/"2"`},
			&Result{
				Type: "Patient", ID: "1", VersionID: "3", ETag: `W/"3"`, LastModified: modified,
				Outcome: &OperationOutcome{Issues: []Issue{{Severity: "information", Code: "informational"}}},
			},
		},
		"update, empty body": {
			reply{201, nil, ""},
			func(ctx context.Context, c *Client) (*Result, error) { return c.Update(ctx, []byte(body), nil) },
			asked{Method: "PUT", URI: "/fhir/Patient/1", Body: body},
			&Result{Created: true, Type: "Patient", ID: "1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, requests := scripted(t, tc.answer)
			got, err := tc.do(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]asked{tc.asked}, requests()); diff != "" {
				t.Errorf("request: -want +got\n%s", diff)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("result: -want +got\n%s", diff)
			}
		})
	}
}

func TestReadOfSomethingElse(t *testing.T) {
	for _, body := range []string{"<html>", `{"resourceType":"Group"}`, `{"resourceType":"OperationOutcome"}`, ""} {
		c, _ := scripted(t, reply{200, nil, body})
		if r, err := c.Read(t.Context(), "Patient", "1"); err == nil {
			t.Errorf("%q: %v", body, r)
		}
	}
}

// Nothing is sent for names that would lead elsewhere in a URL, nor for what is not a resource.
func TestArguments(t *testing.T) {
	c, requests := scripted(t, reply{200, nil, "{}"})
	ctx := t.Context()
	for i, do := range []func() error{
		func() error { _, err := c.Read(ctx, "Patient", ".."); return err },
		func() error { _, err := c.Read(ctx, "Patient", ""); return err },
		func() error { _, err := c.Read(ctx, "Patient", "a/b"); return err },
		func() error { _, err := c.Read(ctx, "patient", "1"); return err },
		func() error { _, err := c.VRead(ctx, "Patient", "1", "?"); return err },
		func() error { return c.Delete(ctx, "Patient?x=1", "1") },
		func() error { return c.Delete(ctx, "Patient", "") },
		func() error { _, err := c.Create(ctx, []byte(`{}`), nil); return err },
		func() error { _, err := c.Create(ctx, []byte(`{"resourceType":"Patient"}{}`), nil); return err },
		func() error { _, err := c.Update(ctx, []byte(`{"resourceType":"Patient"}`), nil); return err },
		func() error {
			_, err := c.Update(ctx, []byte(`{"resourceType":"Patient","id":"../x"}`), nil)
			return err
		},
		func() error {
			_, err := c.Update(ctx, []byte(onePatient("1")), &UpdateOptions{IfMatch: "3\r\nX: y"})
			return err
		},
	} {
		if err := do(); err == nil {
			t.Errorf("case %d: no error", i)
		}
	}
	if got := requests(); len(got) > 0 {
		t.Errorf("sent %v", got)
	}
}

func TestConditionalCreateAmbiguous(t *testing.T) {
	c, requests := scripted(t, reply{412, nil, ""})
	_, err := c.Create(t.Context(), []byte(onePatient("1")), &CreateOptions{IfNoneExist: url.Values{"a": {"b"}}})
	if !errors.Is(err, ErrAmbiguousKey) || refusalStatus(err) != 412 || len(requests()) != 1 {
		t.Errorf("%v after %d requests", err, len(requests()))
	}
}

func TestUpdateConflict(t *testing.T) {
	opts := &UpdateOptions{IfMatch: `W/"2"`}
	c, _ := scripted(t, reply{412, nil, ""})
	if _, err := c.Update(t.Context(), []byte(onePatient("1")), opts); !errors.Is(err, ErrVersionConflict) {
		t.Errorf("plain: %v", err)
	}
	c, _ = scripted(t, reply{503, nil, ""}, reply{412, nil, ""})
	if _, err := c.Update(t.Context(), []byte(onePatient("1")), opts); !errors.Is(err, ErrOutcomeUnknown) || errors.Is(err, ErrVersionConflict) {
		t.Errorf("after an attempt that may have succeeded: %v", err)
	}
}

// Fault 12: two creates under one condition are never under way at once, others are.
func TestConditionalCreateSerialized(t *testing.T) {
	var mu sync.Mutex
	flying, most := map[string]int{}, map[string]int{}
	var all, mostAll atomic.Int32
	s := clienttest.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		key := r.Header.Get("If-None-Exist")
		mu.Lock()
		flying[key]++
		most[key] = max(most[key], flying[key])
		mostAll.Store(max(mostAll.Load(), all.Add(1)))
		mu.Unlock()
		time.Sleep(10 * time.Millisecond)
		mu.Lock()
		flying[key]--
		all.Add(-1)
		mu.Unlock()
		w.WriteHeader(http.StatusCreated)
	})
	c := newTestClient(t, s.URL, &Config{Fixed: true}, nil)
	var wg sync.WaitGroup
	for i := range 16 {
		condition := url.Values{"identifier": {fmt.Sprint(i % 2)}, "active": {"true"}}
		wg.Go(func() {
			if _, err := c.Create(t.Context(), []byte(onePatient("1")), &CreateOptions{IfNoneExist: condition}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for key, n := range most {
		if n != 1 {
			t.Errorf("%d requests for %s at once", n, key)
		}
	}
	if len(most) != 2 || mostAll.Load() < 2 {
		t.Errorf("%d keys, %d requests at once", len(most), mostAll.Load())
	}
	if len(c.keys.held) != 0 {
		t.Errorf("%d keys are still held", len(c.keys.held))
	}
}

func TestKeyLockEndsWithTheContext(t *testing.T) {
	var l keyLocks
	release, err := l.lock(t.Context(), "b")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(5*time.Millisecond, cancel)
	if _, err := l.lock(ctx, "c", "a", "b"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	release()
	if len(l.held) != 0 {
		t.Errorf("%d keys are still held", len(l.held))
	}
}

// Fault 13, and its contrary.
func TestDelete(t *testing.T) {
	for name, tc := range map[string]struct {
		answers []reply
		want    int // status of the error, 0 for none
	}{
		"200":                {[]reply{{200, nil, `{"resourceType":"OperationOutcome","issue":[{"severity":"information","code":"deleted"}]}`}}, 0},
		"202":                {[]reply{{202, nil, ""}}, 0},
		"204":                {[]reply{{204, nil, ""}}, 0},
		"404":                {[]reply{{404, nil, ""}}, 404},
		"410":                {[]reply{{410, nil, ""}}, 410},
		"503, then 404":      {[]reply{{503, nil, ""}, {404, nil, ""}}, 0},
		"dropped, then 410":  {[]reply{{}, {410, nil, ""}}, 0},
		"409 is no success":  {[]reply{{409, nil, ""}}, 409},
		"503, then 403":      {[]reply{{503, nil, ""}, {403, nil, ""}}, 403},
		"dropped, then 204 ": {[]reply{{}, {204, nil, ""}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := scripted(t, tc.answers...)
			if err := c.Delete(t.Context(), "Patient", "1"); refusalStatus(err) != tc.want || (err == nil) != (tc.want == 0) {
				t.Errorf("%v", err)
			}
		})
	}
}
