// Package guard has the connections of a transport end where a server sends more than its answers, of which net/http would write
// the beginning, perhaps of a resource, to the standard logger.
package guard

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Guard changes a transport that was not used yet.
func Guard(t *http.Transport) {
	g := &guardedDialer{transport: t, dial: t.DialContext, dialTLS: t.DialTLSContext, proxy: t.Proxy}
	if legacy := t.Dial; g.dial == nil && legacy != nil { //nolint:staticcheck // callers may still use it
		g.dial = func(_ context.Context, network, addr string) (net.Conn, error) { return legacy(network, addr) }
	}
	if legacy := t.DialTLS; g.dialTLS == nil && legacy != nil { //nolint:staticcheck // the same
		g.dialTLS = func(_ context.Context, network, addr string) (net.Conn, error) { return legacy(network, addr) }
	}
	if g.dial == nil {
		g.dial = new(net.Dialer).DialContext
	}
	t.DialContext, t.DialTLSContext = g.plain, g.secure
	if g.proxy != nil {
		t.Proxy = g.otherProxy
	}
}

// guardedDialer makes connections for a transport. It has to make those of TLS itself: only who knows what was encrypted
// can tell where an answer ends. So it also has to make the tunnels through proxies that lead there.
type guardedDialer struct {
	transport     *http.Transport
	dial, dialTLS func(ctx context.Context, network, addr string) (net.Conn, error)
	proxy         func(*http.Request) (*url.URL, error)
}

func (g *guardedDialer) plain(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := g.dial(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return &Conn{Conn: conn}, nil
}

// secure returns a connection of HTTP/2 as it is, since the transport needs to know it.
func (g *guardedDialer) secure(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := g.secureConn(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	if c, ok := conn.(*tls.Conn); ok {
		if err := g.shakeHands(ctx, c); err != nil {
			return nil, err
		}
		if c.ConnectionState().NegotiatedProtocol == "h2" {
			return c, nil
		}
	}
	return &Conn{Conn: conn}, nil
}

func (g *guardedDialer) secureConn(ctx context.Context, network, addr string) (net.Conn, error) {
	proxy, err := g.tunnelProxy("https://" + addr)
	if err != nil {
		return nil, err
	}
	if proxy == nil && g.dialTLS != nil {
		return g.dialTLS(ctx, network, addr)
	}
	var conn net.Conn
	if proxy == nil {
		conn, err = g.dial(ctx, network, addr)
	} else if conn, err = g.tunnel(ctx, proxy, addr); err != nil {
		err = &net.OpError{Op: "proxyconnect", Net: network, Err: err}
	}
	if err != nil {
		return nil, err
	}
	return tls.Client(conn, g.tlsConfig(addr)), nil
}

// tlsConfig is that of the transport, which has added the protocols that it speaks when it comes to a connection.
func (g *guardedDialer) tlsConfig(addr string) *tls.Config {
	cfg := &tls.Config{MinVersion: tls.VersionTLS12}
	if g.transport.TLSClientConfig != nil {
		cfg = g.transport.TLSClientConfig.Clone()
	}
	if host, _, err := net.SplitHostPort(addr); err == nil && cfg.ServerName == "" {
		cfg.ServerName = host
	}
	return cfg
}

func (g *guardedDialer) shakeHands(ctx context.Context, conn *tls.Conn) error {
	if limit := g.transport.TLSHandshakeTimeout; limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	if err := conn.HandshakeContext(ctx); err != nil {
		conn.Close() //nolint:errcheck // it is of no use
		return fmt.Errorf("TLS handshake: %w", err)
	}
	return nil
}

// tunnelProxy is the proxy through which to go to an address by TLS, or nil.
func (g *guardedDialer) tunnelProxy(address string) (*url.URL, error) {
	to, err := url.Parse(address)
	if err != nil || g.proxy == nil {
		return nil, err
	}
	proxy, err := g.proxy(&http.Request{Method: http.MethodGet, URL: to, Host: to.Host, Header: http.Header{}})
	if err != nil || proxy == nil || !g.tunnels(proxy) {
		return nil, err
	}
	return proxy, nil
}

func (g *guardedDialer) tunnels(proxy *url.URL) bool {
	return (proxy.Scheme == "http" || proxy.Scheme == "https") &&
		g.transport.GetProxyConnectHeader == nil && g.transport.OnProxyConnectResponse == nil
}

// otherProxy leaves to the transport the proxies that secure does not go through.
func (g *guardedDialer) otherProxy(req *http.Request) (*url.URL, error) {
	proxy, err := g.proxy(req)
	if err == nil && proxy != nil && req.URL.Scheme == "https" && g.tunnels(proxy) {
		return nil, nil
	}
	return proxy, err
}

// ProxyError is a proxy that lets nobody through.
type ProxyError struct{ status int }

func (e *ProxyError) Error() string { return "the proxy answered " + StatusText(e.status) }

// tunnel asks a proxy for a connection to an address.
func (g *guardedDialer) tunnel(ctx context.Context, proxy *url.URL, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	conn, err := g.dial(ctx, "tcp", HostPort(proxy))
	if err != nil {
		return nil, err
	}
	if proxy.Scheme == "https" {
		cfg := g.tlsConfig(HostPort(proxy))
		cfg.NextProtos = nil
		secure := tls.Client(conn, cfg)
		if err := g.shakeHands(ctx, secure); err != nil {
			return nil, err
		}
		conn = secure
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() }) //nolint:errcheck // it is of no use
	status, err := g.connect(conn, proxy, addr)
	if !stop() {
		return nil, ctx.Err()
	}
	if err == nil && status != http.StatusOK {
		err = &ProxyError{status}
	}
	if err != nil {
		conn.Close() //nolint:errcheck // the same
		return nil, err
	}
	return conn, nil
}

func (g *guardedDialer) connect(conn net.Conn, proxy *url.URL, addr string) (status int, err error) {
	header := g.transport.ProxyConnectHeader.Clone()
	if header == nil {
		header = http.Header{}
	}
	if user := proxy.User; user != nil {
		password, _ := user.Password()
		auth := http.Request{Header: http.Header{}}
		auth.SetBasicAuth(user.Username(), password)
		header.Set("Proxy-Authorization", auth.Header.Get("Authorization"))
	}
	req := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: addr}, Host: addr, Header: header}
	if err := req.Write(conn); err != nil {
		return 0, err
	}
	// What is buffered beyond the answer would be lost, but a server that speaks TLS does not speak first.
	r := bufio.NewReader(io.LimitReader(conn, maxHead))
	resp, err := http.ReadResponse(r, req) //nolint:bodyclose // of an answer to CONNECT, which is the connection itself
	if err != nil {
		return 0, err
	}
	if resp.StatusCode == http.StatusOK && r.Buffered() > 0 {
		return 0, errors.New("the proxy speaks out of turn")
	}
	return resp.StatusCode, nil
}

// HostPort is the host and the port of a URL, in lower case, the port always spelt out.
func HostPort(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	port := u.Port()
	switch {
	case port != "":
	case strings.EqualFold(u.Scheme, "https"):
		port = "443"
	default:
		port = "80"
	}
	return host + ":" + port
}

// StatusText is a status with its name.
func StatusText(status int) string {
	text := strconv.Itoa(status)
	if name := http.StatusText(status); name != "" {
		text += " " + name
	}
	return text
}
