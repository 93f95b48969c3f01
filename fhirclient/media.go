package fhirclient

import (
	"bytes"
	"net/http"
)

// mediaType is FHIR's JSON, of the version that the client speaks.
func (c *Client) mediaType() string {
	const json = "application/fhir+json"
	if c.cfg.FHIRVersion == "" {
		return json
	}
	return json + "; fhirVersion=" + c.cfg.FHIRVersion
}

// headers are those of a request that wants FHIR's JSON, and sends it where it has a body.
func (c *Client) headers(body bool) http.Header {
	h := http.Header{"Accept": {c.mediaType()}}
	if body {
		h.Set("Content-Type", c.mediaType())
	}
	return h
}

// withoutMark leaves out a byte order mark, which may not stand within a JSON text.
func withoutMark(text []byte) []byte { return bytes.TrimPrefix(text, []byte("\ufeff")) }
