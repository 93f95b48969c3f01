package viewdef_test

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

func compile(t testing.TB, view string) *viewdef.Plan {
	t.Helper()
	plan, err := viewdef.Compile([]byte(view), nil)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestExplain compares what Plan.String prints with the texts in testdata/explain, beside the views they are of.
func TestExplain(t *testing.T) {
	views, err := filepath.Glob("testdata/explain/*.view.json")
	if err != nil || len(views) == 0 {
		t.Fatalf("no views in testdata/explain: %v", err)
	}
	for _, file := range views {
		view, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		golden := strings.TrimSuffix(file, ".view.json") + ".txt"
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(string(want), compile(t, string(view)).String()); diff != "" {
			t.Errorf("%s (-want +have):\n%s", golden, diff)
		}
	}
}

const schemaView = `{
  "resource": "Observation", "name": "everything", "status": "active", "fhirVersion": ["4"],
  "select": [{
    "column": [
      {"name": "c01", "path": "id"},
      {"name": "c02", "path": "issued", "description": "when it was made known"},
      {"name": "c03", "path": "subject.getReferenceKey(Patient)", "type": "string"},
      {"name": "c04", "path": "effective.ofType(dateTime)"},
      {"name": "c05", "path": "value.ofType(Quantity).value"},
      {"name": "c06", "path": "value.ofType(boolean)"},
      {"name": "c07", "path": "value.ofType(integer)"},
      {"name": "c08", "path": "value.ofType(time)"},
      {"name": "c09", "path": "component.exists()"},
      {"name": "c10", "path": "component.count()"},
      {"name": "c11", "path": "%rowIndex"},
      {"name": "c12", "path": "note.text", "collection": true},
      {"name": "c13", "path": "value.ofType(SampledData).dimensions"},
      {"name": "c14", "path": "contained.first().photo.data", "type": "base64Binary"},
      {"name": "c15", "path": "extension('x').value", "type": "integer64"},
      {"name": "c16", "path": "code", "type": "CodeableConcept"},
      {"name": "c17", "path": "referenceRange", "type": "Observation.referenceRange", "collection": true},
      {"name": "c18", "path": "value"},
      {"name": "c19", "path": "1.5 + 1"},
      {"name": "c20", "path": "issued", "tag": [{"name": "x/type", "value": "X"}, {"name": "ansi/type", "value": "DATE"}]},
      {"name": "c21", "path": "1 'mg'"},
      {"name": "c22", "path": "meta.profile", "collection": true},
      {"name": "c23", "path": "effective.ofType(Period).lowBoundary()"},
      {"name": "c24", "path": "@2020-01-01"},
      {"name": "c25", "path": "text.div"}
    ],
    "unionAll": [
      {"column": [{"name": "u1", "path": "value"}, {"name": "u2", "path": "status"}]},
      {"column": [{"name": "u1", "path": "3", "type": "integer"}, {"name": "u2", "path": "id", "tag": [{"name": "ansi/type", "value": "CHAR(3)"}]}]}
    ]
  }]
}`

// TestSchema compares the columns of a view: declared and inferred types, SQL types by default and by tag.
func TestSchema(t *testing.T) {
	const text = "CHARACTER VARYING"
	want := &row.Schema{View: "everything", Columns: []row.Column{
		{Name: "c01", FHIRType: "id", SQLType: text},
		{Name: "c02", FHIRType: "instant", SQLType: "TIMESTAMP WITH TIME ZONE", Description: "when it was made known"},
		{Name: "c03", FHIRType: "string", SQLType: text},
		{Name: "c04", FHIRType: "dateTime", SQLType: text},
		{Name: "c05", Type: row.Decimal, FHIRType: "decimal", SQLType: text},
		{Name: "c06", Type: row.Boolean, FHIRType: "boolean", SQLType: "BOOLEAN"},
		{Name: "c07", Type: row.Integer, FHIRType: "integer", SQLType: "INT"},
		{Name: "c08", FHIRType: "time", SQLType: text},
		{Name: "c09", Type: row.Boolean, FHIRType: "Boolean", SQLType: "BOOLEAN"},
		{Name: "c10", Type: row.Integer, FHIRType: "Integer", SQLType: "INT"},
		{Name: "c11", Type: row.Integer, FHIRType: "Integer", SQLType: "INT"},
		{Name: "c12", Collection: true, FHIRType: "markdown", SQLType: text},
		{Name: "c13", Type: row.Integer, FHIRType: "positiveInt", SQLType: "INT"},
		{Name: "c14", FHIRType: "base64Binary", SQLType: "BINARY"},
		{Name: "c15", Type: row.Integer64, FHIRType: "integer64", SQLType: "BIGINT"},
		{Name: "c16", Type: row.JSON, FHIRType: "CodeableConcept", SQLType: text},
		{Name: "c17", Type: row.JSON, FHIRType: "Observation.referenceRange", SQLType: text, Collection: true},
		{Name: "c18", SQLType: text},
		{Name: "c19", Type: row.Decimal, FHIRType: "Decimal", SQLType: text},
		{Name: "c20", FHIRType: "instant", SQLType: "DATE"},
		{Name: "c21", FHIRType: "Quantity", SQLType: text},
		{Name: "c22", Collection: true, FHIRType: "canonical", SQLType: text},
		{Name: "c23", FHIRType: "DateTime", SQLType: text},
		{Name: "c24", FHIRType: "Date", SQLType: text},
		{Name: "c25", FHIRType: "xhtml", SQLType: text},
		{Name: "u1", Type: row.Integer, FHIRType: "integer", SQLType: "INT"},
		{Name: "u2", FHIRType: "code", SQLType: "CHAR(3)"},
	}}
	plan := compile(t, schemaView)
	sum, _ := plan.Digest()
	want.Digest = hex.EncodeToString(sum[:])
	if diff := cmp.Diff(want, plan.Schema()); diff != "" {
		t.Errorf("schema (-want +have):\n%s", diff)
	}
	if len(plan.Warnings()) > 0 {
		t.Errorf("warnings: %v", plan.Warnings())
	}
}
