package runner_test

import (
	"bytes"
	"encoding/json"
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
