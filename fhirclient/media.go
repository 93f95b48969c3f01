package fhirclient

// mediaType is FHIR's JSON, of a version where one is configured.
func mediaType(version string) string {
	const json = "application/fhir+json"
	if version == "" {
		return json
	}
	return json + "; fhirVersion=" + version
}
