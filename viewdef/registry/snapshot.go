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
	broken map[string]Problem
	// hidden says of the names of views that are overridden where those are and what by.
	hidden   map[string]string
	views    []View
	problems []Problem
}

// newSnapshot decides which views there are, out of what each source has.
func newSnapshot(shelves []*shelf) *snapshot {
	s := &snapshot{shelves: shelves, byName: map[string]*entry{}, broken: map[string]Problem{}, hidden: map[string]string{}}
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
	s.noteWarnings(live)
	return s
}

// withoutOverridden leaves out the entries that are the same view as e, with a warning for each.
func (s *snapshot) withoutOverridden(entries []*entry, e *entry) []*entry {
	return slices.DeleteFunc(entries, func(old *entry) bool {
		if !old.view.same(e.view) {
			return false
		}
		by := "is overridden by " + place(e.view.Source, e.view.File) + old.view.sharedWith(e.view)
		s.problems = append(s.problems, Problem{
			Severity: viewdef.SeverityWarning, Source: old.view.Source, File: old.view.File, View: old.view.Name,
			Err: fmt.Errorf("view %s %s", old.view.label(), by),
		})
		for _, name := range references(old.view.Name, old.view.URL, old.view.Version) {
			s.hidden[name] = "view " + old.view.label() + " of " + place(old.view.Source, old.view.File) + " " + by
		}
		return true
	})
}

// sharedWith says what makes a view of another name, or of another URL, the same view.
func (v View) sharedWith(other View) string {
	switch {
	case v.Name != other.Name:
		return ", which has its url and its version"
	case v.URL != other.URL:
		return ", which has its name and its version"
	}
	return ""
}

func (v View) label() string {
	label := cmp.Or(v.Name, v.URL)
	if v.Version != "" {
		label += "|" + v.Version
	}
	return label
}

// noteWarnings makes problems of what is doubtful about the views that are used, in the order of sources and files.
func (s *snapshot) noteWarnings(live []*entry) {
	for _, sh := range s.shelves {
		if sh == nil {
			continue
		}
		for _, e := range sh.entries {
			warnings := e.plan.Warnings()
			if len(warnings) == 0 || e.view.Outdated || !slices.Contains(live, e) {
				continue
			}
			s.problems = append(s.problems, Problem{
				Severity: viewdef.SeverityWarning, Source: e.view.Source, File: e.view.File, View: e.view.Name,
				Err: &viewdef.CompileError{View: e.view.Name, Problems: warnings},
			})
		}
	}
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
