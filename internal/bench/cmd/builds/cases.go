package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/internal/bench"
)

// benchCase is something that both builds are measured at.
type benchCase struct {
	group, name string
	views       []string // files
	typ         string   // of the resources that they read
	form        bench.Form
	served      bool // the resources come from a server
	compressed  bool
	cores       int // for the group cores: how many the build has
}

// set is what cases have in common that are measured in the same rounds: the name up to the first dot.
func (c *benchCase) set() string {
	name, _, _ := strings.Cut(c.name, ".")
	return c.group + "/" + name
}

// The groups of cases.
const (
	benchViews   = "bench"    // those of internal/bench/views
	starterViews = "starters" // those that the library brings
	forms        = "forms"    // one view over the same resources in other forms than NDJSON, and from a server
	twoCores     = "cores"    // the same forms by the clock, with one core and with two
	together     = "together" // several views in one pass
	pairs        = "pairs"    // one view written in two ways
)

// The folders of views, from the top of the repository.
var viewFolders = map[string]string{
	benchViews:   "internal/bench/views",
	starterViews: "viewdef/registry/views",
	pairs:        "internal/bench/pairs",
}

const viewSuffix = ".view.json"

// allCases returns the cases of the repository at root.
func allCases(root string) ([]benchCase, error) {
	var all []benchCase
	for _, group := range []string{benchViews, starterViews, pairs} {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(viewFolders[group]), "*"+viewSuffix))
		if err != nil || len(files) == 0 {
			return nil, errors.Join(err, fmt.Errorf("there are no views in %s: call this from the top folder of the repository", viewFolders[group]))
		}
		for _, file := range files {
			typ, err := typeOf(file)
			if err != nil {
				return nil, err
			}
			name := strings.TrimSuffix(filepath.Base(file), viewSuffix)
			all = append(all, benchCase{group: group, name: name, views: []string{file}, typ: typ})
		}
	}
	folder := filepath.Join(root, filepath.FromSlash(viewFolders[benchViews]))
	all = append(all, formCases(folder)...)
	var four []string
	for _, name := range []string{"patient_demographics", "patient_addresses", "patient_identifiers", "patient_contacts"} {
		file := filepath.Join(folder, name+viewSuffix)
		all = append(all, benchCase{group: together, name: "alone." + name, views: []string{file}, typ: "Patient"})
		four = append(four, file)
	}
	return append(all, benchCase{group: together, name: "all", views: four, typ: "Patient"}), nil
}

// formCases are the cases of the groups forms and cores: NDJSON, the other forms, and pages of a server.
func formCases(folder string) []benchCase {
	var once, cores []benchCase
	for _, view := range []struct{ name, typ string }{{"patient_demographics", "Patient"}, {"observation_flat", "Observation"}} {
		of := benchCase{group: forms, views: []string{filepath.Join(folder, view.name+viewSuffix)}, typ: view.typ}
		var here []benchCase
		for _, f := range bench.Forms() {
			c := of
			c.name, c.form = view.name+"."+f.String(), f
			here = append(here, c)
		}
		of.name, of.served = view.name+".pages", true
		here = append(here, of)
		once = append(once, here...)
		for _, c := range []benchCase{here[0], of} { // as NDJSON is
			c.name, c.compressed = c.name+".gz", true
			once = append(once, c)
		}
		for _, c := range here {
			name := c.name
			for c.cores = 1; c.cores <= 2; c.cores++ {
				c.group, c.name = twoCores, fmt.Sprintf("%s.%d", name, c.cores)
				cores = append(cores, c)
			}
		}
	}
	return append(once, cores...)
}

// typeOf returns the type of the resources that a view reads.
func typeOf(file string) (string, error) {
	data, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return "", fmt.Errorf("read a view: %w", err)
	}
	var view struct {
		Resource string `json:"resource"`
	}
	if err := json.Unmarshal(data, &view); err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	return view.Resource, nil
}

// args is what a build is called with.
func (c *benchCase) args(input, scratch string) []string {
	args := append([]string{"run"}, c.views...)
	args = append(args, "--in", input, "--format", "csv", "--parallel", strconv.Itoa(max(c.cores, 1)), "--quiet")
	switch {
	case len(c.views) > 1:
		args = append(args, "--out", scratch)
	case c.group == together: // what is compared with the above writes files, too
		args = append(args, "--out", filepath.Join(scratch, c.name+".csv"))
	}
	return args
}
