package cli

import (
	"os"
	"path/filepath"
)

// namedFile is a file that an option names.
type namedFile struct {
	flag, path string
	written    bool
}

// files are those that the options name.
func (o *uploadOptions) files() []namedFile {
	var named []namedFile
	for _, f := range []namedFile{
		{"--journal", o.journal, true}, {"--failed", o.failed, true}, {"--unknown", o.unknown, true}, {"--report", o.report, true},
		{"--token-file", o.server.path("auth.token_file"), false}, {"--auth-smart-key", o.server.path("smart.key_file"), false},
	} {
		if f.path != "" {
			named = append(named, f)
		}
	}
	return named
}

// checkFiles refuses to write one file for two options, or a file that is read.
func (o *uploadOptions) checkFiles(in *input) error {
	named := o.files()
	for i, f := range named {
		if !f.written {
			continue
		}
		if err := checkOverwriteInput(f.flag, f.path, in.paths); err != nil {
			return err
		}
		for _, other := range named[i+1:] {
			if sameFile(f.path, other.path) {
				return usagef("%s and %s name one file, %s: each needs one of its own", f.flag, other.flag, f.path)
			}
		}
	}
	return nil
}

// sameFile is true where two paths lead to one file, even to one that is still to be made. Devices, such as /dev/null, can
// be written to by many.
func sameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(infoA, infoB) && infoA.Mode().IsRegular()
	}
	return (errA == nil) == (errB == nil) && resolved(a) == resolved(b)
}

// resolved is the path that a path leads to, also by links to what is not there yet.
func resolved(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	for range 40 { // as many links as systems follow
		target, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return path
	}
	return filepath.Join(folder, filepath.Base(path))
}
