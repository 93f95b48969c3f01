package fhirclient_test

import (
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/faultserver"
)

const planted = "Quillfeather"

// capture returns what is written to the standard logger until the test ends.
func capture(t *testing.T) *buffer {
	t.Helper()
	printed, before := &buffer{}, log.Writer()
	log.SetOutput(printed)
	t.Cleanup(func() { log.SetOutput(before) })
	return printed
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// plantedFaults are answers that hold a name where it should not be, or in a form that is not what it should be.
func plantedFaults() map[string]http.Handler {
	page := faultserver.Page(-1, "", faultserver.Patient("p0"))
	large := faultserver.Page(-1, "", faultserver.Patients(20_000)...)
	more := `{"resourceType":"Patient","name":[{"family":"` + planted + `"}]}`
	outcome := `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"` + planted + `","diagnostics":"` + planted + `"}]}`
	return map[string]http.Handler{
		"surplus":                faultserver.Surplus(0, page, more),
		"surplus, large body":    faultserver.Surplus(0, large, more),
		"surplus, apart":         faultserver.Surplus(time.Millisecond, page, "", more),
		"surplus, late":          faultserver.Surplus(20*time.Millisecond, page, "", more, more),
		"surplus, line ends":     faultserver.Surplus(0, page, "\r\n"),
		"surplus, an answer":     faultserver.Surplus(0, page, "HTTP/1.1 200 OK\r\nX-Name: "+planted+"\r\nContent-Length: 0\r\n\r\n"),
		"surplus, much":          faultserver.Surplus(0, page, strings.Repeat(more, 5000)),
		"surplus of chunks":      faultserver.SurplusChunk(page, more),
		"surplus of nothing":     faultserver.Wire(0, "HTTP/1.1 204 No Content\r\n\r\n"+more),
		"surplus after refusal":  faultserver.Wire(0, "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}"+more),
		"surplus after 103":      faultserver.Wire(0, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"+more),
		"malformed JSON":         faultserver.OK(`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"` + planted + `"]`),
		"HTML":                   faultserver.OK("<html><title>" + planted + "</title></html>"),
		"malformed status line":  faultserver.Wire(0, planted+" is not HTTP\r\n\r\n"),
		"malformed status":       faultserver.Wire(0, "HTTP/1.1 "+planted+"\r\n\r\n"),
		"malformed header":       faultserver.Wire(0, "HTTP/1.1 200 OK\r\n"+planted+"\r\n\r\n"),
		"malformed header name":  faultserver.Wire(0, "HTTP/1.1 200 OK\r\n"+planted+" x: 1\r\nContent-Length: 2\r\n\r\n{}"+more),
		"malformed length":       faultserver.Wire(0, "HTTP/1.1 200 OK\r\nContent-Length: "+planted+"\r\n\r\n"),
		"malformed encoding":     faultserver.Wire(0, "HTTP/1.1 200 OK\r\nTransfer-Encoding: "+planted+"\r\n\r\n"),
		"malformed chunks":       faultserver.Wire(0, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"+planted+"\r\n"),
		"unknown compression":    faultserver.Answer(http.StatusOK, page, "Content-Encoding", planted),
		"redirect":               faultserver.Answer(http.StatusFound, "", "Location", "/fhir/Patient?name="+planted),
		"redirect to nothing":    faultserver.Answer(http.StatusFound, "", "Location", "http://"+planted+".invalid/%zz"),
		"redirect to nobody":     faultserver.Answer(http.StatusFound, "", "Location", "http://127.0.0.1:1/?name="+planted),
		"next elsewhere":         faultserver.OK(faultserver.Page(-1, "http://"+planted+".invalid/?name="+planted)),
		"next that is no URL":    faultserver.OK(faultserver.Page(-1, "http://["+planted)),
		"outcome":                faultserver.OK(outcome),
		"outcome of a refusal":   faultserver.Answer(http.StatusBadRequest, outcome),
		"outcome among entries":  faultserver.OK(faultserver.Page(-1, "", outcome)),
		"cookies and challenges": faultserver.Answer(http.StatusUnauthorized, outcome, "WWW-Authenticate", planted, "Set-Cookie", planted+"=\x01; Domain=."+planted),
	}
}

// TestNothingOfPatientsIsPrinted has a client of each kind meet each fault, and looks for names in all that was printed, by
// whomever, and in the errors.
func TestNothingOfPatientsIsPrinted(t *testing.T) {
	for kind, serve := range map[string]func(testing.TB, http.Handler) (*faultserver.Server, *http.Transport){
		"http": func(tb testing.TB, h http.Handler) (*faultserver.Server, *http.Transport) {
			return faultserver.New(tb, h), nil
		},
		"https": serveTLS,
		"https through a proxy": func(tb testing.TB, h http.Handler) (*faultserver.Server, *http.Transport) {
			s, transport := serveTLS(tb, h)
			transport.Proxy = http.ProxyURL(connectProxy(tb))
			return s, transport
		},
	} {
		for name, fault := range plantedFaults() {
			t.Run(kind+" "+name, func(t *testing.T) {
				printed := capture(t)
				server, transport := serve(t, fault)
				cfg := &fhirclient.Config{Logger: slog.New(slog.NewTextHandler(printed, &slog.HandlerOptions{Level: slog.LevelDebug}))}
				if transport != nil {
					guarded := fhirclient.GuardedTransport(transport)
					defer guarded.CloseIdleConnections()
					cfg.Transport = guarded
				}
				client, _ := setup(t, server.URL+"/fhir", cfg)
				_, found, err := search(t.Context(), client)
				err = errors.Join(err, found.Incomplete(), read(t.Context(), client))
				if strings.HasPrefix(name, "surplus, ") {
					time.Sleep(30 * time.Millisecond) // for what is still to come
				}
				if text := fmt.Sprintf("%s%v %+v", printed, err, err); strings.Contains(text, planted) {
					t.Errorf("printed: %s", text)
				}
			})
		}
	}
	t.Run("without a guard", func(t *testing.T) { // or the test would prove nothing
		printed := capture(t)
		server := faultserver.New(t, plantedFaults()["surplus"])
		transport := &http.Transport{}
		defer transport.CloseIdleConnections()
		client, _ := setup(t, server.URL, &fhirclient.Config{Transport: transport})
		search(t.Context(), client)
		eventually(t, "net/http prints what is too much", func() bool { return strings.Contains(printed.String(), planted) })
	})
}

func serveTLS(tb testing.TB, h http.Handler) (*faultserver.Server, *http.Transport) {
	tb.Helper()
	s := faultserver.NewTLS(tb, h)
	return s, s.Client().Transport.(*http.Transport).Clone()
}

// connectProxy is a proxy that leads anywhere.
func connectProxy(tb testing.TB) *url.URL {
	tb.Helper()
	s := faultserver.New(tb, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := basicAuth(r.Header.Get("Proxy-Authorization")); r.Method != http.MethodConnect || user != "u" || password != "p" {
			w.WriteHeader(http.StatusProxyAuthRequired)
			return
		}
		to, err := new(net.Dialer).DialContext(r.Context(), "tcp", r.Host)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer to.Close()
		w.WriteHeader(http.StatusOK)
		from, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer from.Close()
		go func() {
			io.Copy(to, from)
			to.Close()
		}()
		io.Copy(from, to)
	}))
	u, err := url.Parse(s.URL)
	if err != nil {
		tb.Fatal(err)
	}
	u.User = url.UserPassword("u", "p")
	return u
}

func basicAuth(header string) (user, password string, ok bool) {
	return (&http.Request{Header: http.Header{"Authorization": {header}}}).BasicAuth()
}

// TestSurplusIsTold hands over the rows of an answer that is longer than it said, and calls the result incomplete.
func TestSurplusIsTold(t *testing.T) {
	faults := plantedFaults()
	for name, told := range map[string]bool{
		"surplus": true, "surplus, large body": true, "surplus, much": true, "surplus of chunks": true,
		"surplus, line ends": false, "surplus, an answer": false,
	} {
		for _, secure := range []bool{false, true} {
			t.Run(fmt.Sprint(name, secure), func(t *testing.T) {
				server, cfg := faultserver.New(t, faults[name]), &fhirclient.Config{}
				if secure {
					s, transport := serveTLS(t, faults[name])
					guarded := fhirclient.GuardedTransport(transport)
					defer guarded.CloseIdleConnections()
					server, cfg.Transport = s, guarded
				}
				client, _ := setup(t, server.URL, cfg)
				ids, found, err := search(t.Context(), client)
				wantNil(t, err)
				if len(ids) == 0 || found.Info().Truncated != told {
					t.Errorf("%d resources, %v", len(ids), found.Incomplete())
				}
				wantCount(t, server.Count(""), 1)
			})
		}
	}
}

// TestSurplusBetweenPages goes on over another connection, and is told in the end, however late it came.
func TestSurplusBetweenPages(t *testing.T) {
	var server *faultserver.Server
	server = faultserver.New(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("page") == "" {
			faultserver.Surplus(time.Millisecond, faultserver.Page(-1, server.URL+"/Patient?page=1", faultserver.Patient("p0")), "", planted).ServeHTTP(w, r)
			return
		}
		faultserver.Delay(20*time.Millisecond, faultserver.OK(faultserver.Page(-1, "", faultserver.Patient("p1")))).ServeHTTP(w, r)
	}))
	client, _ := setup(t, server.URL, nil)
	ids, found, err := search(t.Context(), client)
	wantNil(t, err)
	if len(ids) != 2 || !found.Info().Truncated {
		t.Errorf("%v, %v", ids, found.Incomplete())
	}
}

// TestGuardedConnectionsAreKept uses one connection for many answers of all kinds.
func TestGuardedConnectionsAreKept(t *testing.T) {
	large := faultserver.Page(-1, "", faultserver.Patients(20_000)...)
	answers := faultserver.InTurn(
		faultserver.OK(faultserver.Patient("p0")), faultserver.OK(large), faultserver.Gzipped(large), faultserver.Answer(http.StatusNoContent, ""),
		faultserver.Answer(http.StatusNotFound, ""), faultserver.Answer(http.StatusNotFound, faultserver.Outcome("not-found")),
		faultserver.Slow(faultserver.Patient("p0"), 7, 0), trailer(), faultserver.OK(faultserver.Patient("p0")))
	for _, secure := range []bool{false, true} {
		server, transport := faultserver.New(t, answers), &http.Transport{}
		if secure {
			server, transport = serveTLS(t, answers)
		}
		transport = fhirclient.GuardedTransport(transport)
		client := &http.Client{Transport: transport}
		seen := map[string]bool{}
		for range 9 {
			resp, err := client.Get(server.URL)
			wantNil(t, err)
			_, err = io.ReadAll(resp.Body)
			wantNil(t, err)
			resp.Body.Close()
		}
		for _, r := range server.Requests() {
			seen[r.From] = true
		}
		if len(seen) != 1 {
			t.Errorf("secure %v: %d connections", secure, len(seen))
		}
		transport.CloseIdleConnections()
	}
}

// trailer is an answer in chunks with a field behind them.
func trailer() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Trailer", "X-End")
		io.WriteString(w, faultserver.Patient("p0"))
		http.NewResponseController(w).Flush()
		w.Header().Set("X-End", strings.Repeat("z", 99))
	})
}
