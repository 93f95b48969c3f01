package registry

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/internal/spelling"
	"github.com/fhirview/fhirview/viewdef"
)

// Problem is something about a view or a source that is wrong or doubtful.
type Problem struct {
	// Severity is an error where a view cannot be used as it is, a warning where one overrides another and where something
	// about a view is doubtful.
	Severity viewdef.Severity
	// Source is the source's name. File is the view's place in it, as in [View], or "" for the source as a whole.
	Source, File string
	// View is the view's name, or "" where it cannot be told.
	View string
	// Kept is true where what was loaded before stays in use.
	Kept bool
	// Err is a [*viewdef.CompileError] for the text of a view, with its mistakes where it does not compile and its warnings
	// where it does. Otherwise it is what went wrong.
	Err error

	// url and version are, with View, what the view would be asked for by.
	url, version string
}

// String shows the problem with its place.
func (p Problem) String() string {
	s := p.place() + ": "
	if _, ofText := errors.AsType[*viewdef.CompileError](p.Err); !ofText && p.Severity == viewdef.SeverityWarning {
		s += "warning: "
	}
	s += p.Err.Error()
	if p.Kept {
		s += "\n  what was loaded before stays in use"
	}
	return s
}

// reason says in a line what is wrong, without the text of the view: of that there are the places.
func (p Problem) reason() string {
	ofText, ok := errors.AsType[*viewdef.CompileError](p.Err)
	if !ok {
		return p.Err.Error()
	}
	var places []string
	for _, problem := range ofText.Problems {
		if place := cmp.Or(problem.Path, "the view as a whole"); !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	kind := "mistakes"
	if p.Severity == viewdef.SeverityWarning {
		kind = "warnings"
	}
	listed := places[:min(len(places), maxListed)]
	s := kind + " at " + strings.Join(listed, ", ")
	if more := len(places) - len(listed); more > 0 {
		s += fmt.Sprintf(" and %d more", more)
	}
	return s
}

func (p Problem) place() string { return place(p.Source, p.File) }

func place(source, file string) string {
	if strings.HasPrefix(file, "#") {
		return source + file
	}
	return path.Join(source, file)
}

// UnknownError says that the registry has no view of a name, or not of this version.
type UnknownError struct {
	// Name is what was asked for.
	Name string
	// Suggestion is a name close to it, or "".
	Suggestion string
	// Known are the names of all views, or all versions of the view where only the version is unknown.
	Known []string
	// Version is true where there are other versions of the view.
	Version bool
}

// maxListed is how many names or versions a message lists.
const maxListed = 20

func (e *UnknownError) Error() string {
	msg, list := "there is no view "+quoted(e.Name), "; the views are "
	known := e.Known[:min(len(e.Known), maxListed)]
	switch {
	case len(known) == 0:
		return msg + "; no view has been loaded"
	case e.Version:
		list = "; its versions are "
	case e.Suggestion != "":
		list = "; did you mean " + e.Suggestion + "? The views are "
	}
	msg += list + strings.Join(known, ", ")
	if more := len(e.Known) - len(known); more > 0 {
		msg += fmt.Sprintf(" and %d more", more)
	}
	return msg
}

// quoted shows a name that anyone may have made up: on one line, and not at any length.
func quoted(name string) string {
	const most = 100
	if len(name) > most {
		name = strings.ToValidUTF8(name[:most], "") + "…"
	}
	return strconv.Quote(name)
}

// missing returns the error for a name that has no plan.
func (s *snapshot) missing(name string) error {
	if p, ok := s.broken[name]; ok {
		return fmt.Errorf("view %s cannot be used: %s: %w", p.View, p.place(), p.Err)
	}
	unknown := s.unknown(name)
	if hidden, ok := s.hidden[name]; ok {
		return fmt.Errorf("%s: %w", hidden, unknown)
	}
	return unknown
}

func (s *snapshot) unknown(name string) *UnknownError {
	e := &UnknownError{Name: name}
	base, _, versioned := strings.Cut(name, "|")
	if found := s.byName[base]; versioned && found != nil {
		e.Version, e.Known = true, s.versions(found)
		return e
	}
	e.Known = s.names()
	e.Suggestion = spelling.Closest(base, s.suggestions(base))
	return e
}

// versions lists those of a view's name, the newest first.
func (s *snapshot) versions(of *entry) []string {
	var versions []string
	for _, v := range s.views {
		if v.Name != of.view.Name && (v.URL != of.view.URL || v.URL == "") {
			continue
		}
		if v.Version == "" {
			v.Version = "(none)"
		}
		versions = append(versions, v.Version)
	}
	return versions
}

// names lists those of all views.
func (s *snapshot) names() []string {
	var names []string
	for _, v := range s.views {
		names = append(names, cmp.Or(v.Name, v.URL))
	}
	return slices.Compact(names)
}

// suggestions are the URLs for who asked for one, otherwise the names.
func (s *snapshot) suggestions(asked string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, v := range s.views {
			name := v.Name
			if strings.Contains(asked, "/") {
				name = v.URL
			}
			if name != "" && !yield(name) {
				return
			}
		}
	}
}
