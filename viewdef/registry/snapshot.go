package registry

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/viewdef"
)

// snapshot is all that a registry knows at a time. It never changes.
type snapshot struct {
	// shelves are what was read, in the order of the sources; nil where nothing was.
	shelves []*shelf
	// byName has every way to ask for a view: its name and its URL, each with and without its version.
	byName map[string]*entry
	// broken has the same for views that have no plan.
	broken   map[string]Problem
	views    []View
	problems []Problem
}

// newSnapshot decides which views there are, out of what each source has.
func newSnapshot(shelves []*shelf) *snapshot {
	s := &snapshot{shelves: shelves, byName: map[string]*entry{}, broken: map[string]Problem{}}
	var live []*entry
	for _, sh := range shelves {
		if sh == nil {
			continue
		}
		s.problems = append(s.problems, sh.problems...)
		for _, e := range sh.entries {
			live = append(s.withoutOverridden(live, e), e)
		}
	}
	slices.SortStableFunc(live, func(a, b *entry) int {
		return cmp.Or(strings.Compare(a.view.Name, b.view.Name), compareVersions(b.view.Version, a.view.Version))
	})
	for _, e := range live {
		s.views = append(s.views, e.view)
		for _, name := range references(e.view.Name, e.view.URL, e.view.Version) {
			if known := s.byName[name]; known == nil || compareVersions(known.view.Version, e.view.Version) < 0 {
				s.byName[name] = e
			}
		}
	}
	s.noteBroken()
	return s
}

// withoutOverridden leaves out the entries that are the same view as e, with a warning for each.
func (s *snapshot) withoutOverridden(entries []*entry, e *entry) []*entry {
	return slices.DeleteFunc(entries, func(old *entry) bool {
		if !old.view.same(e.view) {
			return false
		}
		s.problems = append(s.problems, Problem{
			Severity: viewdef.SeverityWarning, Source: old.view.Source, File: old.view.File, View: old.view.Name,
			Err: fmt.Errorf("view %s is overridden by %s", old.view.label(), place(e.view.Source, e.view.File)),
		})
		return true
	})
}

func (v View) label() string {
	label := cmp.Or(v.Name, v.URL)
	if v.Version != "" {
		label += "|" + v.Version
	}
	return label
}

// noteBroken makes known by their names the views that have a problem and no plan.
func (s *snapshot) noteBroken() {
	for _, p := range s.problems {
		if p.Severity != viewdef.SeverityError || p.Kept {
			continue
		}
		for _, name := range references(p.View, p.url, p.version) {
			if s.byName[name] == nil {
				s.broken[name] = p
			}
		}
	}
}

// references are the ways to ask for a view. Those without a bar stand for the newest version.
func references(name, url, version string) []string {
	var refs []string
	for _, ref := range []string{name, url} {
		if ref == "" {
			continue
		}
		refs = append(refs, ref, ref+"|"+version)
	}
	return refs
}
