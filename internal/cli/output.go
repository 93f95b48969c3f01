package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/fhirview/fhirview/internal/outfile"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
)

// output says where the rows of a run go, and how.
type output struct {
	path   string // "" is standard output
	folder bool   // path is a folder, with a file for each view
	format *rowFormat
	// noHeader leaves out the line of column names.
	noHeader bool
	// compression and maxFileSize are those of Parquet.
	compression string
	maxFileSize int64
}

// output finds out what --out and --format ask for.
func (o *runOptions) output(views int, terminal bool) (*output, error) {
	out := &output{
		path: o.out, format: formatNamed(o.format.value), noHeader: o.noHeader,
		compression: o.compression.value, maxFileSize: int64(o.maxFileSize),
	}
	if o.out != "" {
		info, err := os.Stat(o.out)
		switch {
		case err == nil:
			out.folder = info.IsDir()
		case os.IsPathSeparator(o.out[len(o.out)-1]):
			out.folder = true
		default:
			out.folder = views > 1 && formatOf(o.out) == nil // several views and rows.csv is a mistake
		}
	}
	switch {
	case views > 1 && o.out == "":
		return nil, usagef("there are %d views; name a folder for their files with --out", views)
	case views > 1 && !out.folder:
		return nil, usagef("there are %d views; --out has to be a folder, which %s is not", views, o.out)
	case out.format != nil:
	case o.out == "" && terminal:
		out.format = formatNamed(formatTable)
	case o.out == "" || out.folder:
		out.format = formatNamed(formatCSV)
	default:
		out.format = formatOf(o.out)
	}
	return out, out.checkFormat(terminal)
}

// checkFormat refuses what the format cannot be written as, or to.
func (o *output) checkFormat(terminal bool) error {
	f := o.format
	switch {
	case f == nil:
		return usagef("--out %s: the name ends in none of %s; choose with --format", o.path, formatEndings())
	case f.typed && o.path == "" && terminal:
		return usagef("--format %s is not for a terminal; name a file with --out", f.name)
	case f.typed && outfile.Compression(o.path) != "" && !o.folder:
		return usagef("--out %s: a file of --format %s is not compressed as a whole; leave %s out", o.path, f.name, outfile.Compression(o.path))
	case o.noHeader && !f.header:
		return usagef("--no-header is for csv and tsv, and the rows are written as %s", f.name)
	case o.compression != "" && f.name != formatParquet:
		return usagef("--compression is about Parquet, and the rows are written as %s", f.name)
	case o.maxFileSize > 0 && f.name != formatParquet:
		return usagef("--max-file-size is about Parquet, and the rows are written as %s", f.name)
	case o.maxFileSize > 0 && o.path == "":
		return usagef("--max-file-size makes several files; name them with --out")
	}
	return nil
}

// file returns where the rows of a view go.
func (o *output) file(v *viewFile) string {
	if o.folder {
		return filepath.Join(o.path, v.name()+o.format.endings[0])
	}
	return o.path
}

// check refuses to write two views to one file, or to a file that the run reads.
func (o *output) check(in *input, views []*viewFile) error {
	if o.path == "" {
		return nil
	}
	byFile := map[string]*viewFile{}
	for _, v := range views {
		file := o.file(v)
		lower := strings.ToLower(file) // some file systems know no case
		if other := byFile[lower]; other != nil {
			return fmt.Errorf("%s and %s: both views are called %s, so their rows would go to one file; rename one", other.path, v.path, v.name())
		}
		byFile[lower] = v
		if err := checkOverwrite(file, in.paths, views); err != nil {
			return err
		}
	}
	return nil
}

// begin makes the jobs of a run. The files that it returns are for Commit or Discard, also where there is an error.
func (e *env) begin(ctx context.Context, o *output, views []*viewFile) ([]runner.Job, *outfile.Files, error) {
	jobs, files := make([]runner.Job, len(views)), new(outfile.Files)
	if o.path == "" {
		for i, v := range views { // one
			jobs[i] = runner.Job{Plan: v.plan, Sink: o.format.open(e.stdout, o, rowFile{})}
		}
		return jobs, files, nil
	}
	if o.folder {
		if err := os.MkdirAll(o.path, 0o777); err != nil { //nolint:gosec // the umask decides, as for files
			return nil, files, err
		}
	}
	for i, v := range views {
		s, err := o.fileSink(ctx, o.file(v), files)
		if err != nil {
			return nil, files, err
		}
		jobs[i] = runner.Job{Plan: v.plan, Sink: s}
	}
	return jobs, files, nil
}

// fileSink returns a sink that writes a file, or parts of one.
func (o *output) fileSink(ctx context.Context, path string, files *outfile.Files) (sink.Sink, error) {
	create := func() (io.Writer, error) { return files.Create(ctx, path) }
	if o.maxFileSize > 0 {
		parts := files.Parts(path)
		create = func() (io.Writer, error) { return parts.Create(ctx) }
	}
	f, err := create()
	if err != nil {
		return nil, err
	}
	return o.format.open(f, o, rowFile{path, create}), nil
}
