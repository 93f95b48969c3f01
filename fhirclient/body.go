package fhirclient

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

const (
	maxErrorBody  = 1 << 20
	maxTrusted    = 4 << 20  // of a Content-Length: more memory comes only with the bytes
	bombStart     = 64 << 20 // from this size on the ratio counts
	bombRatio     = 200
	firstGuess    = 4 << 10
	spareForEOF   = 512 // lets the read that finds the end have somewhere to read to
	mostGuessGzip = 8   // times Content-Length
)

// bodyReader reads an answer's body to its end, decompressed.
type bodyReader struct {
	core  *core
	watch *watchdog
	limit int64
	reuse []byte
}

// read reads the body of a success.
func (b *bodyReader) read(resp *http.Response) ([]byte, error) {
	if b.limit == 0 {
		b.limit = b.core.cfg.MaxBundle
	}
	return b.all(resp, b.buffer(resp))
}

// readError reads what there is of the body of an error, up to 1 MiB.
func (b *bodyReader) readError(resp *http.Response) []byte {
	b.limit = maxErrorBody
	body, _ := b.all(resp, nil)
	return body
}

// buffer is memory of about the size that the body will have. Content-Length is a hint: a server may say anything.
func (b *bodyReader) buffer(resp *http.Response) []byte {
	guess := resp.ContentLength
	switch {
	case guess == 0:
		return b.reuse[:0]
	case guess < 0:
		guess = firstGuess
	case resp.Header.Get("Content-Encoding") != "":
		guess *= mostGuessGzip
	}
	guess = min(guess, maxTrusted, b.limit) + spareForEOF
	if int64(cap(b.reuse)) >= guess || resp.ContentLength < 0 && cap(b.reuse) > 0 {
		return b.reuse[:0]
	}
	if cap(b.reuse) > 0 {
		guess += guess / 8 // pages differ a little in length, and the longest should not be met page by page
	}
	return make([]byte, 0, guess)
}

func (b *bodyReader) all(resp *http.Response, into []byte) ([]byte, error) {
	if resp.Request != nil && resp.Request.Method == http.MethodHead || resp.ContentLength == 0 {
		return into, nil
	}
	raw := &watchedReader{from: resp.Body, watch: b.watch}
	switch strings.ToLower(resp.Header.Get("Content-Encoding")) {
	case "", "identity":
		return b.fill(raw, raw, into)
	case "gzip", "x-gzip":
		return b.gunzip(raw, into)
	default:
		return into, errEncoding
	}
}

var gzipReaders sync.Pool

func (b *bodyReader) gunzip(raw *watchedReader, into []byte) ([]byte, error) {
	z, _ := gzipReaders.Get().(*gzip.Reader)
	var err error
	if z == nil {
		z, err = gzip.NewReader(raw)
	} else {
		err = z.Reset(raw)
	}
	if z != nil {
		defer gzipReaders.Put(z)
	}
	if err == nil {
		into, err = b.fill(z, raw, into)
	} else if errors.Is(err, io.EOF) && raw.n == 0 {
		return into, nil // nothing, compressed: some servers say gzip of an empty body
	}
	return into, corrupt(err)
}

// corrupt names what the decompressor found wrong, so that it is told from what the network did.
func corrupt(err error) error {
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.Join(errCorrupt, err)
	}
	return err
}

// fill reads to the end, or to the limit. raw counts what came over the wire.
func (b *bodyReader) fill(from io.Reader, raw *watchedReader, into []byte) ([]byte, error) {
	for {
		if len(into) == cap(into) {
			into = append(into, 0)[:len(into)]
		}
		n, err := from.Read(into[len(into):cap(into)])
		into = into[:len(into)+n]
		size := int64(len(into))
		switch {
		case size > b.limit, size > bombStart && size > bombRatio*raw.n:
			return into[:min(size, b.limit)], ErrTooLarge
		case err == io.EOF:
			return into, nil
		case err != nil:
			return into, err
		}
	}
}

// watchedReader counts what is read and tells the watchdog that there was something.
type watchedReader struct {
	from  io.Reader
	watch *watchdog
	n     int64
}

func (w *watchedReader) Read(p []byte) (int, error) {
	w.watch.reading()
	n, err := w.from.Read(p)
	w.n += int64(n)
	return n, err
}
