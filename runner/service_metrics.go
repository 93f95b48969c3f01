package runner

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/fhirview/fhirview/viewdef"
)

// outcome is how a call of Execute was answered.
type outcome int

const (
	hit outcome = iota
	staleHit
	shared
	miss
	uncached
	failed
	allOutcomes
)

// String is the value of the attribute fhirview.outcome.
func (o outcome) String() string {
	return [allOutcomes]string{"hit", "stale", "shared", "miss", "uncached", "failed"}[o]
}

// outcomes are a view's attributes by outcome, made once so that to count a hit allocates nothing.
type outcomes struct {
	executes  [allOutcomes][]metric.AddOption
	durations [allOutcomes][]metric.RecordOption
	view      metric.MeasurementOption
}

// meters are the instruments of a Runner's metrics. A nil *meters keeps none.
type meters struct {
	executes, rows, failures metric.Int64Counter
	inFlight                 metric.Int64UpDownCounter
	duration, fetch          metric.Float64Histogram
	observing                metric.Registration
}

const meterName = "github.com/fhirview/fhirview/runner"

func newMeters(provider metric.MeterProvider, cache func() CacheStats) (*meters, error) {
	if provider == nil {
		return nil, nil
	}
	meter := provider.Meter(meterName)
	var m meters
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

// stop ends the observation of the cache.
func (m *meters) stop() error {
	if m == nil {
		return nil
	}
	return m.observing.Unregister()
}

func (m *meters) outcomes(p *viewdef.Plan) (out outcomes) {
	if m == nil {
		return out
	}
	view := attribute.String("fhirview.view", p.View().Name)
	out.view = metric.WithAttributeSet(attribute.NewSet(view))
	for o := range allOutcomes {
		with := metric.WithAttributeSet(attribute.NewSet(view, attribute.String("fhirview.outcome", o.String())))
		out.executes[o], out.durations[o] = []metric.AddOption{with}, []metric.RecordOption{with}
	}
	return out
}

func (m *meters) executed(ctx context.Context, v *view, o outcome, start time.Time) {
	if m != nil {
		m.executes.Add(ctx, 1, v.meter.executes[o]...)
		m.duration.Record(ctx, time.Since(start).Seconds(), v.meter.durations[o]...)
	}
}

func (m *meters) flying(ctx context.Context, change int64) {
	if m != nil {
		m.inFlight.Add(ctx, change)
	}
}

func (m *meters) ran(ctx context.Context, v *view, s *ResultStats) {
	if m != nil {
		m.rows.Add(ctx, s.Rows, v.meter.view)
		m.failures.Add(ctx, s.Failed, v.meter.view)
		m.fetch.Record(ctx, s.Fetch.Seconds(), v.meter.view)
	}
}
