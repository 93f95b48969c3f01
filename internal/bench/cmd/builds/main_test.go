package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

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
	if count[benchViews] != 11 || count[starterViews] != 15 || count[forms] != 8 || count[together] != 5 || count[pairs]%2 != 0 {
		t.Errorf("cases: %v", count)
	}
}

// TestSideBySide takes the least of both builds, in turn.
func TestSideBySide(t *testing.T) {
	var order []string
	times := map[string][]float64{"a": {3, 1, 2}, "b": {5, 6, 4}}
	old, now, err := sideBySide(3, func(build string) (float64, error) {
		order = append(order, build)
		took := times[build][0]
		times[build] = times[build][1:]
		return took, nil
	}, "a", "b")
	if err != nil || old != 1 || now != 4 || strings.Join(order, "") != "ababab" {
		t.Errorf("%v, %v, %v, %v", old, now, err, order)
	}
	broken := errors.New("it cannot run")
	if _, _, err := sideBySide(3, func(string) (float64, error) { return 0, broken }, "a", "b"); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

// TestReport sums up each group.
func TestReport(t *testing.T) {
	var out strings.Builder
	r := report{out: &out}
	for _, res := range []result{
		{benchCase{benchViews, "a", []string{"a"}, "Patient", bench.NDJSON}, 2, 1, 60},
		{benchCase{benchViews, "b", []string{"b"}, "Patient", bench.NDJSON}, 1, 2, 60},
		{benchCase{pairs, "key.json_name", []string{"k"}, "Patient", bench.NDJSON}, 3, 1.5, 60},
		{benchCase{pairs, "key.of_type", []string{"l"}, "Patient", bench.NDJSON}, 1, 1, 60},
		{benchCase{forms, "a.ndjson", []string{"a"}, "Patient", bench.NDJSON}, 1, 1, 60},
		{benchCase{forms, "a.list", []string{"a"}, "Patient", bench.List}, 4, 2, 90},
		{benchCase{together, "alone.a", []string{"a"}, "Patient", bench.NDJSON}, 1, 1, 60},
		{benchCase{together, "alone.b", []string{"b"}, "Patient", bench.NDJSON}, 1, 1, 60},
		{benchCase{together, "all", []string{"a", "b"}, "Patient", bench.NDJSON}, 2, 1, 60},
	} {
		r.add(res)
	}
	r.end()
	for _, want := range []string{
		"old/new: least 0.500, geometric mean 1.000",
		"key: json_name costs 1.50 times as much as of_type; with the old build 3.00",
		"a.list: by resources 0.50 of the rate of NDJSON, by bytes 0.75; with the old build 0.25 and 0.38",
		"all: 0.50 of the time of as many runs; with the old build 1.00",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("there is no %q in\n%s", want, out.String())
		}
	}
}
