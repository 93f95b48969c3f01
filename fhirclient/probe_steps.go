package fhirclient

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// moreWorth is by how much the rate must rise for twice the requests under way to be worth it.
const moreWorth = 1.15

// errNoProbe: there is nothing to go by.
var errNoProbe = errors.New("probe: the server answered no request well")

// probe is one under way.
type probe struct {
	client *Client
	opts   ProbeOptions
	report ProbeReport

	mu   sync.Mutex
	next func() ([]byte, error, bool) // nil without Records
	end  bool                         // of the records
	bad  error                        // of the records
}

func newProbe(c *Client, opts *ProbeOptions) *probe {
	p := &probe{client: c}
	if opts != nil {
		p.opts = *opts
	}
	if p.opts.Path == "" {
		p.opts.Path = "metadata"
	}
	if p.opts.Max <= 0 || p.opts.Max > c.cfg.MaxInFlight {
		p.opts.Max = c.cfg.MaxInFlight
	}
	if p.opts.Step <= 0 {
		p.opts.Step = 2 * time.Second
	}
	return p
}

func (p *probe) run(ctx context.Context) (*ProbeReport, error) {
	if p.opts.Records != nil {
		next, stop := iter.Pull2(p.opts.Records)
		defer stop()
		p.next = next
	}
	p.climb(ctx)
	switch {
	case ctx.Err() != nil:
		return &p.report, ctx.Err()
	case p.bad != nil:
		return &p.report, p.bad
	case p.report.Best == 0:
		return &p.report, errNoProbe
	}
	return &p.report, nil
}

// climb doubles until it is too much, and then tries what lies between.
func (p *probe) climb(ctx context.Context) {
	var good, tooMany int
	for n := 1; ; n = min(2*n, p.opts.Max) {
		if !p.try(ctx, n) {
			tooMany = n
			break
		}
		good = n
		if n == p.opts.Max {
			return
		}
	}
	for range 3 {
		n := (good + tooMany) / 2
		if good == 0 || n-good < max(good/8, 1) || p.over(ctx) {
			return
		}
		if p.try(ctx, n) {
			good = n
		} else {
			tooMany = n
		}
	}
}

func (p *probe) over(ctx context.Context) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.end || ctx.Err() != nil
}

// try makes a step, and is true where it is better than all before.
func (p *probe) try(ctx context.Context, n int) bool {
	if p.over(ctx) {
		return false
	}
	step := p.step(ctx, n)
	p.report.Steps = append(p.report.Steps, step)
	grown := float64(n) / float64(max(p.report.Best, 1))
	// Between one number and its double, a proportionate part of the growth will do.
	worth := 1 + (moreWorth-1)*(min(grown, 2)-1)
	if step.Refused > 0 || step.Failed > step.Done/10 || step.Rate <= p.report.Rate*worth {
		return false
	}
	p.report.Best, p.report.Rate = n, step.Rate
	return true
}

// step keeps n requests under way for a while, or until one is refused: to go on would be to hammer the server. Requests
// that are under way when it is over are waited for and count, as does the time that they take.
func (p *probe) step(ctx context.Context, n int) probeStep {
	out := probeStep{InFlight: n}
	var took []time.Duration
	var mu sync.Mutex
	var refused atomic.Bool
	var workers sync.WaitGroup
	started := time.Now()
	for range n {
		workers.Go(func() {
			for time.Since(started) < p.opts.Step && ctx.Err() == nil && !refused.Load() {
				call := p.call()
				if call == nil {
					return
				}
				begun := time.Now()
				_, err := p.client.do(ctx, call)
				mu.Lock()
				took = out.note(err, time.Since(begun), took)
				refused.Store(out.Refused > 0 || out.Failed > out.Done/10+int64(n))
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	out.Rate = float64(out.Done) / time.Since(started).Seconds()
	if len(took) > 0 {
		slices.Sort(took)
		out.Latency = took[len(took)/2]
	}
	return out
}

func (s *probeStep) note(err error, took time.Duration, all []time.Duration) []time.Duration {
	switch status := refusalStatus(err); {
	case err == nil:
		s.Done++
		return append(all, took)
	case status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable:
		s.Refused++
	default:
		s.Failed++
	}
	return all
}

// call returns the next request, nil where records are at their end.
func (p *probe) call() *call {
	if p.next == nil {
		path := strings.TrimPrefix(p.opts.Path, "/")
		return &call{op: "probe", method: http.MethodGet, url: p.client.base.String() + path, probe: true}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.end {
		record, err, ok := p.next()
		p.bad = err
		if !ok || p.bad != nil {
			p.end = true
			break
		}
		typ, id, err := fhir.ScanResource(record)
		if err != nil || id == "" {
			continue
		}
		return &call{
			op: "probe", typ: typ, method: http.MethodPut, url: p.client.base.String() + typ + "/" + id,
			body: slices.Clone(record), probe: true, write: true,
			prove: write{method: http.MethodPut, typ: typ, id: id}.proof(),
		}
	}
	return nil
}
