package fhirclient_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"

	"github.com/fhirview/fhirview/fhirclient"
)

// smallServer has two pages of patients, and takes new ones.
func smallServer() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost:
			w.Header().Set("Location", "Patient/3/_history/1")
			w.WriteHeader(http.StatusCreated)
		case r.URL.Query().Get("page") == "":
			io.WriteString(w, `{"resourceType": "Bundle", "total": 2,
				"link": [{"relation": "next", "url": "Patient?page=2"}],
				"entry": [{"resource": {"resourceType": "Patient", "id": "1"}}]}`)
		default:
			io.WriteString(w, `{"resourceType": "Bundle", "total": 2,
				"entry": [{"resource": {"resourceType": "Patient", "id": "2"}}]}`)
		}
	}))
}

func ExampleClient_Search() {
	server := smallServer()
	defer server.Close()
	client, err := fhirclient.New(server.URL, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.CloseIdleConnections()

	search := client.Search(context.Background(), "Patient", url.Values{"birthdate": {"ge1990"}}, nil)
	for resource, err := range search.Entries() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s\n", resource) // valid until the next step
	}
	fmt.Println("truncated:", search.Info().Truncated)
	// Output:
	// {"resourceType": "Patient", "id": "1"}
	// {"resourceType": "Patient", "id": "2"}
	// truncated: false
}

func ExampleClient_Create() {
	server := smallServer()
	defer server.Close()
	client, err := fhirclient.New(server.URL, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.CloseIdleConnections()

	patient := []byte(`{"resourceType": "Patient", "identifier": [{"system": "urn:example", "value": "7"}]}`)
	result, err := client.Create(context.Background(), patient, &fhirclient.CreateOptions{
		IfNoneExist: url.Values{"identifier": {"urn:example|7"}},
	})
	switch {
	case errors.Is(err, fhirclient.ErrAmbiguousKey):
		fmt.Println("there are several already")
	case err != nil:
		fmt.Println(err)
	default:
		fmt.Println(result.Created, result.ID, result.VersionID)
	}
	// Output: true 3 1
}
