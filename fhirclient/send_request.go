package fhirclient

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/http/httptrace"

	"github.com/fhirview/fhirview/fhirclient/internal/guard"
)

var (
	userAgent    = []string{"fhirview"}
	acceptedGzip = []string{"gzip"}
)

// request builds the request for a target, with credentials and the configured header where that is the server itself.
func (r *run) request(ctx context.Context, t target, watch *watchdog, a *answer) (*http.Request, error) {
	req, err := http.NewRequestWithContext(r.traced(ctx, a), t.method, "", nil)
	if err != nil {
		return nil, err
	}
	req.URL, req.Host = t.url, t.url.Host
	setBody(req, t.body, watch)
	r.setHeader(req, t)
	if t.trusted && r.core.cfg.Auth != nil && !presigned(t.url) {
		if err := r.core.cfg.Auth.Authorize(ctx, req); err != nil {
			return nil, err
		}
		a.authorized = true
	}
	a.request = req
	return req, nil
}

// traced has the answer know the connection that it comes by.
func (r *run) traced(ctx context.Context, a *answer) context.Context {
	if !r.core.traced {
		return ctx
	}
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(got httptrace.GotConnInfo) { a.conn, _ = got.Conn.(*guard.Conn) },
	})
}

// setHeader sets the fields in order of their weight: the configured ones replace the defaults, but not the media type,
// since the client reads nothing else; the call's own replace all.
func (r *run) setHeader(req *http.Request, t target) {
	h := req.Header
	h["Accept-Encoding"], h["User-Agent"] = acceptedGzip, userAgent
	if t.trusted {
		maps.Copy(h, r.core.header())
	}
	h["Accept"] = r.core.media
	if t.body != nil {
		h["Content-Type"] = r.core.media
	}
	for name, values := range r.call.header {
		if t.trusted || travels(name) {
			h[name] = values
		}
	}
}

// setBody lets net/http send the body again where it knows that the server has not seen the request: after GOAWAY, and on
// a connection that was closed while idle.
func setBody(req *http.Request, body []byte, watch *watchdog) {
	if body == nil {
		return
	}
	if len(body) == 0 {
		req.Body = http.NoBody
		return
	}
	req.ContentLength = int64(len(body))
	open := func() (io.ReadCloser, error) {
		b := &watchedBody{watch: watch}
		b.from.Reset(body)
		return b, nil
	}
	req.Body, _ = open()
	req.GetBody = open
}
