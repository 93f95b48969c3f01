package fhirclient

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"

	sdk "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

func TestMetrics(t *testing.T) {
	reader := sdk.NewManualReader()
	provider := sdk.NewMeterProvider(sdk.WithReader(reader))
	s := &script{statuses: []int{429, 0, 200}}
	c := newTestClient(t, clienttest.Serve(t, s.ServeHTTP).URL, &Config{Meter: provider}, nil)
	if _, err := c.do(t.Context(), callOf(c, "PUT")); err != nil {
		t.Fatal(err)
	}
	var all metricdata.ResourceMetrics
	if err := reader.Collect(context.Background(), &all); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"fhirview.client.duration PUT Patient 2xx: 1",
		"fhirview.client.duration PUT Patient 4xx: 1",
		"fhirview.client.duration PUT Patient error: 1",
		"fhirview.client.in_flight PUT Patient: 0",
		"fhirview.client.requests PUT Patient 2xx: 1",
		"fhirview.client.requests PUT Patient 4xx: 1",
		"fhirview.client.requests PUT Patient error: 1",
		"fhirview.client.retries PUT Patient: 2",
		"fhirview.client.throttles PUT Patient 4xx: 1",
	}
	if diff := cmp.Diff(want, points(all)); diff != "" {
		t.Error(diff)
	}
}

func points(all metricdata.ResourceMetrics) []string {
	var lines []string
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range data.DataPoints {
					lines = append(lines, point(m.Name, p.Attributes.ToSlice(), p.Value))
				}
			case metricdata.Histogram[float64]:
				for _, p := range data.DataPoints {
					lines = append(lines, point(m.Name, p.Attributes.ToSlice(), int64(p.Count)))
				}
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// Logs say what kind of call it was and how it went; neither path, query, body nor header.
func TestLog(t *testing.T) {
	log := new(strings.Builder)
	s := &script{statuses: []int{503, 404}, header: http.Header{"Retry-After": {"secret"}}, body: "secret"}
	c := newTestClient(t, clienttest.Serve(t, s.ServeHTTP).URL, &Config{
		Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{
			Level: slog.LevelDebug,
			ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
				if a.Key == slog.TimeKey {
					return slog.Attr{}
				}
				return a
			},
		})),
		Header: http.Header{"X-Key": {"secret"}},
	}, nil)
	c.core.random = func() float64 { return 0 }
	made := callOf(c, "PUT")
	made.url, made.body = c.base.String()+"Patient/secret?name=secret", []byte("secret")
	_, err := c.do(t.Context(), made)
	want := `level=WARN msg="the server's Retry-After makes no sense and is ignored" op=PUT type=Patient` + "\n" +
		`level=DEBUG msg="fhir request" op=PUT type=Patient method=PUT status=404 attempts=2 took=2s ok=false` + "\n"
	if diff := cmp.Diff(want, log.String()); diff != "" {
		t.Error(diff)
	}
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}

func point(name string, attributes []attribute.KeyValue, value int64) string {
	var b strings.Builder
	b.WriteString(name)
	for _, key := range []attribute.Key{"fhirview.op", "fhirview.type", "fhirview.status_class"} {
		for _, a := range attributes {
			if a.Key == key {
				b.WriteString(" " + a.Value.AsString())
			}
		}
	}
	return fmt.Sprintf("%s: %d", b.String(), value)
}
