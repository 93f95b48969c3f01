package registry

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/viewdef"
)

// cachedExpressions is how many parsed expressions the views of one registry share.
const cachedExpressions = 4096

// Config says how a registry compiles its views. The zero value, and nil, are the defaults.
type Config struct {
	// View says for which release, how strictly and with which services views are compiled. Without a Cache in it, the
	// views of the registry share one of their own. Default: as for viewdef.Compile.
	View *viewdef.Options
	// Log is told what every reload has changed and which views have problems: names, files and places, never the text of a
	// view.
	// Default: nobody is told.
	Log *slog.Logger
}

// Registry holds the views of its sources, compiled. Any number of goroutines may use it at once.
type Registry struct {
	sources []Source
	options viewdef.Options
	log     *slog.Logger

	// loading holds a token while a reload runs, so that one waits for the other, or for the end of its context.
	loading chan struct{}
	current atomic.Pointer[snapshot]
}

// New loads the views of all sources; those of a later source override those of an earlier one.
//
// The error says which sources could not be read, or that the context ended. The registry is not nil even then: it has
// what could be read, and Reload tries again. Views that do not compile are no error, see [Registry.Problems].
func New(ctx context.Context, sources []Source, cfg *Config) (*Registry, error) {
	if cfg == nil {
		cfg = &Config{}
	}
	r := &Registry{sources: slices.Clone(sources), log: cfg.Log, loading: make(chan struct{}, 1)}
	if cfg.View != nil {
		r.options = *cfg.View
	}
	if r.options.Cache == nil {
		r.options.Cache = fhirpath.NewCache(cachedExpressions)
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	r.current.Store(newSnapshot(make([]*shelf, len(sources))))
	return r, r.Reload(ctx)
}

// Plan returns the compiled view of a name or a canonical URL. Either may end in |version; otherwise the newest version
// is meant:
//
//   - Versions are compared part by part, parts being what dots separate: numbers by value, anything else as text and
//     after every number; a part that is missing is 0. So 1.10 is newer than 1.9.
//   - What follows a hyphen makes it a version before the release: 2.0.0-rc.1 is older than 2.0.0. What follows a plus is
//     looked at last. A v in front means nothing. In a version that begins like a date, hyphens separate parts.
//   - A view without a version is older than any with one. To ask for just that, end the name in a bar.
//   - Two views of one name and version, or of one URL and version, are one view: the later source wins, and within a
//     source the later file. [Registry.Problems] has a warning about the other. A version is not preferred for its source:
//     version 2 of an earlier one is newer than version 1 of a later one.
//
// The error is an [*UnknownError] where there is no such view, and wraps the [*viewdef.CompileError] where there is one
// that has never compiled.
func (r *Registry) Plan(name string) (*viewdef.Plan, error) {
	s := r.current.Load()
	if e := s.byName[name]; e != nil {
		return e.plan, nil
	}
	return nil, s.missing(name)
}

// View says what a view of the registry is.
type View struct {
	// Name is the view's name, or where it has none that of its file without the endings.
	Name, URL, Version string
	Title, Description string
	// Resource is the type of the resources that the view reads.
	Resource string
	// Columns is how many columns it has.
	Columns int
	// Source is the name of its source; File is the path in it, with slashes, or the position, as #0, among what was
	// fetched.
	Source, File string
	// Outdated is true where the source has a newer text that cannot be used. Problems says why.
	Outdated bool
}

// Views lists all views that have a plan: by name, and the newest version of a name first. The slice is the caller's.
func (r *Registry) Views() []View { return slices.Clone(r.current.Load().views) }

// Problems lists what is wrong with the views and sources as they were last read, and then what is doubtful about the
// views that are in use; both in the order of sources and files. The slice is the caller's. None means that all views can
// be used.
func (r *Registry) Problems() []Problem { return slices.Clone(r.current.Load().problems) }
