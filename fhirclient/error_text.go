package fhirclient

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"strings"
	"syscall"

	"github.com/fhirview/fhirview/fhirclient/internal/guard"
)

// mixedUp is the error of one who speaks http where https is spoken, or the other way around. Else it is nil.
func mixedUp(err error) error {
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &record) && strings.Contains(record.Msg, "first record"):
		return fmt.Errorf("%w: %w", errPlainHTTP, err)
	case strings.Contains(err.Error(), `malformed HTTP response "\x15\x03`): // an alert of TLS, as net/http quotes it
		return fmt.Errorf("%w: %w", errWantsTLS, err)
	}
	return nil
}

// wantsTLS is true for the answer 400 by which servers of https tell who speaks http to them: those of Go, nginx, Apache
// and Tomcat, in this order.
func (a *answer) wantsTLS(scheme string) bool {
	if a.status != http.StatusBadRequest || scheme != "http" || a.outcome != nil {
		return false
	}
	text := strings.ToLower(string(a.body[:min(len(a.body), 4<<10)]))
	for _, phrase := range []string{
		"http request to an https server", "plain http request was sent to https port", "speaking plain http to an ssl", "port requires tls",
	} {
		if strings.Contains(text, phrase) {
			return true
		}
	}
	return false
}

// safeText describes an error without its own words, unless they are ours or known to hold names of hosts at most.
func safeText(err error) string {
	for _, ours := range []error{
		errHeadTimeout, errIdleTimeout, errEncoding, errCorrupt, errPlainHTTP, errWantsTLS, ErrTooLarge, ErrRedirect,
		context.Canceled, context.DeadlineExceeded,
	} {
		if errors.Is(err, ours) {
			return ours.Error()
		}
	}
	var (
		errno syscall.Errno
		dns   *net.DNSError
		wait  interface{ Timeout() bool }
		proxy *guard.ProxyError
	)
	switch {
	case badCertificate(err):
		return "the certificate is not accepted" + certificateText(err)
	case errors.As(err, &dns) && dns.IsNotFound:
		return "there is no host of this name"
	case errors.As(err, &dns):
		return "the host name cannot be resolved"
	case errors.As(err, &proxy):
		return proxy.Error()
	case errors.As(err, &errno):
		return errno.Error()
	case errors.As(err, &wait) && wait.Timeout():
		return "timed out"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection ended early"
	case errors.Is(err, net.ErrClosed):
		return "the connection was closed"
	}
	if text := protocolText(err); text != "" {
		return text
	}
	return fmt.Sprintf("failed (%T)", err)
}

// certificateText says what is wrong with a certificate.
func certificateText(err error) string {
	var (
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		invalid   x509.CertificateInvalidError
	)
	switch {
	case errors.As(err, &authority):
		return ": it is signed by nobody who is known here"
	case errors.As(err, &host):
		return ": it is for another host"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return ": it has expired, or is not valid yet"
	}
	return ""
}

// protocolText tells of answers that are not HTTP's, or not TLS's. Few of these errors have a type of their own, and their
// texts quote what came, so they are looked at and not repeated.
func protocolText(err error) string {
	if alert, ok := errors.AsType[tls.AlertError](err); ok {
		return "the server breaks off TLS: " + strings.TrimPrefix(alert.Error(), "tls: ")
	}
	text := err.Error()
	for _, part := range []struct{ theirs, ours string }{
		{"TLS handshake: ", "the TLS handshake failed"},
		{"response headers exceeded", "the head of the answer is too long"},
		{"malformed HTTP", "the answer is not HTTP"},
		{"malformed MIME", "the head of the answer is malformed"},
		{"Content-Length", "the head of the answer has no valid length"},
		{"transfer encoding", "the body of the answer is encoded in a way that HTTP does not have"},
		{"chunk", "the parts of the answer's body are malformed"},
		{"1xx", "the server does not come to its answer"},
	} {
		if strings.Contains(text, part.theirs) {
			return part.ours
		}
	}
	if _, ok := errors.AsType[textproto.ProtocolError](err); ok {
		return "the answer is malformed HTTP"
	}
	return ""
}
