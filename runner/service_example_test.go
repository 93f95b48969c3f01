package runner_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/viewdef"
)

// fhirServer is one with two patients.
func fhirServer() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/fhir+json")
		if r.URL.Path == "/metadata" {
			fmt.Fprint(w, `{"resourceType":"CapabilityStatement"}`)
			return
		}
		fmt.Fprint(w, `{"resourceType":"Bundle","type":"searchset","entry":[
			{"resource":{"resourceType":"Patient","id":"1","name":[{"use":"official","family":"Quispe"}],"birthDate":"1991-03"}},
			{"resource":{"resourceType":"Patient","id":"2","birthDate":"1964-12-01"}}]}`)
	}))
}

// A Runner makes tables of what is on a server, and keeps them for a while.
func ExampleRunner_Execute() {
	server := fhirServer()
	defer server.Close()
	client, err := fhirclient.New(server.URL, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	tables, err := runner.New(client, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer tables.Close()
	plan, err := viewdef.Compile([]byte(patientView), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 { // the second table comes from the cache
		table, err := tables.Execute(context.Background(), plan, runner.Query{Params: url.Values{"active": {"true"}}})
		if err != nil {
			fmt.Println(err)
			return
		}
		for row := range table.Maps() {
			fmt.Println(row)
		}
	}
	fmt.Println(tables.CacheStats().Hits, "from the cache, the server is", tables.Health(context.Background()).Status)
	// Output:
	// map[birth_date:1991-03 family:Quispe id:1]
	// map[birth_date:1964-12-01 family:<nil> id:2]
	// map[birth_date:1991-03 family:Quispe id:1]
	// map[birth_date:1964-12-01 family:<nil> id:2]
	// 1 from the cache, the server is ok
}

// The rows of a table can be structs.
func ExampleScan() {
	server := fhirServer()
	defer server.Close()
	client, err := fhirclient.New(server.URL, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	tables, err := runner.New(client, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer tables.Close()
	plan, err := viewdef.Compile([]byte(patientView), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	table, err := tables.Execute(context.Background(), plan, runner.Query{})
	if err != nil {
		fmt.Println(err)
		return
	}
	type patient struct {
		ID     string
		Family *string // nil where there is none
		Born   string  `fhirview:"birth_date"`
	}
	patients, err := runner.Scan[patient](table)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range patients {
		fmt.Println(p.ID, p.Family != nil, p.Born)
	}
	// Output:
	// 1 true 1991-03
	// 2 false 1964-12-01
}
