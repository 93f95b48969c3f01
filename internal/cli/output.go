package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/fhirview/fhirview/internal/outfile"
	"github.com/fhirview/fhirview/runner"
)

// output says where the rows of a run go, and how.
type output struct {
	path   string // "" is standard output
	folder bool   // path is a folder, with a file for each view
	format string
}

// output finds out what --out and --format ask for.
func (o *runOptions) output(views int, terminal bool) (*output, error) {
	out := &output{path: o.out, format: o.format.value}
	if o.out != "" {
		info, err := os.Stat(o.out)
		switch {
		case err == nil:
			out.folder = info.IsDir()
		case os.IsPathSeparator(o.out[len(o.out)-1]):
			out.folder = true
		default:
			out.folder = views > 1 && formatOf(o.out) == "" // several views and rows.csv is a mistake
		}
	}
	switch {
	case views > 1 && o.out == "":
		return nil, usagef("there are %d views; name a folder for their files with --out", views)
	case views > 1 && !out.folder:
		return nil, usagef("there are %d views; --out has to be a folder, which %s is not", views, o.out)
	case out.format != "":
	case o.out == "" && terminal:
		out.format = formatTable
	case o.out == "" || out.folder:
		out.format = formatCSV
	default:
		out.format = formatOf(o.out)
	}
	if out.format == formatArrow && o.out == "" && terminal {
		return nil, usagef("a terminal shows no Arrow; name a file with --out")
	}
	if out.format == "" {
		return nil, usagef("--out %s: the name ends in none of .csv, .ndjson, .json, .txt and .arrow; choose with --format", o.out)
	}
	return out, nil
}

// file returns where the rows of a view go.
func (o *output) file(v *viewFile) string {
	if o.folder {
		return filepath.Join(o.path, v.name()+extension(o.format))
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
func (e *env) begin(o *output, views []*viewFile) ([]runner.Job, outfile.Files, error) {
	jobs := make([]runner.Job, len(views))
	if o.path == "" {
		for i, v := range views { // one
			jobs[i] = runner.Job{Plan: v.plan, Sink: newSink(o.format, "", e.stdout)}
		}
		return jobs, nil, nil
	}
	if o.folder {
		if err := os.MkdirAll(o.path, 0o777); err != nil { //nolint:gosec // the umask decides, as for files
			return nil, nil, err
		}
	}
	var files outfile.Files
	for i, v := range views {
		f, err := outfile.Create(o.file(v))
		if err != nil {
			return nil, files, err
		}
		files = append(files, f)
		jobs[i] = runner.Job{Plan: v.plan, Sink: newSink(o.format, o.file(v), f)}
	}
	return jobs, files, nil
}
