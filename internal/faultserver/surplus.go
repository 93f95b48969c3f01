package faultserver

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// Surplus answers with a body and sends more than it has announced, in the pieces that follow, each with a pause before it
// but the first. The connection stays open until the client gives it up.
func Surplus(pause time.Duration, body string, more ...string) http.Handler {
	head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", MediaType, len(body))
	return Wire(pause, append([]string{head + body + strings.Join(more[:min(1, len(more))], "")}, more[min(1, len(more)):]...)...)
}

// SurplusChunk is Surplus of a body that comes in chunks.
func SurplusChunk(body, more string) http.Handler {
	half := len(body) / 2
	return Wire(0, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n%X;a=b\r\n%s\r\n0\r\n\r\n%s",
		MediaType, half, body[:half], len(body)-half, body[half:], more))
}

// Wire sends bytes as they are, whether they are HTTP or not, with a pause between the pieces, and keeps the connection open
// until the client gives it up.
func Wire(pause time.Duration, pieces ...string) http.Handler {
	return raw(func(c net.Conn) {
		for i, piece := range pieces {
			if i > 0 {
				time.Sleep(pause)
			}
			io.WriteString(c, piece) //nolint:errcheck // the client may have gone away
		}
		c.SetReadDeadline(time.Now().Add(20 * time.Second)) //nolint:errcheck // a client that never goes fails its test by then
		io.Copy(io.Discard, c)                              //nolint:errcheck // the same
	})
}
