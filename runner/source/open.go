package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/fhirview/fhirview/internal/files"
)

// Open reads files, one after the other in the order of the paths. A path is
//
//   - a file: NDJSON where its name ends in .ndjson or .jsonl, unless it begins as a JSON document over several lines or
//     a list does, and otherwise what its content looks like, as NDJSON or JSON would read it;
//   - a folder: the files in it and in all folders below that end in .ndjson, .jsonl or .json, each also with .gz or
//     .zst, in the order of their paths, byte by byte;
//   - a glob: the files and folders that match, in the same order. Two asterisks match any number of folders, and
//     {a,b} either of two texts. Of what matches a glob that does not say how names end, such as data/*, files count
//     as they do in a folder;
//   - "-": standard input, told by its content.
//
// In folders and globs, what begins with a dot is left out, links to files are followed, and links to folders are not
// (but one that matches a glob without two asterisks is), so that no file is read twice or without end. Of what a folder
// or a glob stands for, three kinds are passed over: files with other endings, what is no regular file, such as a named
// pipe, and JSON documents that hold no resource, such as the manifest of an export. Options.PassedOver is told of each.
// A file that was named by its own path is read whatever it is.
//
// An empty file holds no resources, whatever its name. In a folder or a glob, Options.PassedOver is told of it, too.
// Compression is recognized by content, whatever the name; but an empty file whose name promises compressed data is a
// failure, not an input without resources.
//
// Paths are looked up when ranging begins, all of them before the first block; files are opened one at a time. A path
// that does not exist, or that cannot be read, is an error, and so is a folder or a glob without any file that holds
// resources. A file in a folder that cannot be opened, or a folder in it, is a failure as a broken file is: see
// [Record.Err].
//
// The source can be ranged over any number of times, also at the same time, unless standard input or a pipe is among
// its paths.
func Open(paths []string, o *Options) Source {
	set := o.orDefaults(defaultBlockSize)
	return func(yield func(*Block, error) bool) {
		places, err := lookUp(paths)
		if err != nil {
			yield(nil, err)
			return
		}
		r := &reader{Options: set, pool: newPool(set.BlockSize), yield: yield}
		for i := range places {
			if !r.place(&places[i]) {
				return
			}
		}
	}
}

// reader reads files, one after the other.
type reader struct {
	Options
	pool  *pool
	yield func(*Block, error) bool
}

// place reports whether everything that a path stands for was read.
func (r *reader) place(p *place) bool {
	for i := range p.files {
		f := &p.files[i]
		if f.PassedOver == "" && !r.file(f) {
			return false
		}
		if f.PassedOver != "" && r.PassedOver != nil {
			r.PassedOver(f.Path, strings.TrimPrefix(f.PassedOver, noResource))
		}
	}
	if !p.readable() {
		r.yield(nil, p.empty())
		return false
	}
	return true
}

// file reports whether the next file may be read. It marks one that holds no resources.
func (r *reader) file(f *files.File) bool {
	if f.Path == stdin && f.Named {
		in := newInput(stdinName, os.Stdin, nil)
		defer in.Close()
		return r.split(in)
	}
	file, err := r.open(f)
	if err != nil {
		if f.Named {
			r.yield(nil, err)
			return false
		}
		return r.broken(f.Path, 0, unopened(err))
	}
	in := newInput(f.Path, file, file)
	defer in.Close()
	if promised := codecNamed(f.Path); promised != nil && in.empty() {
		in.codec = promised
		return r.broken(f.Path, in.taken(), in.fail(io.ErrUnexpectedEOF, 0, ""))
	}
	if !f.Named && in.holdsNoResource() {
		f.PassedOver = noResource
		b := r.pool.get(f.Path, 0)
		return send(b, in.taken(), r.yield)
	}
	if !f.Named && r.PassedOver != nil && in.blank() {
		r.PassedOver(f.Path, "empty")
	}
	return r.split(in)
}

func (r *reader) open(f *files.File) (*os.File, error) {
	if f.Err != nil {
		return nil, f.Err
	}
	return os.Open(f.Path)
}

func (r *reader) split(in *input) bool {
	return splitterFor(in, r.MaxRecord)(in, r.pool, r.MaxRecord, r.yield)
}

// broken yields the failure of a file of which nothing is read.
func (r *reader) broken(path string, taken int64, err error) bool {
	b := r.pool.get(path, 0)
	b.Records = append(b.Records, Record{Index: -1, Err: err})
	return send(b, taken, r.yield)
}

// unopened is the failure of a file or a folder that cannot be opened. Its name is in the block.
func unopened(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		err = at.Err
	}
	return fmt.Errorf("cannot be opened: %w", err)
}

// sizeOf is intake.Hooks.Size.
func sizeOf(paths ...string) (int64, bool) {
	places, err := lookUp(paths)
	if err != nil {
		return 0, false
	}
	var total int64
	for _, p := range places {
		for i := range p.files {
			if p.files[i].PassedOver != "" {
				continue
			}
			info, err := os.Stat(p.files[i].Path)
			switch {
			case err == nil && info.Mode().IsRegular():
				total += info.Size()
			case p.files[i].Named:
				return 0, false
			}
		}
	}
	return total, true
}
