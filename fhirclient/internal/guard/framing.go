package guard

import (
	"bufio"
	"bytes"
	"net/http"
	"strconv"
)

const (
	maxHead      = 1 << 20 // of an answer: as much as the transport takes
	maxChunkLine = 4 << 10
)

// framing follows HTTP/1 to know where each answer ends. Whatever it does not understand it takes to go on for ever: then
// the transport, which reads the same, gives up the connection after it.
type framing struct {
	phase phase
	left  int64  // of a body or a chunk
	line  []byte // what there is so far of a head or a line that came in parts
	head  bool   // the request's method is HEAD
	ended bool   // an answer has come to its end

	reader *bufio.Reader
}

type phase int

const (
	phaseAny       phase = iota // no request yet, or something that is not HTTP/1
	phaseIdle                   // the answer has ended
	phaseHead                   // the head of an answer
	phaseBody                   // a body of known length
	phaseChunkSize              // the line before a chunk
	phaseChunk
	phaseChunkEnd // the line end behind a chunk
	phaseTrailer  // lines behind the last chunk
)

// requested notes the beginning of a request. What follows of it, and anything else that is written, changes nothing.
func (f *framing) requested(p []byte) {
	if f.phase != phaseAny && f.phase != phaseIdle {
		return
	}
	method, _, found := bytes.Cut(p[:min(len(p), 8)], []byte(" "))
	if !found {
		return
	}
	f.ended = f.phase == phaseIdle
	switch string(method) {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodHead:
		f.phase, f.head, f.line = phaseHead, string(method) == http.MethodHead, f.line[:0]
	}
}

// endsAt is true where an answer ends after so many bytes.
func (f *framing) endsAt(n int) bool { return f.phase == phaseBody && f.left == int64(n) }

// take returns how many of the bytes belong to an answer: all, unless it ends before.
func (f *framing) take(b []byte) int {
	used := 0
	for used < len(b) {
		rest := b[used:]
		switch f.phase {
		case phaseAny:
			return len(b)
		case phaseIdle:
			return used
		case phaseHead:
			if f.stray(rest) {
				return used
			}
			used += f.takeHead(rest)
		case phaseBody, phaseChunk:
			n := min(int64(len(rest)), f.left)
			used += int(n)
			if f.left -= n; f.left == 0 {
				f.phase = map[bool]phase{true: phaseIdle, false: phaseChunkEnd}[f.phase == phaseBody]
			}
		default:
			used += f.takeLine(rest)
		}
	}
	return used
}

// stray is true for the beginning of a head that is none: then it is a late part of the answer before.
func (f *framing) stray(b []byte) bool {
	const start = "HTTP/"
	n := min(len(b), len(start))
	return f.ended && len(f.line) == 0 && string(b[:n]) != start[:n]
}

// takeHead takes what there is of a head, which ends with an empty line.
func (f *framing) takeHead(b []byte) int {
	text, before := b, len(f.line)
	if before > 0 {
		f.line = append(f.line, b...)
		text = f.line
	}
	end := headEnd(text, max(before-3, 0))
	switch {
	case end >= 0:
		f.answered(text[:end])
		f.line = f.line[:0]
		return end - before
	case len(text) > maxHead:
		f.phase = phaseAny
	case before == 0:
		f.line = append(f.line, b...)
	}
	return len(b)
}

// headEnd is where the first empty line from a place on ends, or -1.
func headEnd(text []byte, from int) int {
	for i := from; ; {
		n := bytes.IndexByte(text[i:], '\n')
		if n < 0 {
			return -1
		}
		i += n + 1
		switch {
		case bytes.HasPrefix(text[i:], []byte("\n")):
			return i + 1
		case bytes.HasPrefix(text[i:], []byte("\r\n")):
			return i + 2
		}
	}
}

// answered decides what comes after a head.
func (f *framing) answered(head []byte) {
	length, chunked, ok := plainHead(head)
	if !ok || f.head {
		length, chunked, ok = f.anyHead(head)
	}
	switch {
	case !ok:
		f.phase = phaseAny
	case chunked:
		f.phase = phaseChunkSize
	case length > 0:
		f.phase, f.left = phaseBody, length
	case length == 0:
		f.phase = phaseIdle
	}
}

// plainHead reads the heads that nearly all answers have: it saves the work of reading each twice.
func plainHead(head []byte) (length int64, chunked, ok bool) {
	status, rest, _ := bytes.Cut(head, []byte("\n"))
	if !bytes.HasPrefix(status, []byte("HTTP/1.1 20")) || bytes.HasPrefix(status, []byte("HTTP/1.1 204")) {
		return 0, false, false
	}
	length = -1
	for len(rest) > 0 {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		name, value, _ := bytes.Cut(line, []byte(":"))
		switch {
		case len(line) > 0 && (line[0] == ' ' || line[0] == '\t'):
			return 0, false, false // it goes on with the line before
		case bytes.EqualFold(name, []byte("Content-Length")):
			n, err := strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 63)
			if err != nil || length >= 0 || chunked || n < 0 {
				return 0, false, false
			}
			length = n
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			if chunked || length >= 0 || string(bytes.TrimSpace(value)) != "chunked" {
				return 0, false, false
			}
			chunked = true
		}
	}
	return length, chunked, chunked || length >= 0
}

// anyHead reads a head as the transport does. It is not ok where the answer ends with the connection; after an
// informational answer, it leaves everything as it is.
func (f *framing) anyHead(head []byte) (length int64, chunked, ok bool) {
	if f.reader == nil {
		f.reader = bufio.NewReader(nil)
	}
	f.reader.Reset(bytes.NewReader(head))
	req := &http.Request{Method: http.MethodGet}
	if f.head {
		req.Method = http.MethodHead
	}
	resp, err := http.ReadResponse(f.reader, req) //nolint:bodyclose // it has none
	switch {
	case err != nil, resp.StatusCode == http.StatusSwitchingProtocols:
		return 0, false, false
	case resp.StatusCode < 200:
		return -1, false, true
	case f.head, resp.StatusCode == http.StatusNoContent, resp.StatusCode == http.StatusNotModified:
		return 0, false, true
	}
	chunked = len(resp.TransferEncoding) == 1 && resp.TransferEncoding[0] == "chunked"
	return resp.ContentLength, chunked, chunked || resp.ContentLength >= 0
}

// takeLine takes what there is of a line between chunks, or behind them.
func (f *framing) takeLine(b []byte) int {
	n := bytes.IndexByte(b, '\n') + 1
	if n == 0 {
		if f.line = append(f.line, b...); len(f.line) > maxChunkLine {
			f.phase = phaseAny
		}
		return len(b)
	}
	f.line = append(f.line, b[:n]...)
	f.endLine(bytes.TrimRight(f.line, " \t\r\n"))
	f.line = f.line[:0]
	return n
}

func (f *framing) endLine(line []byte) {
	switch f.phase {
	case phaseChunkSize:
		size, _, _ := bytes.Cut(line, []byte(";"))
		n, err := strconv.ParseInt(string(bytes.TrimSpace(size)), 16, 64)
		switch {
		case err != nil || n < 0:
			f.phase = phaseAny
		case n == 0:
			f.phase = phaseTrailer
		default:
			f.phase, f.left = phaseChunk, n
		}
	case phaseChunkEnd:
		if f.phase = phaseChunkSize; len(line) > 0 {
			f.phase = phaseAny
		}
	default:
		if len(line) == 0 {
			f.phase = phaseIdle
		}
	}
}
