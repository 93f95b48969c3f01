package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sorted(names []string) []string {
	return slices.Sorted(slices.Values(names))
}

func TestComplaint(t *testing.T) {
	tests := []struct{ name, messages, want string }{
		{name: "none"},
		{name: "the last line", messages: "one\ntwo\n\n", want: "two"},
		{
			name:     "what node prints",
			messages: "file:///x.mjs:1\n" + strings.Repeat("x", 400) + "Error:\n   ^\n\nError: Parser Error: near FROM\n    at y\n\nNode.js v20\n",
			want:     "Error: Parser Error: near FROM",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := complaint(test.messages); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func exampleOutcome() outcome {
	return outcome{
		contest: contest{"claims", 2.5},
		rows:    1234,
		size:    300_400_000,
		rates: map[string]rate{
			fhirview: {cpu: 900, clock: 800}, duckdb: {cpu: 300, clock: 400}, purego: {cpu: 600}, medplum: {cpu: 22.5},
		},
		rounds: []float64{2.9, 3.2, 2.8},
		cannot: map[string]string{},
	}
}

func TestReport(t *testing.T) {
	slow := exampleOutcome()
	slow.target = 3.1
	slow.rates = map[string]rate{fhirview: {cpu: 900, clock: 800}, duckdb: {cpu: 300, clock: 400}, purego: {cpu: 600}}
	slow.cannot = map[string]string{medplum: "no repeat"}
	got := report([]outcome{exampleOutcome(), slow}, nil, options{rounds: 3, purego: true, medplum: true})
	want := strings.Join([]string{
		"One core, median of 3 rounds. MB of NDJSON per second of processor time, start-up taken off.",
		"",
		"view    rows  MB   fhirview  duckdb  ratio  of rounds  target          clock ratio  purego  purego/duckdb  medplum            fhirview/medplum",
		"claims  1234  300  900       300     3.00   2.80-3.20  2.5     met     2.00         600     2.00           22.5               40",
		"claims  1234  300  900       300     3.00   2.80-3.20  3.1     missed  2.00         600     2.00           cannot: no repeat  -",
		"",
	}, "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report (-want, +got):\n%s", diff)
	}
}

func TestMissedTargets(t *testing.T) {
	slow := exampleOutcome()
	slow.view, slow.target = "slow", 3.1
	both := []outcome{exampleOutcome(), slow}
	if err := missedTargets(both, options{}); err != nil {
		t.Errorf("without --targets: %v", err)
	}
	if got, want := message(missedTargets(both, options{targets: true})), "1 views miss their targets: slow"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := missedTargets(both[:1], options{targets: true}); err != nil {
		t.Errorf("with all met: %v", err)
	}
}
