package settings

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/internal/option"
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
	ctx      context.Context //nolint:containedctx // that of Load
	groups   []string
	scopes   string
	values   map[string]value
	problems []error
}

// lenient is true where only some groups are read, by a program that shares variables and files with others.
func (l *loader) lenient() bool { return len(l.groups) > 0 }

// reads is true for the settings that are read.
func (l *loader) reads(key string) bool {
	return !l.lenient() || slices.Contains(l.groups, option.Group(key))
}

func (l *loader) problemf(format string, args ...any) {
	l.problems = append(l.problems, fmt.Errorf(format, args...))
}

// readAll reads the file first, so that the environment goes over it, and flags over both.
func (l *loader) readAll(o *Options) {
	env := l.environment(o.Environ)
	file := o.File
	if file == "" {
		file = env[option.ConfigVariable].text
	}
	if file != "" {
		l.readFile(file)
	}
	all := table()
	for i := range all {
		if v, ok := env[all[i].Variable()]; ok {
			l.values[all[i].Key] = v
		}
	}
	l.readFlags(o.Flags)
}

// readFlags takes the values of flags. Credentials among them put aside all that others say of credentials of other kinds.
func (l *loader) readFlags(flags map[string]string) {
	for _, kind := range credentialKinds {
		if flags[kind] == "" {
			continue
		}
		all := table()
		for i := range all {
			if key := all[i].Key; all[i].Credential && (kind != "smart.client_id" || option.Group(key) != "smart") {
				delete(l.values, key)
			}
		}
	}
	for key, text := range flags {
		t := find(key)
		switch {
		case t == nil:
			l.problemf("%s is no setting", key)
		case t.Flag == "":
			l.values[key] = value{text: text, from: key}
		default:
			l.values[key] = value{text: text, from: "--" + t.Flag}
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
		v, ok := l.values[t.Key]
		if !ok {
			continue
		}
		var err error
		if t.Credential {
			c.set(t.Key, v)
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
		group, _, grouped := strings.Cut(all[i].Key, ".")
		if grouped && !slices.Contains(names, group) {
			names = append(names, group)
		}
		names = append(names, all[i].Key)
	}
	return names
}

func find(key string) *setting {
	if i := slices.IndexFunc(table(), func(s setting) bool { return s.Key == key }); i >= 0 {
		return &table()[i]
	}
	return nil
}

// isGroup reports whether a key is the first part of others: client, of client.rate.
func isGroup(key string) bool {
	return slices.ContainsFunc(table(), func(s setting) bool { return strings.HasPrefix(s.Key, key+".") })
}
