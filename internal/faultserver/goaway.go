package faultserver

import (
	"bufio"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// Types of HTTP/2's frames, and the flags of interest.
const (
	frameData     = 0x0
	frameHeaders  = 0x1
	frameSettings = 0x4
	frameGoAway   = 0x7

	flagAck        = 0x1
	flagEndStream  = 0x1
	flagEndHeaders = 0x4
)

// GoAway is a server of HTTP/2 that turns its first connection away after it has got a request, and answers 201 without
// a body on the others: fault 37. The standard library's server cannot be made to lie, so the frames are written here.
type GoAway struct {
	URL    string
	Client *http.Client // trusts the server and speaks HTTP/2

	processed bool // what the first connection is told of its request
	listener  net.Listener
	served    sync.WaitGroup

	mu       sync.Mutex
	requests int
	conns    []net.Conn
}

// NewGoAway starts the server; it ends with the test. It says of the first request that it was not processed, or that it
// may have been.
func NewGoAway(tb testing.TB, processed bool) *GoAway {
	tb.Helper()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.EnableHTTP2 = true
	secure.StartTLS() // for its certificate and a client that trusts it
	g := &GoAway{Client: secure.Client(), processed: processed}
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it is there at once
	if err != nil {
		tb.Fatal(err)
	}
	g.listener = tls.NewListener(listener, &tls.Config{
		Certificates: secure.TLS.Certificates, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS12,
	})
	g.URL = "https://" + listener.Addr().String()
	g.served.Go(g.accept)
	tb.Cleanup(func() {
		g.Client.CloseIdleConnections()
		g.listener.Close() //nolint:errcheck // it is closed all the same
		g.hangUp()
		g.served.Wait()
		secure.Close()
	})
	return g
}

// Requests is how many requests the server got, on all connections.
func (g *GoAway) Requests() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.requests
}

func (g *GoAway) accept() {
	for first := true; ; first = false {
		conn, err := g.listener.Accept()
		if err != nil {
			return
		}
		g.mu.Lock()
		g.conns = append(g.conns, conn)
		g.mu.Unlock()
		g.served.Go(func() {
			defer conn.Close() //nolint:errcheck // it is meant to break
			g.serve(conn, first)
		})
	}
}

func (g *GoAway) hangUp() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, conn := range g.conns {
		conn.Close() //nolint:errcheck // it is closed all the same
	}
}

// serve greets and reads frames to the end of a request's body, once or until the client goes.
func (g *GoAway) serve(conn net.Conn, first bool) {
	r := bufio.NewReader(conn)
	if _, err := r.Discard(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")); err != nil {
		return
	}
	writeFrame(conn, frameSettings, 0, 0, nil)
	for {
		kind, flags, stream, err := readFrame(r)
		switch {
		case err != nil:
			return
		case kind == frameSettings && flags&flagAck == 0:
			writeFrame(conn, frameSettings, flagAck, 0, nil)
		case (kind == frameData || kind == frameHeaders) && flags&flagEndStream != 0:
			g.mu.Lock()
			g.requests++
			g.mu.Unlock()
			if first {
				writeFrame(conn, frameGoAway, 0, 0, goAway(g.processed, stream))
				io.Copy(io.Discard, io.LimitReader(r, 1)) //nolint:errcheck // wait until the client has seen it, or sent more
				return
			}
			// 201 is not in HPACK's table: a literal value, not indexed, for the name at 8, :status.
			writeFrame(conn, frameHeaders, flagEndHeaders|flagEndStream, stream, []byte{0x08, 3, '2', '0', '1'})
		}
	}
}

// goAway names the last stream that the server may have processed; code 0 means that it is not the client's fault.
func goAway(processed bool, stream uint32) []byte {
	payload := make([]byte, 8)
	if processed {
		binary.BigEndian.PutUint32(payload, stream)
	}
	return payload
}

func readFrame(r *bufio.Reader) (kind, flags byte, stream uint32, err error) {
	var head [9]byte
	if _, err = io.ReadFull(r, head[:]); err != nil {
		return 0, 0, 0, err
	}
	length := int(head[0])<<16 | int(head[1])<<8 | int(head[2])
	_, err = r.Discard(length)
	return head[3], head[4], binary.BigEndian.Uint32(head[5:]), err
}

func writeFrame(w io.Writer, kind, flags byte, stream uint32, payload []byte) {
	frame := []byte{byte(len(payload) >> 16), byte(len(payload) >> 8), byte(len(payload)), kind, flags}
	frame = binary.BigEndian.AppendUint32(frame, stream)
	w.Write(append(frame, payload...)) //nolint:errcheck // the client may have gone away
}
