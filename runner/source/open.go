package source

import (
	"io"
	"os"
)

// Open reads files, one after the other in the order of the paths. A path is
//
//   - a file: NDJSON where its name ends in .ndjson or .jsonl, and otherwise what its content looks like, as NDJSON or
//     JSON would read it;
//   - a folder: the files directly in it that end in .ndjson, .jsonl or .json, each also with .gz or .zst, sorted by
//     name; hidden files and folders within it are passed over;
//   - a glob, as [path/filepath.Glob] understands it: the files and folders that match, sorted by name;
//   - "-": standard input, told by its content.
//
// Compression is recognized by content, whatever the name; but an empty file whose name promises compressed data is an
// error, not an input without resources. So is a folder or a glob that stands for no file. Paths are looked up when
// ranging begins, all of them before the first block; files are opened one at a time.
//
// The source can be ranged over any number of times, also at the same time, unless standard input or a pipe is among
// its paths.
func Open(o *Options, paths ...string) Source {
	set := o.orDefaults(defaultBlockSize)
	return func(yield func(*Block, error) bool) {
		files, err := expand(paths)
		if err != nil {
			yield(nil, err)
			return
		}
		p := newPool(set.BlockSize)
		for _, file := range files {
			if !readFile(file, p, set.MaxRecord, yield) {
				return
			}
		}
	}
}

// readFile reports whether the file was read to its end.
func readFile(path string, p *pool, maxRecord int, yield func(*Block, error) bool) bool {
	if path == stdin {
		in := newInput(stdinName, os.Stdin, nil)
		defer in.Close()
		return splitterFor(in, maxRecord)(in, p, maxRecord, yield)
	}
	f, err := os.Open(path)
	if err != nil {
		yield(nil, err)
		return false
	}
	in := newInput(path, f, f)
	defer in.Close()
	if promised := codecNamed(path); promised != nil && in.empty() {
		in.codec = promised
		yield(nil, in.fail(io.ErrUnexpectedEOF, 0, ""))
		return false
	}
	return splitterFor(in, maxRecord)(in, p, maxRecord, yield)
}

// Size is the number of bytes that Open would read for the same paths, as stored. It is false where that is not known:
// for standard input and pipes, and where a path cannot be looked up.
func Size(paths ...string) (int64, bool) {
	files, err := expand(paths)
	if err != nil {
		return 0, false
	}
	var total int64
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil || !info.Mode().IsRegular() {
			return 0, false
		}
		total += info.Size()
	}
	return total, true
}
