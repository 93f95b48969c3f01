package registry

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/viewdef"
)

// entry is a view that has a plan. It never changes.
type entry struct {
	plan *viewdef.Plan
	view View
	sum  [sha256.Size]byte
}

// shelf is what one source has given. It never changes once it is complete; entries go from one to the next.
type shelf struct {
	// entries are in the order of their places, those that only stay because of a problem before all others, so that they
	// override nothing that is newer.
	entries  []*entry
	problems []Problem
	// sums tell whether anything has changed: by place, also of what is no view.
	sums map[string][sha256.Size]byte
	// failed says why the source could not be read to its end.
	failed error
}

// fill reads a source. What was on its shelf before is used again where it is the same, and stays where what is new does
// not compile or did not come. The error is that of the context.
func (r *Registry) fill(ctx context.Context, source Source, before *shelf) (*shelf, error) {
	if before == nil {
		before = &shelf{}
	}
	f := filler{shelf: &shelf{sums: map[string][sha256.Size]byte{}}, source: source, before: before, options: &r.options}
	for doc, err := range source.documents(ctx) {
		if err != nil {
			f.failed = err
			break
		}
		f.add(doc)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f.finish()
	return f.shelf, nil
}

type filler struct {
	*shelf

	source  Source
	before  *shelf
	options *viewdef.Options
	// obscure is true where something came that does not tell what view it should be.
	obscure bool
}

// header is what the registry reads of a view itself.
type header struct {
	ResourceType string          `json:"resourceType"`
	Name         string          `json:"name"`
	URL          string          `json:"url"`
	Version      string          `json:"version"`
	Title        string          `json:"title"`
	Select       json.RawMessage `json:"select"`
	Tests        json.RawMessage `json:"tests"`
}

// other is true for JSON in a folder that was plainly meant as something else than a view. A view with mistakes is not.
func (h header) other() bool {
	return h.Select == nil &&
		(h.Tests != nil || h.ResourceType != "" && !strings.Contains(h.ResourceType, "ViewDefinition"))
}

// add puts a view on the shelf, or what is wrong with it.
func (f *filler) add(doc document) {
	f.sums[doc.at] = doc.sum
	if doc.err != nil {
		f.reject(doc, header{}, doc.err)
		return
	}
	if e := f.unchanged(doc); e != nil {
		f.entries = append(f.entries, e)
		return
	}
	var h header
	if err := json.Unmarshal(doc.text, &h); err != nil {
		h = header{} // compiling says what is wrong
	} else if f.source.files != nil && h.other() {
		return
	}
	if h.Name == "" && f.source.files != nil {
		h.Name = strings.TrimSuffix(strings.TrimSuffix(path.Base(doc.at), ".json"), ".view")
	}
	plan, err := viewdef.Compile(doc.text, f.options)
	switch {
	case err != nil:
		f.reject(doc, h, err)
	case h.Name == "" && h.URL == "":
		f.reject(doc, h, errors.New("the view has neither a name nor a url, so nobody can ask for it; give it one"))
	default:
		f.entries = append(f.entries, f.entry(doc, h, plan))
	}
}

// unchanged returns the entry that was made of the same text before.
func (f *filler) unchanged(doc document) *entry {
	i := slices.IndexFunc(f.before.entries, func(e *entry) bool {
		return e.sum == doc.sum && (e.view.File == doc.at || f.source.files == nil)
	})
	if i < 0 {
		return nil
	}
	e := f.before.entries[i]
	if e.view.File == doc.at && !e.view.Outdated {
		return e
	}
	changed := *e
	changed.view.File, changed.view.Outdated = doc.at, false
	return &changed
}

func (f *filler) entry(doc document, h header, plan *viewdef.Plan) *entry {
	return &entry{plan: plan, sum: doc.sum, view: View{
		Name: h.Name, URL: h.URL, Version: h.Version, Title: h.Title,
		Description: plan.View().Description, Resource: plan.Resource(), Columns: len(plan.Schema().Columns),
		Source: f.source.name, File: doc.at,
	}}
}

// reject notes what is wrong with a view.
func (f *filler) reject(doc document, h header, err error) {
	f.obscure = f.obscure || f.source.files == nil && h.Name == "" && h.URL == ""
	f.problems = append(f.problems, Problem{
		Severity: viewdef.SeverityError, Source: f.source.name, File: doc.at, View: h.Name, Err: err, url: h.URL, version: h.Version,
	})
}

// finish adds what stays from before: views in whose place something broken has come, those that may not have come
// because the source was not read to its end, and all others where something has come of which nobody can tell what it
// should be.
func (f *filler) finish() {
	var kept []*entry
	for _, e := range f.before.entries {
		if f.stays(e) {
			outdated := *e
			outdated.view.Outdated = true
			kept = append(kept, &outdated)
		}
	}
	if f.source.files != nil { // what was kept longer came first
		slices.SortFunc(kept, func(a, b *entry) int { return strings.Compare(a.view.File, b.view.File) })
	}
	f.entries = append(kept, f.entries...)
	if f.failed != nil {
		f.problems = append(f.problems, Problem{
			Severity: viewdef.SeverityError, Source: f.source.name, Kept: len(f.before.entries) > 0, Err: f.failed,
		})
		f.failed = fmt.Errorf("views of %s: %w", f.source.name, f.failed)
	}
}

// stays decides about an entry from before. A problem because of which it does is marked.
func (f *filler) stays(e *entry) bool {
	came := slices.ContainsFunc(f.entries, func(n *entry) bool { return f.replaces(n.view, e) })
	if came {
		return false
	}
	for i, p := range f.problems {
		if f.replaces(View{Name: p.View, URL: p.url, Version: e.view.Version, File: p.File}, e) {
			f.problems[i].Kept, f.problems[i].View = true, e.view.Name
			return true
		}
	}
	_, read := f.sums[e.view.File]
	return f.obscure || f.failed != nil && !(read && f.source.files != nil)
}

// replaces is true for a view in the place of an entry: in the same file, or where there are no files of the same name.
func (f *filler) replaces(v View, e *entry) bool {
	if f.source.files != nil {
		return v.File == e.view.File
	}
	return v.same(e.view)
}

// same is true for two texts of one view.
func (v View) same(other View) bool {
	return v.Version == other.Version &&
		(v.Name == other.Name && v.Name != "" || v.URL == other.URL && v.URL != "")
}
