package viewdef_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/row"
)

// FuzzView compiles and evaluates whatever it is given: a view has problems or a plan, never both and never a panic,
// and a resource that fails leaves no rows.
func FuzzView(f *testing.F) {
	for _, test := range problemCases {
		f.Add([]byte(test.view), []byte(tenColumnsPatient))
	}
	f.Add([]byte(tenColumns), []byte(tenColumnsPatient))
	f.Add([]byte(schemaView), []byte(`{"resourceType": "Observation", "valueInteger": 1}`))
	files, _ := filepath.Glob("testdata/*.json")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var suite struct {
			Resources []json.RawMessage
			Tests     []struct{ View json.RawMessage }
		}
		if err := json.Unmarshal(data, &suite); err != nil {
			f.Fatal(err)
		}
		for i, test := range suite.Tests {
			f.Add([]byte(test.View), []byte(suite.Resources[i%len(suite.Resources)]))
		}
	}
	f.Fuzz(func(t *testing.T, view, data []byte) {
		plan, err := viewdef.Compile(view, nil)
		failed := false
		for _, p := range viewdef.Validate(view, nil) {
			failed = failed || p.Severity == viewdef.SeverityError
		}
		if failed != (err != nil) || (plan != nil) != (err == nil) {
			t.Fatalf("Compile says %v, and Validate %t", err, failed)
		}
		r := new(resource.Resource)
		if err != nil || resource.NewDecoder(plan.Projection()).Decode(data, r) != nil {
			return
		}
		_ = plan.String()
		batch := row.NewBatch(plan.Schema())
		if _, err := plan.Evaluator(nil, time.Time{}).Append(batch, r); err != nil && batch.Rows() > 0 {
			t.Errorf("%d rows after %v", batch.Rows(), err)
		}
		sameApart(t, plan, resource.NewDecoder(plan.Projection()), data)
	})
}
