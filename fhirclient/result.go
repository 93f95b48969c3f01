package fhirclient

import (
	"net/http"
	"strings"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// Result is what a server answers when a resource is read or written. What it does not say is empty.
type Result struct {
	// Resource is the JSON text of the resource, as the server sent it, and the caller's to keep. A server may leave it out
	// of the answer to a create or an update.
	Resource []byte
	// Outcome is what the server sent in place of the resource.
	Outcome *OperationOutcome
	// Created is true where a resource came into being (201), and false where there was one.
	Created bool
	// Type, ID and VersionID name the resource.
	Type, ID, VersionID string
	// ETag is that of the version, ready for [UpdateOptions].
	ETag string
	// LastModified is when the version came into being, in whole seconds.
	LastModified time.Time
}

// newResult gathers what the headers and the body say of a resource.
func newResult(resp *response, typ string) *Result {
	r := &Result{Type: typ, Created: resp.status == http.StatusCreated, ETag: resp.header.Get("ETag")}
	r.LastModified, _ = http.ParseTime(resp.header.Get("Last-Modified"))
	for _, name := range []string{"Location", "Content-Location"} {
		if id, version, ok := parseLocation(resp.header.Get(name), typ); ok && r.ID == "" {
			r.ID, r.VersionID = id, version
		}
	}
	if r.VersionID == "" {
		r.VersionID = etagVersion(r.ETag)
	}
	switch bodyType, id, err := fhir.ResourceName(resp.body); {
	case err != nil: // an empty body is legal
	case bodyType == typ:
		r.Resource = resp.body
		if r.ID == "" {
			r.ID = id
		}
	default:
		r.Outcome = parseOutcome(resp.body)
	}
	return r
}

// parseLocation takes apart …/Type/id and …/Type/id/_history/version.
func parseLocation(location, typ string) (id, version string, ok bool) {
	location, _, _ = strings.Cut(location, "?")
	parts := strings.Split(location, "/")
	n := len(parts)
	if n >= 4 && parts[n-2] == "_history" {
		version = parts[n-1]
		n -= 2
	}
	if n < 2 || parts[n-2] != typ || fhir.CheckID(parts[n-1]) != nil || version != "" && fhir.CheckID(version) != nil {
		return "", "", false
	}
	return parts[n-1], version, true
}

// etagVersion is the version of an ETag W/"version", or empty.
func etagVersion(etag string) string {
	v := strings.TrimPrefix(etag, "W/")
	if len(v) < 2 || v[0] != '"' || v[len(v)-1] != '"' || fhir.CheckID(v[1:len(v)-1]) != nil {
		return ""
	}
	return v[1 : len(v)-1]
}
