package fhirclient

import (
	"context"
	"errors"

	"github.com/fhirview/fhirview/fhirclient/internal/host"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

// meters are the instruments of the client's metrics. A nil *meters keeps none.
type meters struct {
	requests, retries, throttles metric.Int64Counter
	flying                       metric.Int64UpDownCounter
	duration                     metric.Float64Histogram
}

const meterName = "github.com/fhirview/fhirview/fhirclient"

func newMeters(provider metric.MeterProvider) (*meters, error) {
	if provider == nil {
		return nil, nil
	}
	meter := provider.Meter(meterName)
	var m meters
	var errs [5]error
	m.requests, errs[0] = meter.Int64Counter("fhirview.client.requests", metric.WithUnit("{request}"),
		metric.WithDescription("Requests sent, repeats included."))
	m.retries, errs[1] = meter.Int64Counter("fhirview.client.retries", metric.WithUnit("{request}"),
		metric.WithDescription("Requests sent again after a failure."))
	m.throttles, errs[2] = meter.Int64Counter("fhirview.client.throttles", metric.WithUnit("{answer}"),
		metric.WithDescription("Answers 429 and 503."))
	m.flying, errs[3] = meter.Int64UpDownCounter("fhirview.client.in_flight", metric.WithUnit("{request}"),
		metric.WithDescription("Requests under way."))
	m.duration, errs[4] = meter.Float64Histogram("fhirview.client.duration", metric.WithUnit("s"),
		metric.WithDescription("Time from sending a request to the end of its answer."),
		metric.WithExplicitBucketBoundaries(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120))
	return &m, errors.Join(errs[:]...)
}

func (m *meters) inFlight(ctx context.Context, change int64, c *call) {
	if m != nil {
		m.flying.Add(ctx, change, metric.WithAttributes(place(c)...))
	}
}

func (m *meters) retried(ctx context.Context, c *call) {
	if m != nil {
		m.retries.Add(ctx, 1, metric.WithAttributes(place(c)...))
	}
}

func (m *meters) answered(ctx context.Context, c *call, a *answer) {
	if m == nil {
		return
	}
	with := metric.WithAttributes(append(place(c), attribute.String("fhirview.status_class", statusClass(a)))...)
	m.requests.Add(ctx, 1, with)
	m.duration.Record(ctx, a.took.Seconds(), with)
	if verdictOf(a) == host.Refused {
		m.throttles.Add(ctx, 1, with)
	}
}

func place(c *call) []attribute.KeyValue {
	return []attribute.KeyValue{attribute.String("fhirview.op", c.op), attribute.String("fhirview.type", c.typ)}
}

func statusClass(a *answer) string {
	if a.err != nil || a.status < 100 || a.status > 599 {
		return "error"
	}
	return [...]string{"1xx", "2xx", "3xx", "4xx", "5xx"}[a.status/100-1]
}
