package source

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Bundle finds the entries of a Bundle by what references say. The entries that can be found are numbered from 0, in the
// Bundle's order. Where nobody has asked for an index, by [Bundles] or [NewBundle], it finds none. Many goroutines may use
// it at once, as long as they hold one of its blocks.
type Bundle struct {
	from      int64 // offset in the input
	maxRecord int
	file      *os.File // that is read, where it can be read again
	ready     bool     // it has come from Bundles
	resolves  bool     // entries are found by type and id, too, and have their text

	chunks [][]indexEntry
	n      int
	bytes  int64 // about what the index takes
	types  map[string]string
	byURL  map[string]int32
	byID   map[typeID]int32

	text  *spool
	texts texts
	users atomic.Int64
}

// indexEntry is an entry. The text itself is elsewhere.
type indexEntry struct {
	url, typ, id string
	at           int64 // in the input
	size         int32
	sameURL      int32 // the next entry of the same fullUrl and its number plus one, 0 for none
	sameID       int32 // the next of the same type and id
}

type typeID struct{ typ, id string }

const (
	chunkEntries = 4096
	// mostIndexBytes bounds the index: a Bundle of several gigabytes of usual resources is within it.
	mostIndexBytes = 2 << 30
	bytesPerEntry  = 180 // without its strings, with its places in the maps
	mostTextBytes  = 48 << 20
)

// NewBundle returns the index of a Bundle that is in memory: that of its entries.
func NewBundle(entries []Record) *Bundle {
	b := &Bundle{ready: true, resolves: true, text: &spool{}}
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
func (b *Bundle) add(r *Record) error {
	if len(r.FullURL) == 0 && !b.resolves {
		return nil
	}
	typ, id := identity(r.Data)
	if len(r.FullURL) == 0 && len(id) == 0 {
		return nil
	}
	e := indexEntry{at: r.Offset, size: int32(len(r.Data)), url: string(r.FullURL), typ: b.typeName(typ)}
	if n := len(e.url) - len(id); n > 0 && e.url[n:] == string(id) {
		e.id = e.url[n:]
	} else {
		e.id = string(id)
		b.bytes += int64(len(id))
	}
	if b.n%chunkEntries == 0 {
		b.chunks = append(b.chunks, nil)
	}
	last := len(b.chunks) - 1
	b.chunks[last] = append(b.chunks[last], e)
	b.n++
	if b.bytes += bytesPerEntry + int64(len(e.url)); b.bytes > mostIndexBytes {
		return fmt.Errorf("the Bundle has more entries than references can be followed among (their index is longer than %d GiB); "+
			"split it, or use a view without getReferenceKey() and resolve()", mostIndexBytes>>30)
	}
	return nil
}

// typeName returns a type's name, the same string for all entries of the type.
func (b *Bundle) typeName(typ []byte) string {
	if name, ok := b.types[string(typ)]; ok {
		return name
	}
	if b.types == nil {
		b.types = map[string]string{}
	}
	name := string(typ)
	if len(b.types) < chunkEntries {
		b.types[name] = name
	}
	return name
}

// index makes the entries found. That is done from the last to the first, so that of several the first is found first.
func (b *Bundle) index() {
	b.byURL = make(map[string]int32, b.n)
	if b.resolves {
		b.byID = make(map[typeID]int32, b.n)
	}
	for i := b.n - 1; i >= 0; i-- {
		e := b.at(i)
		if e.url != "" {
			e.sameURL = b.byURL[e.url]
			b.byURL[e.url] = int32(i) + 1
		}
		if key := (typeID{e.typ, e.id}); b.resolves && key.id != "" {
			e.sameID = b.byID[key]
			b.byID[key] = int32(i) + 1
		}
	}
}

func (b *Bundle) at(i int) *indexEntry { return &b.chunks[i/chunkEntries][i%chunkEntries] }

// ByURL returns the first entry of a fullUrl that comes after an entry of the same, or after -1; -1 where there is none.
func (b *Bundle) ByURL(url string, after int) int {
	if after >= 0 {
		return int(b.at(after).sameURL) - 1
	}
	return int(b.byURL[url]) - 1
}

// ByID is ByURL for the type and the id of the entry's resource.
func (b *Bundle) ByID(typ, id string, after int) int {
	if after >= 0 {
		return int(b.at(after).sameID) - 1
	}
	return int(b.byID[typeID{typ, id}]) - 1
}

// Entry returns the fullUrl of an entry, and the type and id of its resource; "" for what it does not have.
func (b *Bundle) Entry(i int) (fullURL, typ, id string) {
	e := b.at(i)
	return e.url, e.typ, e.id
}

// Text returns the JSON text of an entry's resource.
func (b *Bundle) Text(i int) ([]byte, error) {
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
func (b *Bundle) done() {
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
