package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/fhirview/fhirview/internal/files"
	"github.com/fhirview/fhirview/viewdef"
)

// viewFile is a file with a view in it.
type viewFile struct {
	path string
	data []byte
	plan *viewdef.Plan // nil until it is compiled
}

// name returns what the view's rows are called: the view's name, or the file's without its endings.
func (v *viewFile) name() string {
	if name := v.plan.View().Name; name != "" {
		return name
	}
	base := strings.TrimSuffix(filepath.Base(v.path), filepath.Ext(v.path))
	return strings.TrimSuffix(base, ".view")
}

// findViews reads the views that paths name.
func findViews(ctx context.Context, paths []string) ([]*viewFile, error) {
	found, err := jsonFiles(paths)
	if err != nil {
		return nil, err
	}
	var views []*viewFile
	for _, f := range found {
		data, err := files.Read(ctx, f.Path)
		switch {
		case errors.Is(err, files.ErrTooLong) && !f.Named: // data, by its size
		case err != nil:
			return nil, err
		case f.Named || !isOther(data):
			views = append(views, &viewFile{path: f.Path, data: data})
		}
	}
	if len(views) == 0 {
		return nil, fmt.Errorf("%s: there is no view (a ViewDefinition in a .json file)", strings.Join(paths, ", "))
	}
	return views, nil
}

// compile compiles all views, and returns the problems of all of them.
func compile(views []*viewFile, opts *viewdef.Options) error {
	var errs []error
	for _, v := range views {
		var err error
		if v.plan, err = viewdef.Compile(v.data, opts); err != nil {
			errs = append(errs, v.problems(err)...)
		}
	}
	return errors.Join(errs...)
}

// problems puts the file's name in front of each problem.
func (v *viewFile) problems(err error) []error {
	compile, ok := errors.AsType[*viewdef.CompileError](err)
	if !ok {
		return []error{fmt.Errorf("%s: %w", v.path, err)}
	}
	var errs []error
	for _, p := range compile.Problems {
		errs = append(errs, fmt.Errorf("%s: %s", v.path, p))
	}
	return errs
}

// warnings tells what is doubtful about the views.
func (e *env) warnings(views []*viewFile) {
	for _, v := range views {
		for _, p := range v.plan.Warnings() {
			e.sayf("fhirview: %s: %s\n", v.path, p)
		}
	}
}
