package source

import (
	"bytes"
	"fmt"
	"io"

	"github.com/fhirview/fhirview/internal/bytescan"
)

// NDJSON reads newline-delimited JSON: one resource a line. A byte order mark at the start, CRLF, blank lines and a
// missing last newline are accepted. A line longer than MaxRecord becomes a record with an Err, and reading goes on
// with the next. Data that is compressed with gzip or zstd is recognized and decompressed; where that ends early or is
// corrupt, a record with an Err says so after the last whole line.
//
// The source can be ranged over once; after that it yields an error. r is not closed.
func NDJSON(r io.Reader, o *Options) Source {
	return fromReader(r, o, readLines)
}

// lineReader cuts its input at line ends. The lines of a block lie in the buffer that they were read into; only the
// unfinished line at its end is copied, to the front of the next block's buffer.
type lineReader struct {
	in      *input
	pool    *pool
	limit   int
	tooLong error
	yield   func(*Block, error) bool

	b      *Block
	offset int64 // of the start of b's buffer
	line   int64 // how many lines ended before it
	skip   bool  // it begins within a line that has been given up as too long
}

// readLines reports whether the input was read to its end.
func readLines(in *input, p *pool, maxRecord int, yield func(*Block, error) bool) bool {
	l := &lineReader{
		in: in, pool: p, limit: maxRecord, tooLong: errTooLong(maxRecord), yield: yield,
		b: p.first(in), offset: in.start,
	}
	return l.read()
}

func (l *lineReader) read() bool {
	in := l.in
	for {
		var err error
		l.b.buf, err = fill(in, l.b.buf)
		end := bytes.LastIndexByte(l.b.buf, '\n') + 1
		switch {
		case err == io.EOF:
			end = len(l.b.buf)
		case err == nil && end == 0:
			if !l.skip && l.grow() {
				continue
			}
			l.giveUp()
			end = len(l.b.buf)
		}
		if !l.emit(end) {
			return false
		}
		switch {
		case err == io.EOF:
			return true
		case err != nil:
			return l.broken(in.fail(err, l.offset+int64(len(l.b.buf)), afterLine(l.line)))
		}
	}
}

// broken ends the input with a failure, of its text or of its reader.
func (l *lineReader) broken(err error) bool {
	if isReadError(err) {
		l.yield(nil, err)
		return false
	}
	l.b.Records = append(l.b.Records, Record{Index: -1, Offset: l.offset + int64(len(l.b.buf)), Err: err})
	return send(l.b, l.in.taken(), l.yield)
}

func afterLine(line int64) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprintf("after line %d", line)
}

// grow makes room for the line that fills the whole buffer, unless it is too long already: a line that is just within
// the limit may still end in CR and LF.
func (l *lineReader) grow() bool {
	room := l.limit + len("\r\n")
	if len(l.b.buf) >= room {
		return false
	}
	l.pool.enlarge(l.b, min(2*cap(l.b.buf), room))
	return true
}

// giveUp reports the line that fills the whole buffer; a later part of the same line needs no second report.
func (l *lineReader) giveUp() {
	if !l.skip {
		l.fail(l.line+1, l.offset)
	}
	l.skip = true
}

// emit yields the lines up to end, and begins the next block with what follows.
func (l *lineReader) emit(end int) bool {
	for {
		b := l.b
		n := l.split(b.buf[:end])
		rest := b.buf[n:]
		l.b = l.pool.get(l.in.name, len(rest))
		l.b.buf = append(l.b.buf, rest...)
		l.offset += int64(n)
		if !send(b, l.in.taken(), l.yield) {
			return false
		}
		if end -= n; end == 0 {
			return true
		}
	}
}

// split makes the lines of text records of the current block, as many as that may have, and returns how much of the text
// they are. Only at the input's end, and where a line is given up, does text not end in a newline.
func (l *lineReader) split(text []byte) int {
	at := 0
	for at < len(text) && len(l.b.Records) < maxRecords {
		line, next := text[at:], len(text)
		ended := false
		if n := bytescan.LineEnd(line); n >= 0 {
			line, next, ended = line[:n], at+n+1, true
		}
		if !l.skip {
			l.add(line, l.offset+int64(at))
		}
		if ended {
			l.line++
			l.skip = false
		}
		at = next
	}
	return at
}

func (l *lineReader) add(line []byte, offset int64) {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	if len(line) > l.limit {
		l.fail(l.line+1, offset)
		return
	}
	start, end := 0, len(line)
	for start < end && isSpace(line[start]) {
		start++
	}
	for start < end && isSpace(line[end-1]) {
		end--
	}
	if start == end {
		return
	}
	l.b.Records = append(l.b.Records, Record{
		Data: line[start:end:end], Line: l.line + 1, Index: -1, Offset: offset + int64(start),
	})
}

func (l *lineReader) fail(line, offset int64) {
	l.b.Records = append(l.b.Records, Record{Line: line, Index: -1, Offset: offset, Err: l.tooLong})
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// errTooLong is made once for a source, so that a file full of long records costs nothing for each.
func errTooLong(limit int) error { return &tooLongError{limit} }
