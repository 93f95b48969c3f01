package source

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const (
	magicLen = 4
	// maxZstdWindow is what the zstd command accepts without being asked for more. A frame says how much memory its
	// decoder needs, so without a limit a few bytes of input could ask for gigabytes.
	maxZstdWindow = 128 << 20

	gzipMagic          = "\x1f\x8b"
	zstdMagic          = "\x28\xb5\x2f\xfd"
	zstdSkippableMagic = "\x2a\x4d\x18" // after a byte from 0x50 to 0x5f; parallel compressors begin with such a frame
)

// codec is a compression format. Its reader returns io.ErrUnexpectedEOF where the data ends early.
type codec interface {
	name() string
	open(r *bufio.Reader) (io.ReadCloser, error)
	explain(err error) error
}

// codecOf tells the format from the first bytes, whatever a file is called; nil means that they are not compressed. A
// file that was cut off within them counts as compressed: neither prefix can begin JSON.
func codecOf(magic []byte) codec {
	m := string(magic)
	switch {
	case m == "":
		return nil
	case begins(m, gzipMagic):
		return gzipCodec{}
	case begins(m, zstdMagic), m[0]&0xf0 == 0x50 && len(m) == magicLen && m[1:] == zstdSkippableMagic:
		return zstdCodec{}
	}
	return nil
}

func begins(m, magic string) bool {
	return strings.HasPrefix(m, magic) || len(m) < len(magic) && strings.HasPrefix(magic, m)
}

// codecNamed returns what a file name's ending promises, nil where it promises nothing.
func codecNamed(path string) codec {
	switch lower := strings.ToLower(path); {
	case strings.HasSuffix(lower, ".gz"):
		return gzipCodec{}
	case strings.HasSuffix(lower, ".zst"):
		return zstdCodec{}
	}
	return nil
}

type gzipCodec struct{}

func (gzipCodec) name() string            { return "gzip" }
func (gzipCodec) explain(err error) error { return err }

func (gzipCodec) open(r *bufio.Reader) (io.ReadCloser, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, early(err)
	}
	z.Multistream(false)
	return &gzipReader{Reader: z, r: r}, nil
}

// gzipReader reads the members of a gzip file one after the other. The library would do so by itself, but takes a file
// that was cut off within the header of a later member for one that ended.
type gzipReader struct {
	*gzip.Reader
	r *bufio.Reader
}

func (g *gzipReader) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	if err != io.EOF {
		return n, err
	}
	if _, err := g.r.Peek(1); err != nil {
		return n, err
	}
	if err := g.Reset(g.r); err != nil {
		return n, early(err)
	}
	g.Multistream(false)
	return n, nil
}

type zstdCodec struct{}

func (zstdCodec) name() string { return "zstd" }

func (zstdCodec) explain(err error) error {
	if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		return fmt.Errorf("it needs a window of more than %d MiB; compress it with a smaller --long", maxZstdWindow>>20)
	}
	return err
}

func (zstdCodec) open(r *bufio.Reader) (io.ReadCloser, error) {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxZstdWindow))
	if err != nil {
		return nil, early(err)
	}
	return z.IOReadCloser(), nil
}

// early turns the end of the input, where there should have been more, into the error that says so.
func early(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
