package registry

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"errors"
	"io/fs"
	"iter"
	"os"
	"strconv"
)

// Source is where views come from. Its functions are called by one goroutine at a time.
type Source struct {
	name  string
	files fs.FS
	// fixed is true for files that cannot change while the program runs.
	fixed bool
	fetch func(context.Context) iter.Seq2[[]byte, error]
}

// Folder is a folder of views and all folders below it. Its name is its path.
//
// A view is a file that ends in .json and is not plainly something else: another resource, or test cases. Names that
// begin with a dot are passed over, links to files are followed and links to folders are not; so a mounted ConfigMap of
// Kubernetes is read once. A file has 64 MiB at most.
func Folder(path string) Source { return Source{name: path, files: os.DirFS(path)} }

// FS is a file system of views, such as an [embed.FS], read as a [Folder] is. The name is for messages.
func FS(name string, files fs.FS) Source {
	_, embedded := files.(embed.FS)
	return Source{name: name, files: files, fixed: embedded}
}

// Fetch is a source that the program reads itself, such as a server. The function is called for each reload and yields
// the JSON text of one view at a time, which is copied. An error ends the sequence: what came before it is used, and of
// what did not come what was loaded before. The name is for messages.
func Fetch(name string, fetch func(context.Context) iter.Seq2[[]byte, error]) Source {
	return Source{name: name, fetch: fetch}
}

// document is a text of a source that may be a view.
type document struct {
	// at is the file's path, or the position, as #0, of what was fetched.
	at   string
	text []byte
	sum  [sha256.Size]byte
	// err says why there is no text.
	err error
}

// documents yields what a source has, files in the order of their paths. An error is about the source as a whole and
// ends the sequence.
func (s Source) documents(ctx context.Context) iter.Seq2[document, error] {
	if s.files != nil {
		return s.readFiles(ctx)
	}
	return s.fetched(ctx)
}

func (s Source) fetched(ctx context.Context) iter.Seq2[document, error] {
	return func(yield func(document, error) bool) {
		if s.fetch == nil {
			yield(document{}, errors.New("the source has nothing to read from; make it with Folder, FS or Fetch"))
			return
		}
		n := 0
		for text, err := range s.fetch(ctx) {
			d := document{at: "#" + strconv.Itoa(n), text: bytes.Clone(text), sum: sha256.Sum256(text)}
			n++
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}
