package fhirclient

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
)

// layer is where an attempt failed.
type layer string

const (
	layerDNS   layer = "dns"
	layerDial  layer = "dial"
	layerTLS   layer = "tls"
	layerWrite layer = "write"
	layerRead  layer = "read"
	layerBody  layer = "body"
	layerAuth  layer = "auth"
)

// layerError is an error of the network with its layer. Its text is made of what is known to hold no data: net/http quotes
// what it cannot parse, which may be part of a resource.
type layerError struct {
	layer layer
	err   error
}

func (e *layerError) Error() string {
	if e.layer == layerAuth {
		return string(e.layer) + ": " + e.err.Error() // of our own making
	}
	return string(e.layer) + ": " + safeText(e.err)
}

func (e *layerError) Unwrap() error { return e.err }

// Causes for which the client itself ends an attempt.
var (
	errHeadTimeout = fmt.Errorf("no answer in time (Config.Timeout): %w", os.ErrDeadlineExceeded)
	errIdleTimeout = fmt.Errorf("the body stalled (Config.IdleTimeout): %w", os.ErrDeadlineExceeded)
	errEncoding    = errors.New("the answer is compressed in a way that was not asked for")
	errCorrupt     = errors.New("the compressed answer is corrupt or cut off")
	errPlainHTTP   = errors.New("the server does not speak TLS there: its URL probably begins with http://")
	errWantsTLS    = errors.New("the server speaks TLS there: its URL has to begin with https://")
)

// networkError finds the layer of an error of a round trip.
func networkError(err error) *layerError {
	if mixed := mixedUp(err); mixed != nil {
		return &layerError{layerTLS, mixed}
	}
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &dns):
		return &layerError{layerDNS, err}
	case errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect" || op.Op == "socks connect"):
		return &layerError{layerDial, err}
	case ofTLS(err):
		return &layerError{layerTLS, err}
	case op != nil && op.Op == "write":
		return &layerError{layerWrite, err}
	default:
		return &layerError{layerRead, err}
	}
}

// unsent is true where the request certainly did not reach the server.
func (e *layerError) unsent() bool {
	return e.layer == layerDNS || e.layer == layerDial || e.layer == layerTLS || e.layer == layerAuth
}

// Final is true where the same would happen again.
func (e *layerError) Final() bool {
	for _, certain := range []error{ErrTooLarge, ErrRedirect, errEncoding, errPlainHTTP, errWantsTLS} {
		if errors.Is(e.err, certain) {
			return true
		}
	}
	return e.layer == layerAuth || badCertificate(e.err)
}

// Unreachable is true where there was no connection to the server.
func (e *layerError) Unreachable() bool { return e.layer == layerDNS || e.layer == layerDial }

// Unauthorized is true where there were no credentials to send.
func (e *layerError) Unauthorized() bool { return e.layer == layerAuth }

// unknownHost is true where there is no such name, which is certain, other than a failure to look it up.
func (e *layerError) unknownHost() bool {
	var dns *net.DNSError
	return errors.As(e.err, &dns) && dns.IsNotFound
}

// refused is true where the host is there and nobody listens at its port.
func (e *layerError) refused() bool {
	return e.layer == layerDial && errors.Is(e.err, syscall.ECONNREFUSED)
}

// ofTLS is true for failures of the handshake only: an alert on a connection in use comes after the request.
func ofTLS(err error) bool {
	var record tls.RecordHeaderError
	return badCertificate(err) || errors.As(err, &record) || strings.Contains(err.Error(), "TLS handshake")
}

func badCertificate(err error) bool {
	var (
		verify    *tls.CertificateVerificationError
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		invalid   x509.CertificateInvalidError
	)
	return errors.As(err, &verify) || errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &invalid)
}
