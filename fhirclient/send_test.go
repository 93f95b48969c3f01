package fhirclient

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/fhirview/fhirview/fhirclient/internal/host"
	"github.com/fhirview/fhirview/internal/faultserver"
	"github.com/google/go-cmp/cmp"
)

func TestBadCertificateIsFinal(t *testing.T) {
	s := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(s.Close)
	s.Config.ErrorLog = nil
	for _, method := range []string{"GET", "CREATE"} {
		c := newTestClient(t, s.URL, nil, nil)
		_, err := c.do(t.Context(), callOf(c, method))
		var network *NetworkError
		if !errors.As(err, &network) || len(network.Attempts) != 1 || errors.Is(err, ErrOutcomeUnknown) {
			t.Fatal(err)
		}
		if want := method + " Patient: tls: the certificate is not accepted: it is signed by nobody who is known here"; err.Error() != want {
			t.Errorf("%q, want %q", err, want)
		}
	}
}

// net/http itself sends a request again that the server says it has not processed; one that it may have processed is an
// unknown outcome.
func TestGoAway(t *testing.T) {
	for _, test := range []struct {
		name              string
		processed, repeat bool
	}{{"not processed", false, true}, {"perhaps processed", true, false}} {
		t.Run(test.name, func(t *testing.T) {
			s := faultserver.NewGoAway(t, test.processed)
			transport := newTransport(&Config{MaxInFlight: 4})
			transport.TLSClientConfig = &tls.Config{
				RootCAs: s.Client.Transport.(*http.Transport).TLSClientConfig.RootCAs, MinVersion: tls.VersionTLS12,
			}
			closeDialed(t, transport)
			c := newTestClient(t, s.URL, &Config{Transport: transport}, nil)
			resp, err := c.do(t.Context(), callOf(c, "CREATE"))
			if test.repeat != (err == nil) || test.repeat == errors.Is(err, ErrOutcomeUnknown) {
				t.Fatal(err)
			}
			if err == nil && (resp.status != http.StatusCreated || s.Requests() != 2) {
				t.Errorf("status %d, %d requests", resp.status, s.Requests())
			}
		})
	}
}

// closeDialed ends a transport's connections with the test, those too that are not known to be idle yet: the server waits
// for them.
func closeDialed(t *testing.T, transport *http.Transport) {
	dial := transport.DialContext
	var mu sync.Mutex
	var conns []net.Conn
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err == nil {
			mu.Lock()
			defer mu.Unlock()
			conns = append(conns, conn)
		}
		return conn, err
	}
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, conn := range conns {
			conn.Close()
		}
	})
}

// Cancelling ends a call promptly wherever it waits.
func TestCancel(t *testing.T) {
	hang := func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	refuse := func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{}, Body: http.NoBody}, nil
	}
	for _, test := range []struct {
		name     string
		trip     func(*http.Request) (*http.Response, error)
		prepare  func(c *Client)
		unknown  bool
		attempts int
	}{
		{"in the round trip", hang, nil, true, 1},
		{"between attempts", refuse, nil, false, 1},
		{"in the pause of the host", refuse, func(c *Client) { c.core.host(c.base).Pause(time.Now().Add(time.Hour)) }, false, 0},
		{"in the limiter", refuse, func(c *Client) {
			fill(c, 100)
		}, false, 0},
		{"in the pace", refuse, func(c *Client) { c.core.pace.ReserveN(time.Now(), 1) }, false, 0},
		{"in the budget", refuse, func(c *Client) { spend(c); c.core.random = func() float64 { return -1 } }, false, 1},
		{"in Authorize", refuse, func(c *Client) { c.core.cfg.Auth = hangingAuth{} }, false, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newTestClient(t, "http://sim.example", &Config{Transport: tripper(test.trip), Rate: 0.001}, systemClock{})
				if test.prepare != nil {
					test.prepare(c)
				}
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				started := time.Now()
				_, err := c.do(ctx, callOf(c, "CREATE"))
				if !errors.Is(err, context.Canceled) || errors.Is(err, ErrOutcomeUnknown) != test.unknown {
					t.Error(err)
				}
				if took := time.Since(started); took != time.Second {
					t.Errorf("it took %v", took)
				}
				if got := len(listedAttempts(err)); got != test.attempts {
					t.Errorf("%d attempts, want %d: %v", got, test.attempts, err)
				}
			})
		})
	}
}

func listedAttempts(err error) []Attempt {
	var network *NetworkError
	var status *StatusError
	switch {
	case errors.As(err, &network):
		return network.Attempts
	case errors.As(err, &status):
		return status.Attempts
	}
	return nil
}

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

type hangingAuth struct{}

func (hangingAuth) Authorize(ctx context.Context, _ *http.Request) error {
	<-ctx.Done()
	return ctx.Err()
}

func (hangingAuth) Refresh(context.Context, *http.Request) (bool, error) { return false, nil }

// Rate and Pause space the starts of requests, retries included.
func TestPace(t *testing.T) {
	for _, test := range []struct {
		name string
		cfg  Config
		want time.Duration
	}{
		{"rate", Config{Rate: 4}, 250 * time.Millisecond},
		{"pause", Config{Pause: time.Second}, time.Second},
		{"the stricter one", Config{Pause: time.Second, Rate: 4}, time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				var starts []time.Time
				test.cfg.Transport = tripper(func(*http.Request) (*http.Response, error) {
					mu.Lock()
					defer mu.Unlock()
					starts = append(starts, time.Now())
					return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody}, nil
				})
				c := newTestClient(t, "http://sim.example", &test.cfg, systemClock{})
				var wg sync.WaitGroup
				for range 5 {
					wg.Go(func() { c.do(context.Background(), callOf(c, "GET")) })
				}
				wg.Wait()
				for i := range starts[1:] {
					if gap := starts[i+1].Sub(starts[i]); gap < test.want-time.Millisecond {
						t.Errorf("%v between two starts", gap)
					}
				}
				if all := starts[4].Sub(starts[0]); all > 4*test.want+time.Millisecond {
					t.Errorf("%v for all", all)
				}
			})
		})
	}
}

// Whatever the clients of a host do, repeats included, no more are under way than each allows.
func TestInFlightIsBounded(t *testing.T) {
	for _, test := range []struct {
		name string
		cfgs []Config
		most int
	}{
		{"one client", []Config{{Fixed: true}}, 100},
		{"fewer allowed", []Config{{MaxInFlight: 7, Fixed: true}}, 7},
		{"two clients", []Config{{Fixed: true}, {Fixed: true}}, 100},
		{"found out", []Config{{}}, 100},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				hosts := host.NewHosts()
				var flying, most, n atomic.Int64
				trip := tripper(func(*http.Request) (*http.Response, error) {
					now := flying.Add(1)
					defer flying.Add(-1)
					for was := most.Load(); now > was && !most.CompareAndSwap(was, now); was = most.Load() {
					}
					time.Sleep(10 * time.Millisecond)
					status := http.StatusOK
					if n.Add(1)%10 == 0 {
						status = http.StatusBadGateway
					}
					return &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody}, nil
				})
				var wg sync.WaitGroup
				for _, cfg := range test.cfgs {
					cfg.Transport = trip
					c, err := newClient("http://sim.example", &cfg, systemClock{}, hosts)
					if err != nil {
						t.Fatal(err)
					}
					for range 300 {
						wg.Go(func() {
							for range 5 {
								c.do(context.Background(), callOf(c, "GET"))
							}
						})
					}
				}
				wg.Wait()
				if most.Load() > int64(test.most) || test.cfgs[0].Fixed && most.Load() < int64(test.most) {
					t.Errorf("%d at once, want %d", most.Load(), test.most)
				}
			})
		})
	}
}

func TestHeaders(t *testing.T) {
	var got http.Header
	s := clienttest.Serve(t, func(_ http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		io.Copy(io.Discard, r.Body)
	})
	c := newTestClient(t, s.URL, &Config{FHIRVersion: "4.0", Header: http.Header{"X-Key": {"1"}, "Accept": {"text/html"}}}, nil)
	made := callOf(c, "PUT")
	made.header = http.Header{"If-Match": {`W/"1"`}}
	if _, err := c.do(t.Context(), made); err != nil {
		t.Fatal(err)
	}
	want := http.Header{
		"Accept": {"application/fhir+json; fhirVersion=4.0"}, "Content-Type": {"application/fhir+json; fhirVersion=4.0"},
		"Accept-Encoding": {"gzip"}, "Content-Length": {"26"}, "If-Match": {`W/"1"`}, "User-Agent": {"fhirview"}, "X-Key": {"1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	foreign := newTestClient(t, "http://other.example", &Config{Header: http.Header{"X-Key": {"1"}}, Auth: &countingAuth{}}, nil)
	made = callOf(foreign, "GET")
	made.url = s.URL + "/file"
	if _, err := foreign.do(t.Context(), made); err != nil || got.Get("X-Key") != "" || got.Get("Authorization") != "" {
		t.Errorf("another origin got %v (%v)", got, err)
	}
}

// A probe is one attempt that the adaptive limit neither stops nor learns from.
func TestProbeCalls(t *testing.T) {
	s := &script{statuses: []int{429}}
	c := newTestClient(t, clienttest.Serve(t, s.ServeHTTP).URL, nil, nil)
	limit := c.core.host(c.base).Limiter
	_, before, _ := limit.State()
	fill(c, 50)
	made := callOf(c, "GET")
	made.probe = true
	if _, err := c.do(t.Context(), made); err == nil || s.requests.Load() != 1 {
		t.Errorf("%d requests: %v", s.requests.Load(), err)
	}
	if _, after, ceiling := limit.State(); after != before || ceiling != 0 {
		t.Error("the limiter has learnt")
	}
}

// fill has so many requests under way.
func fill(c *Client, n int) {
	for range n {
		_, _ = c.core.host(c.base).Limiter.Acquire(context.Background(), n, true)
	}
}

// spend leaves nothing for repeats.
func spend(c *Client) {
	for c.core.host(c.base).Budget.Take() {
	}
}
