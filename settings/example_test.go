package settings_test

import (
	"fmt"

	"github.com/fhirview/fhirview/settings"
)

func ExampleLoad() {
	s, err := settings.Load(&settings.Options{Environ: []string{
		"FHIRVIEW_SERVER=https://example.org/fhir",
		"FHIRVIEW_FHIR_VERSION=4.0.1",
		"FHIRVIEW_RUNNER_CACHE_TTL=30s",
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Server, s.FHIRVersion, s.Runner.CacheTTL)

	_, err = settings.Load(&settings.Options{Environ: []string{"FHIRVIEW_RUNNER_CACHE_TLL=30s"}})
	fmt.Println(err)
	// Output:
	// https://example.org/fhir R4 30s
	// settings: FHIRVIEW_RUNNER_CACHE_TLL is no setting: did you mean FHIRVIEW_RUNNER_CACHE_TTL?
}
