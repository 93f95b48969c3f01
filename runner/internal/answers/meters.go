package answers

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

// Outcome is how a call was answered.
type Outcome int

// The outcomes.
const (
	Hit Outcome = iota
	Stale
	Shared
	Miss
	Uncached
	Failed
	allOutcomes
)

// String is the value of the attribute fhirview.outcome.
func (o Outcome) String() string {
	return [allOutcomes]string{"hit", "stale", "shared", "miss", "uncached", "failed"}[o]
}

// Series are the attributes of a view's metrics, made once so that to count a hit allocates nothing.
type Series struct {
	executes  [allOutcomes][]metric.AddOption
	durations [allOutcomes][]metric.RecordOption
	view      metric.MeasurementOption
}

// Meters are the instruments of a Runner's metrics, which package runner lists. A nil *Meters keeps none.
type Meters struct {
	executes, rows, failures metric.Int64Counter
	inFlight                 metric.Int64UpDownCounter
	duration, fetch          metric.Float64Histogram
	observing                metric.Registration
}

const meterName = "github.com/fhirview/fhirview/runner"

// NewMeters returns the instruments, nil without a provider. The cache's figures are read whenever the metrics are.
func NewMeters(provider metric.MeterProvider, cache func() CacheStats) (*Meters, error) {
	if provider == nil {
		return nil, nil
	}
	meter := provider.Meter(meterName)
	var m Meters
	var errs [7]error
	seconds := metric.WithExplicitBucketBoundaries(0.00001, 0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)
	m.executes, errs[0] = meter.Int64Counter("fhirview.runner.executes", metric.WithUnit("{call}"),
		metric.WithDescription("Tables asked for, by view and by how that was answered."))
	m.duration, errs[1] = meter.Float64Histogram("fhirview.runner.duration", metric.WithUnit("s"), seconds,
		metric.WithDescription("Time to answer a call, by view and by how it was answered."))
	m.rows, errs[2] = meter.Int64Counter("fhirview.runner.rows", metric.WithUnit("{row}"),
		metric.WithDescription("Rows made, by view."))
	m.failures, errs[3] = meter.Int64Counter("fhirview.runner.failures", metric.WithUnit("{resource}"),
		metric.WithDescription("Resources that failed, by view."))
	m.fetch, errs[4] = meter.Float64Histogram("fhirview.runner.fetch", metric.WithUnit("s"), seconds,
		metric.WithDescription("Time that a run's pages took to come, by view."))
	m.inFlight, errs[5] = meter.Int64UpDownCounter("fhirview.runner.in_flight", metric.WithUnit("{run}"),
		metric.WithDescription("Runs under way."))
	m.observing, errs[6] = observeCache(meter, cache)
	return &m, errors.Join(errs[:]...)
}

// observeCache has the figures of the cache read when the metrics are.
func observeCache(meter metric.Meter, figures func() CacheStats) (metric.Registration, error) {
	var all []metric.Observable
	var observe []func(metric.Observer, *CacheStats)
	var errs []error
	for _, f := range []struct {
		name, unit, text string
		value            func(*CacheStats) int64
		gauge            bool
	}{
		{"hits", "{call}", "Calls answered from the cache.", func(s *CacheStats) int64 { return s.Hits }, false},
		{"misses", "{call}", "Calls that had to fetch.", func(s *CacheStats) int64 { return s.Misses }, false},
		{"shared", "{call}", "Calls that waited for another's fetch.", func(s *CacheStats) int64 { return s.Shared }, false},
		{"evictions", "{table}", "Tables that made room for others.", func(s *CacheStats) int64 { return s.Evictions }, false},
		{"expirations", "{table}", "Tables dropped because of their age.", func(s *CacheStats) int64 { return s.Expirations }, false},
		{"entries", "{table}", "Tables in the cache.", func(s *CacheStats) int64 { return s.Entries }, true},
		{"size", "By", "Memory of the tables in the cache.", func(s *CacheStats) int64 { return s.Bytes }, true},
	} {
		name, unit, text := "fhirview.runner.cache."+f.name, metric.WithUnit(f.unit), metric.WithDescription(f.text)
		var instrument metric.Int64Observable
		var err error
		if f.gauge {
			instrument, err = meter.Int64ObservableGauge(name, unit, text)
		} else {
			instrument, err = meter.Int64ObservableCounter(name, unit, text)
		}
		errs = append(errs, err)
		all = append(all, instrument)
		observe = append(observe, func(o metric.Observer, s *CacheStats) { o.ObserveInt64(instrument, f.value(s)) })
	}
	registration, err := meter.RegisterCallback(func(_ context.Context, o metric.Observer) error {
		stats := figures()
		for _, one := range observe {
			one(o, &stats)
		}
		return nil
	}, all...)
	return registration, errors.Join(append(errs, err)...)
}

// Stop ends the observation of the cache.
func (m *Meters) Stop() error {
	if m == nil {
		return nil
	}
	return m.observing.Unregister()
}

// Of returns the series of a view.
func (m *Meters) Of(view string) (out Series) {
	if m == nil {
		return out
	}
	name := attribute.String("fhirview.view", view)
	out.view = metric.WithAttributeSet(attribute.NewSet(name))
	for o := range allOutcomes {
		with := metric.WithAttributeSet(attribute.NewSet(name, attribute.String("fhirview.outcome", o.String())))
		out.executes[o], out.durations[o] = []metric.AddOption{with}, []metric.RecordOption{with}
	}
	return out
}

// Executed counts a call that began at start.
func (m *Meters) Executed(ctx context.Context, of *Series, o Outcome, start time.Time) {
	if m != nil {
		m.executes.Add(ctx, 1, of.executes[o]...)
		m.duration.Record(ctx, time.Since(start).Seconds(), of.durations[o]...)
	}
}

// Running counts runs that begin, 1, or end, -1.
func (m *Meters) Running(ctx context.Context, change int64) {
	if m != nil {
		m.inFlight.Add(ctx, change)
	}
}

// Ran counts what a run has made.
func (m *Meters) Ran(ctx context.Context, of *Series, rows, failures int64, fetch time.Duration) {
	if m != nil {
		m.rows.Add(ctx, rows, of.view)
		m.failures.Add(ctx, failures, of.view)
		m.fetch.Record(ctx, fetch.Seconds(), of.view)
	}
}
