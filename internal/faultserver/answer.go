package faultserver

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"strconv"
	"strings"
)

// MediaType is that of the answers here.
const MediaType = "application/fhir+json; charset=utf-8"

// Answer is a whole answer of HTTP. The headers are given as pairs of name and value.
func Answer(status int, body string, header ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if body != "" {
			w.Header().Set("Content-Type", MediaType)
		}
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, body) //nolint:errcheck // the client may have gone away
	})
}

// OK answers 200 with a resource.
func OK(resource string) http.Handler { return Answer(http.StatusOK, resource) }

// Outcome is an OperationOutcome with one issue of severity error for each code.
func Outcome(codes ...string) string {
	issues := make([]string, 0, len(codes))
	for _, code := range codes {
		issues = append(issues, fmt.Sprintf(`{"severity":"error","code":%q,"diagnostics":"Secret diagnostics"}`, code))
	}
	return `{"resourceType":"OperationOutcome","issue":[` + strings.Join(issues, ",") + `]}`
}

// Busy answers 503 and says nothing else: fault 1.
func Busy() http.Handler { return Answer(http.StatusServiceUnavailable, "") }

// Throttled answers 429 with a Retry-After: faults 2 to 5.
func Throttled(retryAfter string) http.Handler {
	return Answer(http.StatusTooManyRequests, Outcome("throttled"), "Retry-After", retryAfter)
}

// Page is a page of a search: resources as JSON, and the address of the next page or "". A total below 0 is left out.
func Page(total int, next string, resources ...string) string {
	var b strings.Builder
	b.WriteString(`{"resourceType":"Bundle","type":"searchset"`)
	if total >= 0 {
		fmt.Fprintf(&b, `,"total":%d`, total)
	}
	if next != "" {
		fmt.Fprintf(&b, `,"link":[{"relation":"next","url":%q}]`, next)
	}
	for i, resource := range resources {
		b.WriteString(map[bool]string{true: `,"entry":[`, false: `,`}[i == 0])
		b.WriteString(`{"resource":` + resource + `,"search":{"mode":"match"}}`)
	}
	if len(resources) > 0 {
		b.WriteString("]")
	}
	b.WriteString("}")
	return b.String()
}

// EmptyPages is a search at a path whose first page has resources, and whose further pages have none and a link to another,
// for ever.
func EmptyPages(path string, resources ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first := resources
		n, err := strconv.Atoi(r.URL.Query().Get("page"))
		if err == nil {
			first = nil
		}
		OK(Page(-1, fmt.Sprintf("http://%s%s?page=%d", r.Host, path, n+1), first...)).ServeHTTP(w, r)
	})
}

// Patient is a resource with an id.
func Patient(id string) string { return fmt.Sprintf(`{"resourceType":"Patient","id":%q}`, id) }

// Patients are so many of them, p0 and on.
func Patients(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = Patient(fmt.Sprintf("p%d", i))
	}
	return all
}

// quiet is for servers whose connections are meant to fail.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
