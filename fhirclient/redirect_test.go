package fhirclient

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/fhirview/fhirview/fhirclient/internal/clienttest"
	"github.com/google/go-cmp/cmp"
)

// recorder answers 200 and keeps what it was asked.
type recorder struct {
	mu   sync.Mutex
	seen []string // method, path, body, and whatever tells who is asking
}

func (r *recorder) ServeHTTP(_ http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	line := strings.TrimSpace(req.Method + " " + req.URL.Path + " " + string(body))
	for _, name := range []string{"Authorization", "Cookie", "X-Api-Key", "X-Client-Id"} {
		if req.Header.Get(name) != "" {
			line += " " + name
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen = append(r.seen, line)
}

func TestRedirects(t *testing.T) {
	const secrets = " Authorization Cookie X-Api-Key X-Client-Id"
	for _, test := range []struct {
		name, method, to string // @ is the other origin, = the own
		status           int
		own, other       []string // beyond the first
		refused          bool
	}{
		{"same origin", "GET", "=/b", 302, []string{"GET /b" + secrets}, nil, false},
		{"relative", "GET", "b", 307, []string{"GET /b" + secrets}, nil, false},
		{"another port", "GET", "@/b", 302, nil, []string{"GET /b"}, false},
		{"update, same origin", "PUT", "=/b", 308, []string{"PUT /b {}" + secrets}, nil, false},
		{"create, same origin, 301 stays a create", "CREATE", "=/b", 301, []string{"POST /b {}" + secrets}, nil, false},
		{"create, another origin", "CREATE", "@/b", 307, nil, nil, true},
		{"update, another origin", "PUT", "@/b", 307, nil, nil, true},
		{"delete, another origin", "DELETE", "@/b", 302, nil, nil, true},
		{"see other", "CREATE", "=/b", 303, []string{"GET /b" + secrets}, nil, false},
		{"see another origin", "CREATE", "@/b", 303, nil, []string{"GET /b"}, false},
		{"presigned", "GET", "=/b?X-Amz-Signature=1", 302, []string{"GET /b Cookie X-Api-Key X-Client-Id"}, nil, false},
		{"to a file", "GET", "file:///etc/passwd", 302, nil, nil, true},
		{"with a password", "GET", "http://joe:pw@localhost/", 302, nil, nil, true},
		{"loop", "GET", "=/a", 302, nil, nil, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			var own, other recorder
			elsewhere := clienttest.Serve(t, other.ServeHTTP)
			s := clienttest.Serve(t, func(w http.ResponseWriter, req *http.Request) {
				if req.URL.Path != "/a" {
					own.ServeHTTP(w, req)
					return
				}
				w.Header().Set("Location", strings.NewReplacer("=", "http://"+req.Host, "@", elsewhere.URL).Replace(test.to))
				if strings.Contains(test.to, "?") {
					w.Header().Set("Location", "http://"+req.Host+test.to[1:])
				}
				w.WriteHeader(test.status)
			})
			c := newTestClient(t, s.URL, &Config{
				Auth: &countingAuth{}, Header: http.Header{"X-Api-Key": {"1"}, "X-Client-Id": {"1"}},
			}, nil)
			made := callOf(c, test.method)
			made.url, made.header = s.URL+"/a", http.Header{"Cookie": {"a=b"}, "Prefer": {"x"}}
			if made.body != nil {
				made.body = []byte("{}")
			}
			_, err := c.do(t.Context(), made)
			if errors.Is(err, ErrRedirect) != test.refused || !test.refused && err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(test.own, own.seen); diff != "" {
				t.Errorf("own: %s", diff)
			}
			if diff := cmp.Diff(test.other, other.seen); diff != "" {
				t.Errorf("other: %s", diff)
			}
		})
	}
}

func TestRedirectsEnd(t *testing.T) {
	var requests int
	s := clienttest.Serve(t, func(w http.ResponseWriter, req *http.Request) {
		requests++
		http.Redirect(w, req, req.URL.Path+"x", http.StatusFound)
	})
	c := newTestClient(t, s.URL, nil, nil)
	if _, err := c.do(t.Context(), callOf(c, "GET")); !errors.Is(err, ErrRedirect) {
		t.Error(err)
	}
	if requests != maxRedirects+1 {
		t.Errorf("%d requests, want %d", requests, maxRedirects+1)
	}
}

// Credentials do not come back where a redirect left the origin and another one returned to it.
func TestTrustIsNotRegained(t *testing.T) {
	var seen recorder
	var home *httptest.Server
	away := clienttest.Serve(t, func(w http.ResponseWriter, req *http.Request) { http.Redirect(w, req, home.URL+"/c", http.StatusFound) })
	home = clienttest.Serve(t, func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == "/a" {
			http.Redirect(w, req, away.URL, http.StatusFound)
			return
		}
		seen.ServeHTTP(w, req)
	})
	c := newTestClient(t, home.URL, &Config{Auth: &countingAuth{}}, nil)
	made := callOf(c, "GET")
	made.url = home.URL + "/a"
	if _, err := c.do(t.Context(), made); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"GET /c"}, seen.seen); diff != "" {
		t.Error(diff)
	}
}

func TestFollow(t *testing.T) {
	for _, test := range []struct {
		from, to string
		trusted  bool
		refused  bool
	}{
		{"https://a/x", "http://a/x", false, true},
		{"http://a/x", "https://a/x", false, false},
		{"https://a/x", "https://b.a/x", false, false},
		{"https://a/x", "https://A:443/x", true, false},
		{"https://a/x", "//a/y", true, false},
		{"https://a/x", "https://", false, true},
		{"https://a/x", "http://[", false, true},
	} {
		u, err := url.Parse(test.from)
		if err != nil {
			t.Fatal(err)
		}
		next, err := target{url: u, method: "GET", trusted: true}.follow(test.to, http.StatusFound)
		if (err != nil) != test.refused || next.trusted != test.trusted {
			t.Errorf("%s to %s: %v, trusted %v", test.from, test.to, err, next.trusted)
		}
	}
}
