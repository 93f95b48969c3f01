package fhirclient_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/faultserver"
)

// dialer is a transport whose connections are made by a function.
func dialer(tb testing.TB, dial func(ctx context.Context, network, address string) (net.Conn, error)) *http.Transport {
	tb.Helper()
	transport := &http.Transport{DialContext: dial}
	tb.Cleanup(transport.CloseIdleConnections)
	return transport
}

func TestFault30UnreachableHostIsTriedAgain(t *testing.T) {
	for layer, fault := range map[string]error{
		"dns":  &net.DNSError{Err: "server misbehaving", Name: "example.org", IsTemporary: true},
		"dial": &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)},
	} {
		for name, failures := range map[string]int32{"twice": 2, "forever": 1000} {
			t.Run(layer+" "+name, func(t *testing.T) {
				server := faultserver.New(t, faultserver.Answer(http.StatusCreated, ""))
				var dials atomic.Int32
				client, _ := setup(t, server.URL, &fhirclient.Config{
					Attempts: 3,
					Transport: dialer(t, func(ctx context.Context, network, address string) (net.Conn, error) {
						if dials.Add(1) <= failures {
							return nil, fault
						}
						return new(net.Dialer).DialContext(ctx, network, address)
					}),
				})
				// Even a plain create: nothing of it was sent.
				_, err := client.Create(t.Context(), newPatient, nil)
				wantCount(t, int(dials.Load()), 3)
				if name == "twice" {
					wantNil(t, err)
					wantCount(t, server.Count(""), 1)
					return
				}
				wantNetwork(t, err, layer, 3)
				if errors.Is(err, fhirclient.ErrOutcomeUnknown) {
					t.Errorf("the outcome of what was never sent is called unknown: %v", err)
				}
			})
		}
	}
}

// TestFault30UnknownHostIsFinal does not look for a host again that does not exist, unless it has answered before.
func TestFault30UnknownHostIsFinal(t *testing.T) {
	server := faultserver.New(t, onePatient)
	var dials, known atomic.Int32
	transport := dialer(t, func(ctx context.Context, network, address string) (net.Conn, error) {
		if dials.Add(1) <= known.Load() {
			return new(net.Dialer).DialContext(ctx, network, address)
		}
		return nil, &net.DNSError{Err: "no such host", Name: "example.org", IsNotFound: true}
	})
	transport.DisableKeepAlives = true
	client, _ := setup(t, server.URL, &fhirclient.Config{Transport: transport})
	wantNetwork(t, read(t.Context(), client), "dns", 1)
	known.Store(2)
	wantNil(t, read(t.Context(), client))
	wantNetwork(t, read(t.Context(), client), "dns", 3)
}

// TestMixedUpSchemes names the cause of http at a port of https, and the other way around, after one attempt.
func TestMixedUpSchemes(t *testing.T) {
	const wantsTLS, plainHTTP = "the server speaks TLS there: its URL has to begin with https://", "the server does not speak TLS there"
	other := func(url string) string {
		if rest, ok := strings.CutPrefix(url, "https://"); ok {
			return "http://" + rest
		}
		return "https://" + strings.TrimPrefix(url, "http://")
	}
	text := func(status int, text string) http.Handler {
		return faultserver.Answer(status, text, "Content-Type", "text/html")
	}
	for name, test := range map[string]struct {
		url  string
		want string
	}{
		"https of http":         {other(faultserver.New(t, onePatient).URL), plainHTTP},
		"https of something":    {other(faultserver.New(t, faultserver.Wire(0, "220 mail ready\r\n")).URL), plainHTTP},
		"http of Go's https":    {other(faultserver.NewTLS(t, onePatient).URL), wantsTLS},
		"http of nginx's https": {faultserver.New(t, text(400, "<title>400 The plain HTTP request was sent to HTTPS port</title>")).URL, wantsTLS},
		"http of Apache's":      {faultserver.New(t, text(400, "Reason: You're speaking plain HTTP to an SSL-enabled server port.")).URL, wantsTLS},
		"http of Tomcat's":      {faultserver.New(t, text(400, "Bad Request\nThis combination of host and port requires TLS.")).URL, wantsTLS},
		"http of plain TLS":     {faultserver.New(t, faultserver.Wire(0, "\x15\x03\x03\x00\x02\x02\x0a\n")).URL, wantsTLS},
	} {
		t.Run(name, func(t *testing.T) {
			client, clock := setup(t, test.url, nil)
			err := read(t.Context(), client)
			if err == nil || strings.Count(err.Error(), test.want) != 1 || strings.Contains(err.Error(), "attempts") || clock.Total() > 0 {
				t.Errorf("%v, after %v", err, clock.Total())
			}
		})
	}
}

// TestErrorsNameTheCause has answers that are not HTTP's, and looks for the cause, once.
func TestErrorsNameTheCause(t *testing.T) {
	for want, handler := range map[string]http.Handler{
		"read: the answer is not HTTP":                       faultserver.Wire(0, "hello\r\n\r\n"),
		"read: the head of the answer is malformed":          faultserver.Wire(0, "HTTP/1.1 200 OK\r\nhello\r\n\r\n"),
		"read: the head of the answer has no valid length":   faultserver.Wire(0, "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"),
		"read: the head of the answer is too long":           faultserver.Wire(0, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 2<<20)+"\r\n\r\n"),
		"body: the parts of the answer's body are malformed": faultserver.Wire(0, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n"),
		"body: the connection ended early":                   faultserver.Reset(faultserver.Patient("p0"), 5),
		"the body of the answer is encoded in a way":         faultserver.Wire(0, "HTTP/1.1 200 OK\r\nTransfer-Encoding: hello\r\n\r\n"),
		"206 Partial Content: it is not the whole resource":  faultserver.Answer(http.StatusPartialContent, faultserver.Patient("p0")),
		"login page: is the base URL right?":                 faultserver.OK("<!DOCTYPE html><p>Sign in"),
		"the answer has no body":                             faultserver.Answer(http.StatusNoContent, ""),
	} {
		t.Run(want, func(t *testing.T) {
			server := faultserver.New(t, handler)
			client, _ := setup(t, server.URL, nil)
			if err := read(t.Context(), client); err == nil || strings.Count(err.Error(), want) != 1 {
				if want != "body: the connection ended early" || !strings.Contains(err.Error(), "reset") {
					t.Errorf("got %v", err)
				}
			}
		})
	}
}

// TestWaiting tells of each wait, why and how long, with what the server said.
func TestWaiting(t *testing.T) {
	server := faultserver.New(t, faultserver.InTurn(
		faultserver.Answer(http.StatusServiceUnavailable, faultserver.Outcome("transient"), "Retry-After", "30"), faultserver.Reset(faultserver.Patient("p0"), 5), onePatient))
	var waits []fhirclient.Wait
	client, clock := setup(t, server.URL, &fhirclient.Config{Waiting: func(w fhirclient.Wait) { waits = append(waits, w) }})
	wantNil(t, read(t.Context(), client))
	if len(waits) < 2 || clock.Total() < 32*time.Second {
		t.Fatalf("%+v", waits)
	}
	first, last := waits[0], waits[len(waits)-1]
	status := wantStatus(t, first.Err, http.StatusServiceUnavailable, 1)
	if first.For != 30*time.Second || first.Attempts != 1 || first.Op != "read" || status.Outcome == nil {
		t.Errorf("%+v", first)
	}
	wantNetwork(t, last.Err, "body", 1)
	if last.For < 4*time.Second || last.Attempts != 2 {
		t.Errorf("%+v", last)
	}
}

func TestFault31BadCertificateIsFinal(t *testing.T) {
	server := faultserver.NewTLS(t, onePatient)
	var dials atomic.Int32
	client, _ := setup(t, server.URL, &fhirclient.Config{
		Transport: dialer(t, func(ctx context.Context, network, address string) (net.Conn, error) {
			dials.Add(1)
			return new(net.Dialer).DialContext(ctx, network, address)
		}),
	})
	wantNetwork(t, read(t.Context(), client), "tls", 1)
	wantCount(t, int(dials.Load()), 1)
	wantCount(t, server.Count(""), 0)
}

func TestFault32ResetInMidPageIsFetchedAgain(t *testing.T) {
	page := faultserver.Page(100, "", faultserver.Patients(100)...)
	for _, sent := range []int{0, 1, len(page) / 2, len(page) - 1} {
		server := faultserver.New(t, faultserver.InTurn(faultserver.Reset(page, sent), faultserver.OK(page)))
		client, _ := setup(t, server.URL, nil)
		ids, _, err := search(t.Context(), client)
		wantNil(t, err)
		if diff := cmp.Diff(patientIDs(0, 100), ids); diff != "" {
			t.Errorf("reset after %d bytes: %s", sent, diff)
		}
		wantCount(t, server.Count(""), 2)
	}
}

func TestFault33TruncatedGzipIsFetchedAgain(t *testing.T) {
	page := faultserver.Page(100, "", faultserver.Patients(100)...)
	server := faultserver.New(t, faultserver.InTurn(faultserver.TruncatedGzip(page), faultserver.Gzipped(page)))
	client, _ := setup(t, server.URL, nil)
	ids, _, err := search(t.Context(), client)
	wantNil(t, err)
	if diff := cmp.Diff(patientIDs(0, 100), ids); diff != "" {
		t.Error(diff)
	}
	wantCount(t, server.Count(""), 2)
}

func TestFault35StalledBodyTimesOut(t *testing.T) {
	patient := faultserver.Patient("p0")
	server := faultserver.New(t, faultserver.Stalled(patient, 10))
	client, _ := setup(t, server.URL, &fhirclient.Config{IdleTimeout: 50 * time.Millisecond})
	err := read(t.Context(), client)
	wantNetwork(t, err, "body", 3)
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("error is %v, want a timeout", err)
	}
	server = faultserver.New(t, faultserver.InTurn(faultserver.Stalled(patient, 10), faultserver.OK(patient)))
	client, _ = setup(t, server.URL, &fhirclient.Config{IdleTimeout: 50 * time.Millisecond})
	wantNil(t, read(t.Context(), client))
}

func TestFault35AlsoBeforeTheAnswerBegins(t *testing.T) {
	server := faultserver.New(t, faultserver.InTurn(faultserver.Silent(), onePatient))
	client, _ := setup(t, server.URL, &fhirclient.Config{Timeout: 50 * time.Millisecond})
	wantNil(t, read(t.Context(), client))
	wantCount(t, server.Count(""), 2)
}

func TestFault36SlowHealthyBodyCompletes(t *testing.T) {
	page := faultserver.Page(-1, "", faultserver.Patients(20)...)
	server := faultserver.New(t, faultserver.Slow(page, len(page)/20, 30*time.Millisecond)) // 600 ms in all
	client, _ := setup(t, server.URL, &fhirclient.Config{IdleTimeout: 300 * time.Millisecond, Timeout: 300 * time.Millisecond})
	ids, _, err := search(t.Context(), client)
	wantNil(t, err)
	wantCount(t, len(ids), 20)
	wantCount(t, server.Count(""), 1)
}

func TestFault37GoAwayIsReplayedIfUnprocessed(t *testing.T) {
	t.Run("unprocessed", func(t *testing.T) {
		server := faultserver.NewGoAway(t, false)
		client, _ := setup(t, server.URL, &fhirclient.Config{Transport: server.Client.Transport})
		_, err := client.Create(t.Context(), newPatient, nil)
		wantNil(t, err)
		wantCount(t, server.Requests(), 2)
	})
	t.Run("maybe processed", func(t *testing.T) {
		server := faultserver.NewGoAway(t, true)
		client, _ := setup(t, server.URL, &fhirclient.Config{Transport: server.Client.Transport})
		if _, err := client.Create(t.Context(), newPatient, nil); !errors.Is(err, fhirclient.ErrOutcomeUnknown) {
			t.Errorf("error is %v, want ErrOutcomeUnknown", err)
		}
		wantCount(t, server.Requests(), 1)
	})
}

// secrets are what must not reach another origin.
func secrets() *fhirclient.Config {
	return &fhirclient.Config{
		Auth:   fhirclient.Bearer("secret"),
		Header: http.Header{"X-Api-Key": {"secret"}, "Cookie": {"session=secret"}, "Client-Id": {"secret"}},
	}
}

// wantNoSecret checks requests to another origin.
func wantNoSecret(tb testing.TB, requests []faultserver.Request) {
	tb.Helper()
	for _, request := range requests {
		for name, values := range request.Header {
			if strings.Contains(strings.Join(values, " "), "secret") || name == "Referer" {
				tb.Errorf("header %s was sent to another origin", name)
			}
		}
	}
}

// named lets servers be known by any host name: a map from host:port to their addresses.
func named(tb testing.TB, addresses map[string]string) *http.Transport {
	return dialer(tb, func(ctx context.Context, network, address string) (net.Conn, error) {
		to, ok := addresses[address]
		if !ok {
			return nil, fmt.Errorf("unexpected address %s", address)
		}
		return new(net.Dialer).DialContext(ctx, network, to)
	})
}

func address(server *faultserver.Server) string { return server.Listener.Addr().String() }

func TestFault38RedirectToAnotherOriginCarriesNoToken(t *testing.T) {
	for name, to := range map[string]string{
		"subdomain": "files.example.org:80", "port": "example.org:8081", "host": "example.com:80", "lookalike": "example.org.evil.test:80",
	} {
		t.Run(name, func(t *testing.T) {
			target := faultserver.New(t, onePatient)
			origin := faultserver.New(t, faultserver.Answer(http.StatusTemporaryRedirect, "",
				"Location", "http://"+strings.TrimSuffix(to, ":80")+"/x", "Set-Cookie", "session=secret"))
			config := secrets()
			config.Transport = named(t, map[string]string{"example.org:80": address(origin), to: address(target)})
			client, _ := setup(t, "http://example.org/fhir", config)
			wantNil(t, read(t.Context(), client))
			wantCount(t, target.Count(http.MethodGet), 1)
			wantNoSecret(t, target.Requests())
			if got := origin.Requests()[0].Header.Get("Authorization"); got != "Bearer secret" {
				t.Errorf("the origin itself got %q", got)
			}
			if _, err := client.Create(t.Context(), newPatient, nil); !errors.Is(err, fhirclient.ErrRedirect) {
				t.Errorf("a POST across origins: error is %v, want ErrRedirect", err)
			}
			wantCount(t, target.Count(http.MethodPost), 0)
		})
	}
}

func TestFault38ButWithinTheOriginItDoes(t *testing.T) {
	server := faultserver.New(t, faultserver.InTurn(
		faultserver.Answer(http.StatusTemporaryRedirect, "", "Location", "/elsewhere/Patient/p0"), onePatient))
	client, _ := setup(t, server.URL+"/fhir", secrets())
	wantNil(t, read(t.Context(), client))
	requests := server.Requests()
	wantCount(t, len(requests), 2)
	if last := requests[1]; last.URL != "/elsewhere/Patient/p0" || last.Header.Get("Authorization") != "Bearer secret" {
		t.Errorf("redirected to %s with %q", last.URL, last.Header.Get("Authorization"))
	}
}

func TestFault39RedirectToPlainHTTPIsRefused(t *testing.T) {
	plain := faultserver.New(t, onePatient)
	server := faultserver.NewTLS(t, faultserver.Answer(http.StatusFound, "", "Location", plain.URL))
	client, _ := setup(t, server.URL, &fhirclient.Config{Transport: server.Client().Transport, Auth: fhirclient.Bearer("secret")})
	if err := read(t.Context(), client); !errors.Is(err, fhirclient.ErrRedirect) {
		t.Errorf("error is %v, want ErrRedirect", err)
	}
	wantCount(t, server.Count(""), 1)
	wantCount(t, plain.Count(""), 0)
}

func TestFault40RedirectLoopIsAnError(t *testing.T) {
	for name, next := range map[string]func(*url.URL) string{
		"back":    func(*url.URL) string { return "/Patient/p0" },
		"forever": func(u *url.URL) string { return u.Path + "x" },
	} {
		t.Run(name, func(t *testing.T) {
			server := faultserver.New(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, next(r.URL), http.StatusFound)
			}))
			client, _ := setup(t, server.URL, nil)
			if err := read(t.Context(), client); !errors.Is(err, fhirclient.ErrRedirect) {
				t.Errorf("error is %v, want ErrRedirect", err)
			}
			if n := server.Count(""); n > 6 {
				t.Errorf("%d requests, want 6 at most", n)
			}
		})
	}
}
