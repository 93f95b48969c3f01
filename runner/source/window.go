package source

import (
	"errors"
	"io"
)

// minHold keeps the names that matter ("resourceType") readable under any MaxRecord.
const minHold = 4 << 10

var (
	errStopped  = errors.New("the consumer stopped")
	errHeldFull = errors.New("the held text exceeds the limit")
)

// window is the part of a JSON text that is in memory: the current block's buffer. Finished records stay where they
// were read until their block is full. What comes after them is kept only while it is held.
type window struct {
	in    *input
	pool  *pool
	yield func(*Block, error) bool

	b    *Block
	base int64 // offset of b.buf[0] in the input
	pos  int   // of the next byte in b.buf

	held  int64 // offset from which on the text must stay in memory, -1 for none
	limit int   // how much may be held
	over  bool  // that was exceeded, and the text let go
	firm  bool  // exceeding it is errHeldFull instead

	fixed  bool         // b.buf is all of the text
	bundle *bundleIndex // that the blocks are of, or nil
}

// at is the offset of the next byte.
func (w *window) at() int64 { return w.base + int64(w.pos) }

func (w *window) hold(limit int) {
	w.held, w.limit, w.over = w.at(), limit, false
}

func (w *window) release() { w.held = -1 }

// rewind goes back to an offset that is still held, and lets go of the rest.
func (w *window) rewind(to int64) {
	w.pos = int(to - w.base)
	w.held = -1
}

// since is the text from an offset on, which is held, up to the next byte. It is valid until more is called.
func (w *window) since(from int64) []byte {
	start := int(from - w.base)
	return w.b.buf[start:w.pos:w.pos]
}

// more puts at least one byte at pos, which is at the end of the buffer. At the input's end it returns io.EOF, and any
// number of times.
func (w *window) more() error {
	if w.fixed {
		return io.EOF
	}
	if len(w.b.buf) == cap(w.b.buf) {
		if err := w.makeRoom(); err != nil {
			return err
		}
	}
	buf := w.b.buf
	n, err := w.in.Read(buf[len(buf):cap(buf)])
	w.b.buf = buf[:len(buf)+n]
	if n > 0 {
		return nil // an error is repeated by the next Read
	}
	return err
}

func (w *window) makeRoom() error {
	if w.held < 0 {
		return w.advance(w.pos)
	}
	if w.exceeds() {
		if w.firm {
			return errHeldFull
		}
		w.over = true
		w.release()
		return w.advance(w.pos)
	}
	if keep := int(w.held - w.base); keep > 0 {
		return w.advance(keep)
	}
	w.pool.enlarge(w.b, min(2*cap(w.b.buf), w.limit+1))
	return nil
}

// exceeds is true where more is held than may be.
func (w *window) exceeds() bool { return w.at()-w.held > int64(w.limit) }

// letsGo is true where the text that is held will be let go with the next byte.
func (w *window) letsGo() bool { return !w.firm && len(w.b.buf) == cap(w.b.buf) && w.exceeds() }

// advance yields the block, even one without records, so that the consumer sees progress and can stop. The bytes from keep
// on begin the next block.
func (w *window) advance(keep int) error {
	if w.fixed {
		return nil
	}
	b, start := w.b, w.base
	rest := b.buf[keep:]
	w.b = w.pool.get(w.in.name, len(rest)+1) // one more, or the next Read would have no room
	w.b.buf = append(w.b.buf, rest...)
	w.base += int64(keep)
	w.pos -= keep
	if !w.send(b, start, keep) {
		return errStopped
	}
	return nil
}

// send yields a block that begins at an offset and has so many bytes of the text for itself. All of a Bundle's text goes by
// here.
func (w *window) send(b *Block, start int64, text int) bool {
	if w.bundle != nil {
		b.Bundle, b.start, b.text = w.bundle, start, b.buf[:text]
	}
	return send(b, w.in.taken(), w.yield)
}
