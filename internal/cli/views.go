package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

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
func findViews(paths []string) ([]*viewFile, error) {
	files, err := jsonFiles(paths)
	if err != nil {
		return nil, err
	}
	var views []*viewFile
	for _, f := range files {
		data, err := os.ReadFile(f.path)
		if err != nil {
			return nil, err
		}
		if f.named || !isOther(data) {
			views = append(views, &viewFile{path: f.path, data: data})
		}
	}
	if len(views) == 0 {
		return nil, fmt.Errorf("%s: there is no view (a ViewDefinition in a .json file)", strings.Join(paths, ", "))
	}
	return views, nil
}

// isOther is true for JSON that was plainly meant as something else than a view, which folders may hold besides views:
// another resource, or test cases. A view with mistakes is not among that.
func isOther(data []byte) bool {
	var probe struct {
		ResourceType string          `json:"resourceType"`
		Select       json.RawMessage `json:"select"`
		Tests        json.RawMessage `json:"tests"`
	}
	if json.Unmarshal(data, &probe) != nil || probe.Select != nil {
		return false
	}
	return probe.Tests != nil || probe.ResourceType != "" && !strings.Contains(probe.ResourceType, "ViewDefinition")
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
