package fhirclient

import "bytes"

// mediaType is FHIR's JSON, of a version where one is configured.
func mediaType(version string) string {
	const json = "application/fhir+json"
	if version == "" {
		return json
	}
	return json + "; fhirVersion=" + version
}

// withoutMark leaves out a byte order mark, which may not stand within a JSON text.
func withoutMark(text []byte) []byte { return bytes.TrimPrefix(text, []byte("\ufeff")) }
