package fhirclient

import (
	"net"
	"net/http"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/guard"
)

// newTransport has as many idle connections as requests may be under way, so that none is closed and opened again at full
// speed, and leaves decompression to readBody, which guards it.
func newTransport(cfg *Config) *http.Transport {
	dialer := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}
	t := &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           2 * cfg.MaxInFlight,
		MaxIdleConnsPerHost:    cfg.MaxInFlight,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    15 * time.Second,
		MaxResponseHeaderBytes: 1 << 20,
		DisableCompression:     true,
		WriteBufferSize:        16 << 10,
		ReadBufferSize:         16 << 10,
		// Half-open HTTP/2 connections are found by a ping rather than by requests that hang on them.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second},
	}
	guard.Guard(t)
	return t
}

// GuardedTransport returns a copy of a transport whose connections end where a server sends more than its answers. A client
// makes its own transport this way; it is for those who need another one for Config.Transport, because of its
// certificates for one.
//
// Without it, [net/http] writes the beginning of what is too much, which may be part of a resource, to the standard logger.
// With HTTP/2 there is no such thing. Not guarded is https through a SOCKS proxy, and through any proxy where
// GetProxyConnectHeader or OnProxyConnectResponse is set.
func GuardedTransport(t *http.Transport) *http.Transport {
	guarded := t.Clone()
	if _, ok := t.TLSNextProto["h2"]; ok { // which a transport with a dialer of its own has only if it is told to
		guarded.ForceAttemptHTTP2 = true
	}
	guard.Guard(guarded)
	return guarded
}
