package source

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"os"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// bundleIndex finds the entries of a Bundle by what references say. The entries that can be found are numbered from 0, in
// the Bundle's order. Where nobody has asked for an index, by gather or newIndex, it finds none. Many goroutines may use it
// at once, as long as they hold one of its blocks.
type bundleIndex struct {
	from      int64 // offset in the input
	maxRecord int
	file      *os.File // that is read, where it can be read again
	ready     bool     // it has come from gather
	resolves  bool     // entries are found by type and id, too, and have their text

	chunks [][]indexEntry
	n      int
	names  [][]byte // fullUrls and ids, in pieces
	bytes  int64    // about what the index takes
	types  []string
	typeOf map[string]uint32 // in types

	seed        maphash.Seed
	byURL, byID []int32 // hash tables: the number of the first such entry plus one, 0 for none

	text  *spool
	texts texts
	users atomic.Int64
}

// indexEntry is an entry. Its text and its names are elsewhere. There are no pointers in it: to a garbage collector, an index
// of millions of entries is a few pieces of memory.
type indexEntry struct {
	at      int64 // in the input
	size    int32
	sameURL int32  // the next entry of the same fullUrl and its number plus one, 0 for none
	sameID  int32  // the next of the same type and id
	typ     uint32 // in types
	piece   uint32 // of names; there stand the fullUrl and the id, which may be the fullUrl's end
	start   uint32
	url, id uint32 // where they end: the lengths of the fullUrl, and of the whole
	idFrom  uint32 // where the id begins
}

const (
	chunkEntries = 4096
	namePiece    = 64 << 10
	// mostIndexBytes bounds the index: a Bundle of several gigabytes of usual resources is within it.
	mostIndexBytes = 2 << 30
	bytesPerEntry  = 100 // without its names, with its places in the tables
	mostTextBytes  = 48 << 20
)

// newIndex returns the index of a Bundle that is in memory: that of its entries.
func newIndex(entries []Record) *bundleIndex {
	b := &bundleIndex{ready: true, resolves: true, text: &spool{}}
	for i := range entries {
		if r := &entries[i]; r.Err == nil {
			n := b.n
			_ = b.add(r) // what is in memory is not too much for its index
			if b.n > n {
				b.text.slices = append(b.text.slices, r.Data)
			}
		}
	}
	b.index()
	return b
}

// add adds the entry of a record, if there is something to find it by.
func (b *bundleIndex) add(r *Record) error {
	if len(r.FullURL) == 0 && !b.resolves {
		return nil
	}
	typ, id := identity(r.Data)
	if len(r.FullURL) == 0 && len(id) == 0 {
		return nil
	}
	e := indexEntry{at: r.Offset, size: int32(len(r.Data)), typ: b.typeNumber(typ)}
	b.name(&e, r.FullURL, id)
	if b.n%chunkEntries == 0 {
		b.chunks = append(b.chunks, make([]indexEntry, 0, min(b.n, chunkEntries)))
	}
	last := len(b.chunks) - 1
	b.chunks[last] = append(b.chunks[last], e)
	b.n++
	if b.bytes += bytesPerEntry + int64(e.id); b.bytes > mostIndexBytes {
		return fmt.Errorf("the Bundle has more entries than references can be followed among (their index is longer than %d GiB); "+
			"split it, or use a view without getReferenceKey() and resolve()", mostIndexBytes>>30)
	}
	return nil
}

// name keeps the names of an entry.
func (b *bundleIndex) name(e *indexEntry, url, id []byte) {
	e.url, e.id = uint32(len(url)), uint32(len(url))
	if !bytes.HasSuffix(url, id) {
		e.id += uint32(len(id))
	}
	e.idFrom = e.id - uint32(len(id))
	last := len(b.names) - 1
	if last < 0 || cap(b.names[last])-len(b.names[last]) < int(e.id) {
		b.names = append(b.names, make([]byte, 0, max(namePiece, int(e.id))))
		last++
	}
	piece := &b.names[last]
	e.piece, e.start = uint32(last), uint32(len(*piece))
	*piece = append(*piece, url...)
	if e.id > e.url {
		*piece = append(*piece, id...)
	}
}

// urlBytes returns the fullUrl of an entry, nil where it has none. It shares memory with the index, too.
func (b *bundleIndex) urlBytes(e *indexEntry) []byte {
	if e.url == 0 {
		return nil
	}
	from, to := e.start, e.start+e.url
	return b.names[e.piece][from:to:to]
}

// urlOf and idOf return the names of an entry, which share memory with the index.
func (b *bundleIndex) urlOf(e *indexEntry) string { return b.nameOf(e, 0, e.url) }

func (b *bundleIndex) idOf(e *indexEntry) string { return b.nameOf(e, e.idFrom, e.id) }

func (b *bundleIndex) nameOf(e *indexEntry, from, to uint32) string {
	text := b.names[e.piece][e.start:][from:to]
	return unsafe.String(unsafe.SliceData(text), len(text)) //nolint:gosec // what is there once is never written to again
}

// typeNumber returns the number of a type, the same for all entries of the type.
func (b *bundleIndex) typeNumber(typ []byte) uint32 {
	if n, ok := b.typeOf[string(typ)]; ok {
		return n
	}
	if b.typeOf == nil {
		b.typeOf = map[string]uint32{}
	}
	n, name := uint32(len(b.types)), string(typ)
	b.types = append(b.types, name)
	if n < chunkEntries {
		b.typeOf[name] = n
	}
	return n
}

func (b *bundleIndex) at(i int) *indexEntry {
	return &b.chunks[uint(i)/chunkEntries][uint(i)%chunkEntries]
}

// Entry returns the fullUrl of an entry, and the type and id of its resource; "" for what it does not have.
func (b *bundleIndex) Entry(i int) (fullURL, typ, id string) {
	e := b.at(i)
	return b.urlOf(e), b.types[e.typ], b.idOf(e)
}

// Text returns the JSON text of an entry's resource.
func (b *bundleIndex) Text(i int) ([]byte, error) {
	e := b.at(i)
	if b.text.slices != nil {
		return b.text.slices[i], nil
	}
	if b.text.file == nil {
		return b.text.inMemory(e.at, int(e.size)), nil
	}
	return b.texts.get(int32(i), func() ([]byte, error) {
		data := make([]byte, e.size)
		return data, b.text.read(data, e.at)
	})
}

// done is called by all that use the Bundle; the last one closes its file.
func (b *bundleIndex) done() {
	if b.users.Add(-1) == 0 && b.text != nil {
		b.text.close()
	}
}

// texts are those of resources that were asked for of late.
type texts struct {
	mu    sync.Mutex
	kept  *simplelru.LRU[int32, []byte]
	bytes int
}

func (t *texts) get(i int32, read func() ([]byte, error)) ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept == nil {
		t.kept, _ = simplelru.NewLRU[int32, []byte](1<<20, func(_ int32, data []byte) { t.bytes -= len(data) })
	}
	if data, ok := t.kept.Get(i); ok {
		return data, nil
	}
	data, err := read()
	if err != nil || len(data) > mostTextBytes/4 {
		return data, err
	}
	t.kept.Add(i, data)
	for t.bytes += len(data); t.bytes > mostTextBytes; {
		t.kept.RemoveOldest()
	}
	return data, nil
}

// spool is the text of a Bundle to be read again: in memory, in the file that it comes from, or in a temporary one.
type spool struct {
	most   int    // how much is kept in memory
	buf    []byte // while there is no file
	first  int64  // offset in the input of the first byte
	base   int64  // the same for buf or file: 0 for that which the text comes from
	size   int64
	file   *os.File
	source *os.File // the file that the text is read from, or nil
	temp   bool
	slices [][]byte // by entry, instead of all that
}

func (s *spool) write(text []byte) error {
	s.size += int64(len(text))
	switch {
	case s.temp:
		_, err := s.file.Write(text)
		return spoolError(err)
	case s.file != nil:
		return nil
	case len(s.buf)+len(text) <= s.most:
		s.buf = append(s.buf, text...)
		return nil
	}
	if s.reopen() {
		s.buf = nil
		return nil
	}
	if err := s.openTemp(); err != nil {
		return err
	}
	buf := s.buf
	s.buf = nil
	_, err := s.file.Write(buf)
	if err == nil {
		_, err = s.file.Write(text)
	}
	return spoolError(err)
}

// isLong is true where the file that is read is so long that its text will not be kept in memory.
func (s *spool) isLong() bool {
	if s.source == nil {
		return false
	}
	info, err := s.source.Stat()
	return err == nil && info.Size()-s.base > int64(s.most)
}

// reopen opens the file that is read a second time. Should there be another of the same name by now, it is false.
func (s *spool) reopen() bool {
	if s.source == nil {
		return false
	}
	was, err := s.source.Stat()
	if err != nil || !was.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(s.source.Name())
	if err != nil {
		return false
	}
	if is, err := f.Stat(); err != nil || !os.SameFile(was, is) {
		_ = f.Close()
		return false
	}
	s.file, s.base = f, 0
	return true
}

// openTemp opens a temporary file. Where the system allows it, the file has no name any more when it is written to, and
// is gone with the process, however that ends.
func (s *spool) openTemp() error {
	f, err := os.CreateTemp("", "fhirview-bundle-*")
	if err != nil {
		return spoolError(err)
	}
	_ = os.Remove(f.Name())
	s.file, s.temp = f, true
	return nil
}

func spoolError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("references in a Bundle need a temporary file of its size (TMPDIR says where): %w", err)
}

func (s *spool) inMemory(at int64, size int) []byte {
	from := int(at - s.base)
	return s.buf[from : from+size : from+size]
}

// read fills a buffer with the text at an offset of the input.
func (s *spool) read(buf []byte, at int64) error {
	if _, err := s.file.ReadAt(buf, at-s.base); err != nil {
		return fmt.Errorf("the Bundle cannot be read a second time: %w", err)
	}
	return nil
}

func (s *spool) close() {
	if s.file == nil {
		return
	}
	_ = s.file.Close()
	if s.temp {
		_ = os.Remove(s.file.Name()) // where that was not possible before
	}
}

// whole returns all of the text, without space around it, from an offset on.
func (s *spool) whole(from int64) []byte {
	return bytes.TrimSpace(s.buf[from-s.base:])
}
