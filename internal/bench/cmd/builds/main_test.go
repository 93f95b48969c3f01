package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/bench"
)

// TestCases has all views that are to be measured be there, each with the type of its resources.
func TestCases(t *testing.T) {
	cases, err := allCases(filepath.Join("..", "..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, c := range cases {
		count[c.group]++
		if c.typ == "" || c.group == together && c.typ != "Patient" {
			t.Errorf("%s/%s is of %q", c.group, c.name, c.typ)
		}
	}
	if count[benchViews] != 11 || count[starterViews] != 15 || count[forms] != 14 || count[twoCores] != 20 || count[together] != 5 || count[pairs]%2 != 0 {
		t.Errorf("cases: %v", count)
	}
}

// TestLeast takes the least of each measurement, all in turn.
func TestLeast(t *testing.T) {
	var order string
	measure := func(name string, times ...float64) func() (float64, error) {
		return func() (float64, error) {
			order += name
			took := times[0]
			times = times[1:]
			return took, nil
		}
	}
	took, err := least(3, []func() (float64, error){measure("a", 3, 1, 2), measure("b", 5, 6, 4)})
	if err != nil || !slices.Equal(took, []float64{1, 4}) || order != "ababab" {
		t.Errorf("%v, %v, %v", took, err, order)
	}
	broken := errors.New("it cannot run")
	if _, err := least(3, []func() (float64, error){func() (float64, error) { return 0, broken }}); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

// TestPages has a search of the library find all resources that a server of pages has, each once and as they are in the file but
// for their ids; and what only takes them in take as much.
func TestPages(t *testing.T) {
	sample, err := bench.Sample(filepath.Join("..", "..", "..", ".."), "Procedure", 400_000)
	if err != nil {
		t.Fatal(err)
	}
	resources := distinct(sample)
	for i := range resources {
		if len(resources[i]) != len(sample[i]) {
			t.Fatalf("resource %d: %d bytes, and there were %d", i, len(resources[i]), len(sample[i]))
		}
	}
	s, err := serve()
	if err != nil {
		t.Fatal(err)
	}
	for path, compressed := range map[string]bool{"/plain": false, "/gzip": true} {
		a, err := s.add(path, "Procedure", resources, compressed)
		if err != nil {
			t.Fatal(err)
		}
		client, err := fhirclient.New(s.base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		found := client.Search(t.Context(), "Procedure", nil, nil)
		for resource, err := range found.Entries() {
			if err != nil || !bytes.Equal(resource, resources[n]) {
				t.Fatalf("%s, resource %d: %s, %v", path, n, resource, err)
			}
			n++
		}
		if err := found.Incomplete(); err != nil || n != len(resources) || len(a.pages) < 2 || found.Info().Pages != len(a.pages) {
			t.Errorf("%s: %d resources of %d in %d pages, %v", path, n, len(resources), len(a.pages), err)
		}
		client.CloseIdleConnections()
		if err := receive(s.base+path+"/Procedure", strconv.Itoa(len(a.pages))); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if err := receive(s.base+path+"/Procedure", strconv.Itoa(len(a.pages)+1)); err == nil {
			t.Errorf("%s: there is one page more than there are", path)
		}
	}
}

// TestReport sums up each group.
func TestReport(t *testing.T) {
	var out strings.Builder
	r := report{out: &out}
	for _, res := range []result{
		{benchCase: benchCase{group: benchViews, name: "a"}, old: 2, new: 1, megabytes: 60},
		{benchCase: benchCase{group: benchViews, name: "b"}, old: 1, new: 2, megabytes: 60},
		{benchCase: benchCase{group: pairs, name: "key.json_name"}, old: 3, new: 1.5, megabytes: 60},
		{benchCase: benchCase{group: pairs, name: "key.of_type"}, old: 1, new: 1, megabytes: 60},
		{benchCase: benchCase{group: forms, name: "a.ndjson"}, old: 1, new: 1, received: 0.2, megabytes: 60},
		{benchCase: benchCase{group: forms, name: "a.list", form: bench.List}, old: 4, new: 2, megabytes: 90},
		{benchCase: benchCase{group: forms, name: "a.pages", served: true}, old: 3, new: 1.5, received: 0.5, megabytes: 60},
		{benchCase: benchCase{group: forms, name: "a.pages.gz", served: true, compressed: true}, old: 9, new: 9, megabytes: 60},
		{benchCase: benchCase{group: twoCores, name: "a.ndjson.1", cores: 1}, old: 1, new: 1, megabytes: 60},
		{benchCase: benchCase{group: twoCores, name: "a.ndjson.2", cores: 2}, old: 0.5, new: 0.5, megabytes: 60},
		{benchCase: benchCase{group: twoCores, name: "a.list.1", cores: 1, form: bench.List}, old: 1, new: 1, megabytes: 60},
		{benchCase: benchCase{group: twoCores, name: "a.list.2", cores: 2, form: bench.List}, old: 1, new: 0.8, megabytes: 60},
		{benchCase: benchCase{group: together, name: "alone.a", views: []string{"a"}}, old: 1, new: 1, megabytes: 60},
		{benchCase: benchCase{group: together, name: "alone.b", views: []string{"b"}}, old: 1, new: 1, megabytes: 60},
		{benchCase: benchCase{group: together, name: "all", views: []string{"a", "b"}}, old: 2, new: 1, megabytes: 60},
	} {
		r.add(res)
	}
	r.end()
	if strings.Contains(out.String(), "pages.gz: by") {
		t.Error("compressed pages are compared with a file that is not")
	}
	for _, want := range []string{
		"old/new: least 0.500, geometric mean 1.000",
		"key: json_name costs 1.50 times as much as of_type; with the old build 3.00",
		"a.list: by resources 0.50 of the rate of NDJSON, by bytes 0.75; with the old build 0.25 and 0.38",
		"a.pages: by resources 0.67 of the rate of NDJSON, by bytes 0.67; with the old build 0.33 and 0.33",
		"a.pages: of 1.500 s it takes 0.500 to receive the pages and drop them; without that, and without the 0.200 to read the file, " +
			"by resources 0.80; with the old build 0.32",
		"a.list: 1.25 times as fast with two cores; with the old build 1.00; that is 0.62 of what they bring NDJSON, with the old build 0.50",
		"all: 0.50 of the time of as many runs; with the old build 1.00",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("there is no %q in\n%s", want, out.String())
		}
	}
}
