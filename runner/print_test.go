package runner_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/sink"
	"github.com/fhirview/fhirview/runner/source"
)

// TestRowAsJSON has each row encode as the line that the NDJSON sink writes, and an empty one as null.
func TestRowAsJSON(t *testing.T) {
	plan := compile(t, view("v", "Patient", "id id|n name.family.first()|none birthDate|score 1.50|yes active"), nil)
	table, err := runner.Collect(t.Context(), plan, source.Bytes(
		[]byte(`{"resourceType":"Patient","id":"a","active":true,"name":[{"family":"<Ö\"\n>"}]}`), []byte(`{"resourceType":"Patient","id":"b"}`)), nil)
	if err != nil {
		t.Fatal(err)
	}
	var want, have bytes.Buffer
	if err := table.Write(sink.NDJSON(&want)); err != nil {
		t.Fatal(err)
	}
	encoder := json.NewEncoder(&have)
	encoder.SetEscapeHTML(false)
	for row := range table.Rows() {
		if err := encoder.Encode(row); err != nil {
			t.Fatal(err)
		}
	}
	if want.Len() < 100 || have.String() != want.String() {
		t.Errorf("%swant\n%s", &have, &want)
	}
	if have, err := json.Marshal(runner.Row{}); string(have) != "null" || err != nil {
		t.Errorf("an empty row is %s, %v", have, err)
	}
}

// TestNothingToReadOrWrite has clear errors where there is no source, no writer, or a type that no table fits.
func TestNothingToReadOrWrite(t *testing.T) {
	plan, none := compile(t, view("v", "Patient", "id id"), nil), source.Bytes()
	for want, call := range map[string]func() error{
		"runner: there is no source: make one with package source": func() error {
			_, err := runner.Run(t.Context(), nil, []runner.Job{{Plan: plan, Sink: sink.JSON(&bytes.Buffer{})}}, nil)
			return err
		},
		"runner: there is no source: make one with package source ": func() error {
			_, err := runner.Collect(t.Context(), plan, nil, nil)
			return err
		},
		"write csv: there is no writer": func() error {
			_, err := runner.Run(t.Context(), none, []runner.Job{{Plan: plan, Sink: sink.CSV(nil, nil)}}, nil)
			return err
		},
		"runner: there is no sink to write to": func() error {
			table, err := runner.Collect(t.Context(), plan, none, nil)
			if err != nil {
				return err
			}
			return table.Write(nil)
		},
		"scan: the field ID of struct { ID int }: column id: string is what it holds, which an int does not take": func() error {
			table, err := runner.Collect(t.Context(), plan, none, nil)
			if err != nil {
				return err
			}
			_, err = runner.Scan[struct{ ID int }](table)
			return err
		},
	} {
		if err := call(); err == nil || err.Error() != strings.TrimSpace(want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
