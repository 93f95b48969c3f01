package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// A contest is a view, and how many times as fast as DuckDB fhirview should be at it.
type contest struct {
	view   string
	target float64
}

var contests = []contest{
	{"patient_demographics", 3.0},
	{"patient_addresses", 2.5},
	{"patient_identifiers", 2.5},
	{"patient_contacts", 2.5},
	{"observation_flat", 2.2},
	{"blood_pressure", 2.0},
	{"observation_rare", 3.0},
	{"condition_flat", 2.5},
	{"encounter_flat", 2.2},
	{"claim_items", 2.5},
	{"questionnaire_items", 8.0},
}

// selectContests returns those with the names of a list separated by commas, or all.
func selectContests(names string) ([]contest, error) {
	if names == "" {
		return contests, nil
	}
	var selected []contest
	for name := range strings.SplitSeq(names, ",") {
		i := slices.IndexFunc(contests, func(c contest) bool { return c.view == name })
		if i < 0 {
			return nil, fmt.Errorf("no view is called %q", name)
		}
		selected = append(selected, contests[i])
	}
	return selected, nil
}

// parquetTargets returns the contests with the targets for Parquet: views whose rows repeat what stands outside of their forEach gain
// most by writing it once.
func parquetTargets(of []contest) []contest {
	out := slices.Clone(of)
	for i := range out {
		out[i].target = 1.7
		if out[i].view == "claim_items" || out[i].view == "questionnaire_items" {
			out[i].target = 2.7
		}
	}
	return out
}

// selection is what the comparison reads of a ViewDefinition's select.
type selection struct {
	Column []struct {
		Name string `json:"name"`
		Type string `json:"type"`
	} `json:"column"`
	Select   []selection `json:"select"`
	UnionAll []selection `json:"unionAll"`
	Repeat   []string    `json:"repeat"`
}

type view struct {
	Resource string           `json:"resource"`
	Constant []map[string]any `json:"constant"`
	Where    []struct {
		Path string `json:"path"`
	} `json:"where"`
	Select []selection `json:"select"`
}

func readView(name string) (view, error) {
	var v view
	data, err := os.ReadFile(viewFile(name))
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(data, &v)
}

// decimals returns the names of the columns of type decimal.
func (v view) decimals() map[string]bool {
	names := map[string]bool{}
	walk(v.Select, func(s selection) {
		for _, c := range s.Column {
			if c.Type == "decimal" {
				names[c.Name] = true
			}
		}
	})
	return names
}

// repeats tells whether the view follows elements to any depth.
func (v view) repeats() bool {
	found := false
	walk(v.Select, func(s selection) { found = found || len(s.Repeat) > 0 })
	return found
}

func walk(selections []selection, visit func(selection)) {
	for _, s := range selections {
		visit(s)
		walk(s.Select, visit)
		walk(s.UnionAll, visit)
	}
}
