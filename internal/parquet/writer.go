package parquet

import (
	"encoding/binary"
	"io"
	"sync"
	"sync/atomic"
)

// Options says how a Writer writes. Its zero value is ready to use.
type Options struct {
	// Compression is how pages are compressed. Default: Zstd.
	Compression Compression
	// CreatedBy is the name and the version of the program, as the format has it: "name version 1.2.3". Default: none.
	CreatedBy string
	// Metadata stands in the footer. Default: none.
	Metadata []KeyValue
	// GroupRows is after how many rows a row group ends, but for the further rows of its last chunk. Default: 128 Ki.
	GroupRows int
	// MaxBytes is how large a file becomes at most before Next is asked for another. Only a file of a single row group, which
	// is as large as MaxBytes before it is compressed, may become larger. Default: 0, there is one file.
	MaxBytes int64
	// Next returns what the next file is written to. The file before is complete. It is called by one goroutine at a time.
	Next func() (io.Writer, error)
}

// KeyValue is something that a file says about itself.
type KeyValue struct{ Key, Value string }

// Writer writes a file, or several. Encoders, which many goroutines may use at once, turn rows into chunks; Write, which one
// goroutine calls at a time, joins these to row groups. A second goroutine packs, compresses and writes row groups that are
// full.
type Writer struct {
	columns  []*column
	encoders sync.Pool
	opts     Options
	schema   []Column
	pager    *pager
	file     *file
	group    *group
	// most are the bytes that a row group takes in memory before it ends.
	most int

	full, free chan *group
	packed     chan struct{}
	failed     atomic.Pointer[error]
}

// NewWriter returns a writer that writes a file to out, and does not close that. Close or Abort has to be called.
func NewWriter(out io.Writer, columns []Column, o *Options) *Writer {
	if o == nil {
		o = &Options{}
	}
	w := &Writer{opts: *o, schema: columns, pager: newPager(o.Compression), most: groupBytes}
	if o.MaxBytes > 0 {
		w.most = int(min(groupBytes, o.MaxBytes))
	}
	if o.GroupRows == 0 {
		w.opts.GroupRows = groupRows
	}
	w.file = newFile(out, columns, o)
	for i := range columns {
		w.columns = append(w.columns, &column{Column: columns[i]})
	}
	w.group = newGroup(w.columns)
	w.group.begin()
	w.encoders.New = func() any { return &Encoder{w: w} }
	return w
}

// Write takes chunks, one after the other, and keeps nothing of them. After a failure every later Write, and Close, returns
// the same error.
func (w *Writer) Write(chunks []byte) error {
	for len(chunks) > 0 {
		if err := w.err(); err != nil {
			return err
		}
		size := len(chunks) + 1
		if len(chunks) >= chunkHead {
			size = int(binary.LittleEndian.Uint32(chunks))
		}
		if size < chunkHead || size > len(chunks) {
			return w.fail(errChunk)
		}
		rows := int(binary.LittleEndian.Uint32(chunks[4:]))
		if err := w.group.add(rows, chunks[chunkHead:size]); err != nil {
			return w.fail(err)
		}
		chunks = chunks[size:]
		if w.group.rows >= w.opts.GroupRows || w.group.bytes() >= w.most {
			w.pass()
		}
	}
	return w.err()
}

// pass passes the row group on to be packed, and goes on with an empty one.
func (w *Writer) pass() {
	if w.full == nil {
		w.full, w.free, w.packed = make(chan *group), make(chan *group, 1), make(chan struct{})
		w.free <- newGroup(w.columns)
		go w.packAll()
	}
	w.group.end()
	w.full <- w.group
	w.group = <-w.free
	w.group.begin()
}

// packAll packs the row groups that are passed on.
func (w *Writer) packAll() {
	defer close(w.packed)
	for g := range w.full {
		if w.err() == nil {
			_ = w.fail(w.pack(g))
		}
		g.reset()
		w.free <- g
	}
}

// pack packs a row group and writes it.
func (w *Writer) pack(g *group) error {
	meta, err := g.pages(w.pager)
	if err != nil {
		return err
	}
	if w.opts.MaxBytes > 0 && !w.file.holds(&meta, w.opts.MaxBytes) {
		if err := w.next(); err != nil {
			return err
		}
	}
	return w.file.group(&meta, w.pager.out.Bytes())
}

func (w *Writer) next() error {
	if err := w.file.end(); err != nil {
		return err
	}
	next, err := w.opts.Next()
	if err != nil {
		return err
	}
	w.file = newFile(next, w.schema, &w.opts)
	return nil
}

// Close writes what is left and the footer. It does not close what the writer writes to.
func (w *Writer) Close() error {
	w.stop()
	if err := w.err(); err != nil {
		return err
	}
	if w.group.rows > 0 {
		if err := w.pack(w.group); err != nil {
			return w.fail(err)
		}
		w.group.reset()
	}
	return w.fail(w.file.end())
}

// Abort ends the writer where the file is not to be complete, and returns what a Write has failed with.
func (w *Writer) Abort() error {
	w.stop()
	return w.err()
}

func (w *Writer) stop() {
	if w.full != nil {
		close(w.full)
		<-w.packed
		w.full = nil
	}
}

func (w *Writer) fail(err error) error {
	if err != nil {
		w.failed.CompareAndSwap(nil, &err)
	}
	return err
}

func (w *Writer) err() error {
	if err := w.failed.Load(); err != nil {
		return *err
	}
	return nil
}
