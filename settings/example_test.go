package settings_test

import (
	"context"
	"fmt"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/settings"
)

// A service loads its settings, and makes a client and a runner of them.
func Example() {
	s, err := settings.Load(context.Background(), nil) // everything that is wrong at once, each with its variable or key
	if err != nil {
		fmt.Println(err)
		return
	}
	client, err := s.NewClient()
	if err != nil {
		fmt.Println(err)
		return
	}
	tables, err := runner.New(client, &s.Runner)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer tables.Close()
	// Output: settings: no FHIR server is named: set FHIRVIEW_SERVER
}

func ExampleLoad() {
	s, err := settings.Load(context.Background(), &settings.Options{Environ: []string{
		"FHIRVIEW_SERVER=https://example.org/fhir",
		"FHIRVIEW_FHIR_VERSION=4.0.1",
		"FHIRVIEW_RUNNER_CACHE_TTL=30s",
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Server, s.FHIRVersion, s.Runner.CacheTTL)

	_, err = settings.Load(context.Background(), &settings.Options{Environ: []string{"FHIRVIEW_RUNNER_CACHE_TLL=30s"}})
	fmt.Println(err)
	// Output:
	// https://example.org/fhir R4 30s
	// settings: FHIRVIEW_RUNNER_CACHE_TLL is no setting: did you mean FHIRVIEW_RUNNER_CACHE_TTL?
}
