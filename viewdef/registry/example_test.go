package registry_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/fhirview/fhirview/viewdef/registry"
)

func Example() {
	own := fstest.MapFS{"smokers.view.json": {Data: []byte(`{
		"resourceType": "ViewDefinition", "name": "smokers", "version": "1.1", "status": "active", "resource": "Observation",
		"where": [{"path": "code.coding.where(code = '72166-2').exists()"}],
		"select": [{"column": [{"name": "patient_id", "path": "subject.getReferenceKey(Patient)"}]}]
	}`)}}
	views, err := registry.New(context.Background(), []registry.Source{registry.Starter(), registry.FS("own", own)}, nil)
	if err != nil {
		log.Fatal(err)
	}
	plan, err := views.Plan("smokers|1.1")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(plan.Resource(), len(views.Views()))

	_, err = views.Plan("smoker")
	fmt.Println(err)
	// Output:
	// Observation 16
	// there is no view "smoker"; did you mean smokers? The views are allergies, blood_pressures, claims, conditions, diagnostic_reports, encounters, immunizations, laboratory_results, medications, patient_addresses, patient_contacts, patient_demographics, patients, procedures, smokers, vital_signs
}
