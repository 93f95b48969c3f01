package api

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
)

func Example_server() {
	if err := server(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// from the cache: false
	// table of 20 rows, resources that failed: 0
	// from the cache: true
	// table of 20 rows, resources that failed: 0
	// read Patient
	// status 404
	// table of 20 rows, resources that failed: 0
	// fhirview.runner.executes true
	// fhirview.client.requests true
	// health 200
	// health 503
}

// server has tables of what is on a FHIR server, with a cache in front, health and metrics.
func server(ctx context.Context) error {
	srv, err := newServer()
	if err != nil {
		return err
	}
	defer srv.Close()
	key, err := newKey()
	if err != nil {
		return err
	}
	auth, err := fhirclient.SMART(fhirclient.SMARTConfig{ClientID: "example", Key: key, KeyID: "1", TokenURL: srv.URL + "/token"})
	if err != nil {
		return err
	}
	reader := metric.NewManualReader() // a service takes the exporter of Prometheus: see examples/service
	meter := metric.NewMeterProvider(metric.WithReader(reader))
	client, err := fhirclient.New(srv.URL+"/fhir", &fhirclient.Config{Auth: auth, Attempts: 1, Meter: meter})
	if err != nil {
		return err
	}
	tables, err := runner.New(client, &runner.Config{CacheTTL: time.Minute, Meter: meter})
	if err != nil {
		return err
	}
	defer tables.Close()
	for range 2 { // the second one comes from the cache
		if err := answer(ctx, tables); err != nil {
			return err
		}
	}
	if err := resources(ctx, client); err != nil {
		return err
	}
	names, err := metrics(ctx, reader)
	if err != nil {
		return err
	}
	for _, name := range []string{"fhirview.runner.executes", "fhirview.client.requests"} {
		fmt.Println(name, slices.Contains(names, name))
	}
	fmt.Println("health", health(ctx, tables))
	srv.Close()
	alone, err := runner.New(client, nil)
	if err != nil {
		return err
	}
	defer alone.Close()
	fmt.Println("health", health(ctx, alone))
	return nil
}

// health is the status that a health endpoint answers with; the text is runner.Health as JSON.
func health(ctx context.Context, tables *runner.Runner) int {
	if tables.Health(ctx).Status == runner.HealthDown {
		return http.StatusServiceUnavailable
	}
	return http.StatusOK
}

// newKey makes the private key of a client, as PEM; others have a file of it.
func newKey() ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), err
}

// answer is what a handler of a service does.
func answer(ctx context.Context, tables *runner.Runner) error {
	plan, err := compile(patientsView)
	if err != nil {
		return err
	}
	table, err := tables.Execute(ctx, plan, runner.Query{Params: url.Values{"active": {"true"}}})
	if err != nil {
		return err
	}
	fmt.Println("from the cache:", table.Info().FromCache)
	return show(table)
}

// resources asks for resources as they are, and for rows without a cache.
func resources(ctx context.Context, client *fhirclient.Client) error {
	found, err := client.Read(ctx, "Patient", "pat-j90a5fa2")
	if err != nil {
		return err
	}
	fmt.Println("read", found.Type)
	_, err = client.Read(ctx, "Patient", "nobody")
	if refused, ok := errors.AsType[*fhirclient.StatusError](err); ok {
		fmt.Println("status", refused.Status)
	}

	plan, err := compile(patientsView)
	if err != nil {
		return err
	}
	search := client.Search(ctx, "Patient", url.Values{"active": {"true"}}, nil)
	table, err := runner.Collect(ctx, plan, source.Values(search.Entries(), nil), nil)
	if err != nil {
		return err
	}
	return show(table)
}

// metrics returns the names of those that are kept.
func metrics(ctx context.Context, reader metric.Reader) (names []string, err error) {
	var all metricdata.ResourceMetrics
	if err := reader.Collect(ctx, &all); err != nil {
		return nil, err
	}
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			names = append(names, m.Name)
		}
	}
	return names, nil
}
