package settings

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/internal/spelling"
)

// value is what a setting was given, and where.
type value struct {
	text string
	// from names the place in messages: a variable, or a key and its file.
	from string
	// folder is what relative paths are relative to: that of the file, or "" for the working directory.
	folder string
}

// path is a value that is a path.
func (v *value) path() string {
	if v.folder == "" || filepath.IsAbs(v.text) {
		return v.text
	}
	return filepath.Join(v.folder, v.text)
}

// loader collects values by key, and all that is wrong.
type loader struct {
	values   map[string]value
	problems []error
}

func (l *loader) problemf(format string, args ...any) {
	l.problems = append(l.problems, fmt.Errorf(format, args...))
}

// readAll reads the file first, so that the environment goes over it.
func (l *loader) readAll(o *Options) {
	env := l.environment(o.Environ)
	file := o.File
	if file == "" {
		file = env[configVariable].text
	}
	if file != "" {
		l.readFile(file)
	}
	all := table()
	for i := range all {
		if v, ok := env[variable(all[i].key)]; ok {
			l.values[all[i].key] = v
		}
	}
}

// apply sets the fields of s: defaults, then what was given, in the order of the table.
func (l *loader) apply(s *Settings) {
	s.Listen = "localhost:8080"
	var c credentials
	all := table()
	for i := range all {
		t := &all[i]
		v, ok := l.values[t.key]
		if !ok {
			continue
		}
		var err error
		if t.credential {
			c.set(t.key, v)
		} else {
			err = t.set(s, &v)
		}
		if err != nil {
			l.problemf("%s: %w", v.from, err)
		}
	}
	l.credentials(s, &c)
}

// suggestion is the name that was probably meant, as the end of a message, or "". What all names begin with does not count
// for how alike they are.
func suggestion(name, start string, known []string) string {
	meant := spelling.Closest(strings.TrimPrefix(name, start), func(yield func(string) bool) {
		for _, k := range known {
			if !yield(strings.TrimPrefix(k, start)) {
				return
			}
		}
	})
	if meant == "" {
		return ""
	}
	return ": did you mean " + start + meant + "?"
}

// keys are the names of all settings and groups.
func keys() []string {
	var names []string
	all := table()
	for i := range all {
		group, _, grouped := strings.Cut(all[i].key, ".")
		if grouped && !slices.Contains(names, group) {
			names = append(names, group)
		}
		names = append(names, all[i].key)
	}
	return names
}

func find(key string) *setting {
	if i := slices.IndexFunc(table(), func(s setting) bool { return s.key == key }); i >= 0 {
		return &table()[i]
	}
	return nil
}

// isGroup reports whether a key is the first part of others: client, of client.rate.
func isGroup(key string) bool {
	return slices.ContainsFunc(table(), func(s setting) bool { return strings.HasPrefix(s.key, key+".") })
}
