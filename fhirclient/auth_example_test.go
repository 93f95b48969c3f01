package fhirclient_test

import (
	"fmt"

	"github.com/fhirview/fhirview/fhirclient"
)

// A client that gets its tokens by itself. What holds credentials does not show them when it is printed.
func ExampleSMART() {
	auth, err := fhirclient.SMART(fhirclient.SMARTConfig{
		ClientID: "nightly-export",
		KeyFile:  "testdata/missing.pem",
		Server:   "https://example.org/fhir",
		Scopes:   []string{"system/Patient.rs"},
	})
	fmt.Println(auth, err)
	fmt.Println(fhirclient.Bearer("secret"))
	// Output:
	// <nil> SMART: cannot read the key: open testdata/missing.pem: no such file or directory
	// fhirclient.Auth
}
