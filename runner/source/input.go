package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

const (
	byteOrderMark  = "\uFEFF"
	maxEmptyReads  = 100
	readBufferSize = 64 << 10
)

// input is the decompressed text of one reader, and an account of the stored bytes behind it.
type input struct {
	name string
	// start is the offset of the first byte that Read returns: 3 after a byte order mark.
	start int64

	stored  *counter
	codec   codec
	text    io.Reader
	tally   func() int64
	close   func()
	tallied int64
	file    *os.File // whose bytes are the text, or nil
	// bundleLine is the number of the line that holds a Bundle, where that may be one of several lines; otherwise 0. In the
	// end it is that of the last line before the next one with anything in it.
	bundleLine int64

	head    []byte // what peek has read and Read has not returned yet
	headErr error
}

// newInput finds out whether r is compressed. closer, where not nil, is closed by the input's Close, and before it waits
// for anything: that is what ends a Read which blocks.
func newInput(name string, r io.Reader, closer io.Closer) *input {
	in := &input{name: name, stored: &counter{r: r}}
	buffered := bufio.NewReaderSize(in.stored, readBufferSize)
	magic, _ := buffered.Peek(magicLen) // the counter repeats the error to the next Read
	in.codec = codecOf(magic)
	in.text, in.tally, in.close = buffered, in.stored.count, func() {}
	if in.codec != nil {
		a := readAhead(in.stored, func() (io.ReadCloser, error) { return in.codec.open(buffered) })
		in.text, in.tally, in.close = a, a.count, a.stop
	}
	if closer != nil {
		if f, ok := closer.(*os.File); ok && in.codec == nil {
			in.file = f
		}
		stop := in.close
		in.close = func() { _ = closer.Close(); stop() }
	}
	in.skipByteOrderMark()
	return in
}

func (in *input) skipByteOrderMark() {
	head, _ := in.peek(len(byteOrderMark))
	if strings.HasPrefix(string(head), byteOrderMark) {
		in.head = in.head[len(byteOrderMark):]
		in.start = int64(len(byteOrderMark))
	}
}

// peek returns at least n bytes of the text without consuming them, fewer only together with the error (io.EOF at the
// end) that keeps it from more. The bytes are valid until the next call of peek or Read.
func (in *input) peek(n int) ([]byte, error) {
	if cap(in.head) < n {
		in.head = append(make([]byte, 0, n), in.head...)
	}
	for len(in.head) < n && in.headErr == nil {
		var got int
		got, in.headErr = in.text.Read(in.head[len(in.head):cap(in.head)])
		in.head = in.head[:len(in.head)+got]
	}
	if len(in.head) < n {
		return in.head, in.headErr
	}
	return in.head, nil
}

// empty reports whether there is no stored byte at all.
func (in *input) empty() bool {
	_, err := in.peek(1)
	return err == io.EOF && in.stored.n == 0
}

// blank reports whether the text is empty, but for space.
func (in *input) blank() bool {
	head, err := in.peek(sniffStep)
	return err == io.EOF && len(bytes.TrimSpace(head)) == 0
}

// Read reads text. It never returns 0 bytes without an error, for a p that has room, and repeats the last error.
func (in *input) Read(p []byte) (int, error) {
	if len(in.head) > 0 {
		n := copy(p, in.head)
		in.head = in.head[n:]
		return n, nil
	}
	if in.headErr != nil {
		return 0, in.headErr
	}
	in.head = nil
	return in.text.Read(p)
}

// takeHead consumes what peek has read, and hands it over.
func (in *input) takeHead() []byte {
	head := in.head
	in.head = nil
	return head
}

// taken returns the number of stored bytes that were read since the last call.
func (in *input) taken() int64 {
	total := in.tally()
	taken := total - in.tallied
	in.tallied = total
	return taken
}

// Close waits for the goroutine that reads ahead, so nothing touches the reader afterwards.
func (in *input) Close() { in.close() }

// fail says what kept the input from being read at offset; after ("after line 20") may be empty. It is a readError where
// that is not the fault of what was read.
func (in *input) fail(err error, offset int64, after string) error {
	at := position(offset, after)
	switch {
	case in.stored.failed() || in.codec == nil:
		return &readError{named(in.name, fmt.Errorf("cannot be read %s: %w", at, err))}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s data ends early %s", in.codec.name(), at)
	default:
		return fmt.Errorf("%s data is corrupt %s: %w", in.codec.name(), at, in.codec.explain(err))
	}
}

// readError is a failure of the reader, which ends the source. Any other error is about the text.
type readError struct{ error }

func (e *readError) Unwrap() error { return e.error }

func isReadError(err error) bool {
	_, ok := err.(*readError) //nolint:errorlint // what it wraps may be one of a source below, which is none of this
	return ok
}

func position(offset int64, after string) string {
	if after == "" {
		return fmt.Sprintf("at byte %d", offset)
	}
	return fmt.Sprintf("at byte %d (%s)", offset, after)
}

func named(name string, err error) error {
	if name == "" {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// counter counts what is read from r, and repeats its error for ever: bufio and the decompressors forget it. A
// reader that keeps returning nothing becomes an error, since not all of them look out for that.
type counter struct {
	r   io.Reader
	n   int64
	err error
}

func (c *counter) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	for range maxEmptyReads {
		n, err := c.r.Read(p)
		c.n, c.err = c.n+int64(n), err
		if n > 0 || err != nil {
			return n, err
		}
	}
	c.err = io.ErrNoProgress
	return 0, c.err
}

func (c *counter) count() int64 { return c.n }

// failed tells whether the reader itself failed, rather than its data.
func (c *counter) failed() bool { return c.err != nil && c.err != io.EOF }
