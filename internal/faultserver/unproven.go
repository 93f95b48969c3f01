package faultserver

import (
	"net/http"
	"strings"
)

// LoginPage is what those who stand before a server show to a client whose session has ended: fault 73.
const LoginPage = `<!DOCTYPE html><html><head><title>Sign in</title></head><body>Secret portal</body></html>`

// Portal answers everything with a page for people, as a success: fault 73.
func Portal() http.Handler {
	return Answer(http.StatusOK, LoginPage, "Content-Type", "text/html; charset=utf-8", "ETag", `W/"portal"`)
}

// ToPortal redirects everything to a page for people: fault 73.
func ToPortal(status int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/login") {
			Portal().ServeHTTP(w, r)
			return
		}
		Answer(status, "", "Location", "/login?next=secret").ServeHTTP(w, r)
	})
}

// Done answers with success and an OperationOutcome of one issue: fault 74, where it is an error.
func Done(status int, severity string) http.Handler {
	return Answer(status, `{"resourceType":"OperationOutcome","issue":[{"severity":"`+severity+`","code":"processing"}]}`)
}

// Unproven are the answers of success that prove nothing of a write of Patient/p0: faults 73 to 76.
func Unproven() map[string]http.Handler {
	const lastModified, etag = "Last-Modified", "ETag"
	return map[string]http.Handler{
		"portal":                      Portal(),
		"portal, 201":                 Answer(http.StatusCreated, LoginPage, "Content-Type", MediaType, "Location", "/Patient/p0"),
		"redirect to a portal":        ToPortal(http.StatusFound),
		"303 to a portal":             ToPortal(http.StatusSeeOther),
		"307 to a portal":             ToPortal(http.StatusTemporaryRedirect),
		"text":                        OK("success"),
		"no resource":                 OK(`{"status":"ok"}`),
		"JSON null":                   OK("null"),
		"JSON list":                   OK("[]"),
		"cut off":                     OK(`{"resourceType":"Patient","id":"p0"`),
		"XML":                         Answer(http.StatusOK, `<Patient xmlns="http://hl7.org/fhir"><id value="p0"/></Patient>`, "Content-Type", "application/fhir+xml"),
		"XML, located":                Answer(http.StatusCreated, `<Patient xmlns="http://hl7.org/fhir"/>`, "Location", "/Patient/p0/_history/1"),
		"outcome, error":              Done(http.StatusOK, "error"),
		"outcome, fatal, 201":         Done(http.StatusCreated, "fatal"),
		"outcome without severity":    Done(http.StatusOK, ""),
		"outcome, odd severity":       Done(http.StatusOK, "ERROR"),
		"outcome, error, text/html":   Answer(http.StatusOK, Outcome("exception-of-ours"), "Content-Type", "text/html"),
		"outcome, error, and located": Answer(http.StatusCreated, Outcome("invalid"), "Location", "/Patient/p0/_history/1"),
		"outcome without issues":      OK(`{"resourceType":"OperationOutcome"}`),
		"another type":                OK(`{"resourceType":"Observation","id":"p0"}`),
		"another type, 201":           Answer(http.StatusCreated, `{"resourceType":"Basic","id":"p0"}`),
		"a bundle":                    OK(Page(0, "")),
		"located, another type":       Answer(http.StatusCreated, "", "Location", "/Observation/p0/_history/1"),
		"located, a login":            Answer(http.StatusCreated, "", "Location", "/login"),
		"empty":                       OK(""),
		"blank":                       OK(" \r\n"),
		"empty, Content-Type only":    Answer(http.StatusOK, "", "Content-Type", MediaType),
		"203":                         Answer(http.StatusNonAuthoritativeInfo, Patient("p0"), etag, `W/"1"`),
		"205":                         Answer(http.StatusResetContent, ""),
		"206":                         Answer(http.StatusPartialContent, Patient("p0"), etag, `W/"1"`),
		"207":                         Answer(http.StatusMultiStatus, Patient("p0"), etag, `W/"1"`),
		"226":                         Answer(http.StatusIMUsed, Patient("p0"), etag, `W/"1"`),
		"304":                         Answer(http.StatusNotModified, "", etag, `W/"1"`),
		"299 with a time":             Answer(299, "", lastModified, "Mon, 06 May 2024 07:08:09 GMT"),
	}
}
