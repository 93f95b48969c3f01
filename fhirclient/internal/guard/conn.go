package guard

import (
	"bytes"
	"errors"
	"io"
	"net"
	"sync"
)

// Conn is a connection that hands over answers to requests and nothing else. What a server sends beyond is dropped,
// and the connection is at its end then.
type Conn struct {
	net.Conn

	mu      sync.Mutex // requests are written and answers read by different goroutines
	answers framing
	extra   surplus
	scratch []byte
}

// surplus is what came beyond an answer.
type surplus int

const (
	noSurplus   surplus = iota
	strayAnswer         // another answer, such as the 408 of a server that gives up the connection, or line ends alone
	realSurplus
)

var errSurplus = errors.New("the server has sent more than its last answer")

// spare is how much is read beyond the end of a body, to see whether there is more.
const spare = 512

// Write notes the beginning of a request.
func (c *Conn) Write(p []byte) (int, error) {
	c.mu.Lock()
	refused := c.extra != noSurplus
	if !refused {
		c.answers.requested(p)
	}
	c.mu.Unlock()
	if refused {
		return 0, errSurplus // nothing was sent, so the transport takes another connection
	}
	return c.Conn.Write(p)
}

// Read reads what belongs to an answer.
func (c *Conn) Read(p []byte) (int, error) {
	into, over := c.room(p)
	if over {
		return 0, io.EOF
	}
	n, err := c.Conn.Read(into)
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.answers.take(into[:n])
	if kept < n {
		c.drop(into[kept:n])
		if kept == 0 {
			return 0, io.EOF
		}
		err = nil // the next Read is at the end
	}
	if n > 0 && &into[0] != &p[0] {
		copy(p, into[:kept])
	}
	return kept, err
}

// room is where to read to. The end of a body is read with space for more, so that what is there already is seen.
func (c *Conn) room(p []byte) (into []byte, over bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.extra != noSurplus:
		return nil, true
	case len(p) == 0 || !c.answers.endsAt(len(p)):
		return p, false
	case len(p) > spare:
		return p[:len(p)-spare], false
	}
	if c.scratch == nil {
		c.scratch = make([]byte, 2*spare)
	}
	return c.scratch, false
}

// drop forgets what came beyond an answer.
func (c *Conn) drop(b []byte) {
	c.extra = strayAnswer
	if text := bytes.Trim(b, "\r\n"); len(text) > 0 && !bytes.HasPrefix(text, []byte("HTTP/1.")) {
		c.extra = realSurplus
	}
}

// Overlong is true where the server has sent more than its last answer, as far as is known yet. The connection may be nil.
func (c *Conn) Overlong() bool {
	if c == nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.extra == realSurplus
}
