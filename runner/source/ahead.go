package source

import "io"

// A few chunks between the two sides keep both at work where one of them is held up for a while.
const (
	aheadSize   = 256 << 10
	aheadChunks = 4
)

// ahead reads some chunks ahead of its consumer in a goroutine, so that decompressing overlaps with everything else.
type ahead struct {
	full chan chunk
	free chan []byte
	quit chan struct{}
	done chan struct{}

	cur  chunk
	rest []byte // what is left of cur
}

type chunk struct {
	data   []byte
	stored int64 // read of the stored input, in all, when the chunk was full
	err    error // comes after data
}

// readAhead opens the decompressor in the goroutine too: its header is read there.
func readAhead(stored *counter, open func() (io.ReadCloser, error)) *ahead {
	a := &ahead{
		full: make(chan chunk, aheadChunks),
		free: make(chan []byte, aheadChunks),
		quit: make(chan struct{}),
		done: make(chan struct{}),
	}
	for range aheadChunks {
		a.free <- nil
	}
	go func() {
		defer close(a.done)
		a.run(stored, open)
	}()
	return a
}

func (a *ahead) run(stored *counter, open func() (io.ReadCloser, error)) {
	r, err := open()
	if err != nil {
		a.send(chunk{stored: stored.count(), err: trueEnd(err, stored)})
		return
	}
	defer func() { _ = r.Close() }()
	for err == nil {
		buf, ok := a.buffer()
		if !ok {
			return
		}
		buf, err = fill(r, buf)
		if !a.send(chunk{data: buf, stored: stored.count(), err: trueEnd(err, stored)}) {
			return
		}
	}
}

func (a *ahead) buffer() ([]byte, bool) {
	select {
	case buf := <-a.free:
		if buf == nil {
			buf = make([]byte, 0, aheadSize)
		}
		return buf[:0], true
	case <-a.quit:
		return nil, false
	}
}

func (a *ahead) send(c chunk) bool {
	select {
	case a.full <- c:
		return true
	case <-a.quit:
		return false
	}
}

// trueEnd replaces an end of the text that is only due to a failed read.
func trueEnd(err error, stored *counter) error {
	if err != nil && stored.failed() {
		return stored.err
	}
	return err
}

// Read blocks until a chunk is there. It repeats the error at the end.
func (a *ahead) Read(p []byte) (int, error) {
	for len(a.rest) == 0 {
		if a.cur.err != nil {
			return 0, a.cur.err
		}
		if a.cur.data != nil {
			a.free <- a.cur.data // never blocks: there is room for all buffers
		}
		a.cur = <-a.full
		a.rest = a.cur.data
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

func (a *ahead) count() int64 { return a.cur.stored }

// stop ends the goroutine and waits for it: as long as it runs it may be reading the caller's reader.
func (a *ahead) stop() {
	close(a.quit)
	<-a.done
}

// fill reads until buf is full or there is an error.
func fill(r io.Reader, buf []byte) ([]byte, error) {
	for len(buf) < cap(buf) {
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err != nil {
			return buf, err
		}
	}
	return buf, nil
}
