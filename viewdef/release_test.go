package viewdef_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/model/r5"
	"github.com/fhirview/fhirview/internal/projection"
	"github.com/fhirview/fhirview/viewdef"
)

// versioned is a view that is meant for releases.
func versioned(versions string) string {
	return `{"resource": "Patient", "status": "active", "fhirVersion": ` + versions + `, "select": [{"column": [{"name": "id", "path": "id"}]}]}`
}

// TestFHIRVersion compiles views for the releases that they are meant for. Of the releases, this test links R4 and R5.
func TestFHIRVersion(t *testing.T) {
	for _, c := range []struct {
		versions string
		given    *model.Model
		want     string // the release, or the beginning of the error
		explain  string
		warnings []string
	}{
		{versions: `["4.0"]`, want: "R4", explain: "R4, by fhirVersion"},
		{versions: `["r4"]`, want: "R4", explain: "R4, by fhirVersion"},
		{versions: `["4"]`, want: "R4", explain: "R4, by fhirVersion"},
		{versions: `["5.0.0"]`, want: "R5", explain: "R5, by fhirVersion"},
		{versions: `["R5"]`, want: "R5", explain: "R5, by fhirVersion"},
		{versions: `["5.0.0-ballot"]`, want: "R5", explain: "R5, by fhirVersion"},
		{versions: `["5.0.0", "4.0.1"]`, want: "R5", explain: "R5, the highest that fits of 5.0.0, 4.0.1"},
		{versions: `["4.0.1", "3.0.2"]`, want: "R4", explain: "R4, the highest that fits of 4.0.1, 3.0.2"},
		{versions: `["4.0.1", "6.0.0-ballot2"]`, want: "R4", explain: "R4, the highest that fits of 4.0.1, 6.0.0-ballot2"},
		{
			versions: `["4.0.1", "5.o.0"]`, want: "R4", explain: "R4, the highest that fits of 4.0.1, 5.o.0",
			warnings: []string{`fhirVersion[1]: warning: "5.o.0" is no release of FHIR that is known`},
		},
		{versions: `["4.0.1", "5.0.0"]`, given: r4.Model(), want: "R4", explain: "R4, as given"},
		{
			versions: `["5.0.0", "3.0.2"]`, given: r4.Model(), want: "R4", explain: "R4, as given",
			warnings: []string{"fhirVersion: warning: the view is not meant for FHIR 4.0.1, for which it is compiled"},
		},
		{
			versions: `["3.0.2"]`, given: r5.Model(), want: "R5", explain: "R5, as given",
			warnings: []string{"fhirVersion: warning: the view is not meant for FHIR 5.0.0, for which it is compiled"},
		},
		{versions: `["4.3.0"]`, want: `fhirVersion: the types of FHIR R4B are not linked into this program: import _ "github.com/fhirview/fhirview/fhirpath/model/r4b"`},
		{versions: `["6.0", "3.0.2"]`, want: `fhirVersion: the types of FHIR R6 are not linked into this program: import _ "github.com/fhirview/fhirview/fhirpath/model/r6"`},
		{versions: `["3.0.1"]`, want: "fhirVersion: FHIR STU3 is not supported: fhirview reads R4 and later"},
		{versions: `["DSTU2"]`, want: "fhirVersion: FHIR DSTU2 is not supported: fhirview reads R4 and later"},
		{versions: `["4.00"]`, want: `fhirVersion: "4.00": not a release of FHIR that is known; use R4, R4B, R5 or R6, or a version such as 4.0.1`},
		{versions: `["7.0.0"]`, want: `fhirVersion: "7.0.0": not a release of FHIR that is known; use R4`},
		{versions: `[5]`, want: "fhirVersion[0]: has to be a string, not a number"},
	} {
		plan, err := viewdef.Compile([]byte(versioned(c.versions)), &viewdef.Options{Model: c.given})
		if err != nil {
			if !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: %v, want %s", c.versions, err, c.want)
			}
			continue
		}
		if got := (*projection.Projection)(plan.Projection()).Model().Release(); got != c.want {
			t.Errorf("%s: compiled for %s, want %s", c.versions, got, c.want)
		}
		if !strings.Contains(plan.String(), "\n  release "+c.explain+"\n") {
			t.Errorf("%s: explained as\n%s\nwant %s", c.versions, plan, c.explain)
		}
		var warnings []string
		for _, w := range plan.Warnings() {
			warnings = append(warnings, w.String())
		}
		if strings.Join(warnings, "\n") != strings.Join(c.warnings, "\n") {
			t.Errorf("%s: warnings %q, want %q", c.versions, warnings, c.warnings)
		}
	}
}

// TestNoFHIRVersion compiles a view for R4, which goes without saying.
func TestNoFHIRVersion(t *testing.T) {
	plan := compile(t, `{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "id", "path": "id"}]}]}`)
	if (*projection.Projection)(plan.Projection()).Model() != r4.Model() || strings.Contains(plan.String(), "release") {
		t.Errorf("explained as\n%s", plan)
	}
}

// TestReleaseHasType compiles a view for the highest of its releases that has the type of its resources.
func TestReleaseHasType(t *testing.T) {
	plan := compile(t, `{"resource": "Media", "status": "active", "fhirVersion": ["4.0.1", "5.0.0"], "select": [{"column": [{"name": "id", "path": "id"}]}]}`)
	if got := (*projection.Projection)(plan.Projection()).Model(); got != r4.Model() {
		t.Errorf("compiled for %s", got.Release())
	}
	_, err := viewdef.Compile([]byte(`{"resource": "Media", "status": "active", "fhirVersion": ["5.0.0"], "select": [{"column": [{"name": "id", "path": "id"}]}]}`), nil)
	if err == nil || !strings.Contains(err.Error(), "no resource type of FHIR R5") {
		t.Errorf("the error is %v", err)
	}
}

// TestReleaseSpeaksAgainstLeast compiles views that are meant for R4 and R5 for the one whose types they have, strictly or
// not: for the highest only where nothing or as much speaks against both.
func TestReleaseSpeaksAgainstLeast(t *testing.T) {
	for _, c := range []struct{ resource, path, want string }{
		{"MedicationRequest", "medication.ofType(CodeableConcept).text", "R4"},
		{"MedicationRequest", "medication.concept.text", "R5"},
		{"MedicationRequest", "status", "R5"},
		{"Encounter", "period.start", "R4"},
		{"Encounter", "actualPeriod.start", "R5"},
		{"Encounter", "hospitalization.dischargeDisposition.text", "R4"},
		{"Encounter", "class.code", "R4"},
		{"Encounter", "class.first().coding.first().code", "R5"},
		{"Encounter", "noSuchElement", "R5"},
		{"Procedure", "performed.ofType(dateTime)", "R4"},
		{"Procedure", "occurrence.ofType(dateTime)", "R5"},
	} {
		for _, versions := range []string{`["4.0.1", "5.0.0"]`, `["R5", "R4"]`} {
			view := fmt.Sprintf(`{"resource": %q, "status": "active", "fhirVersion": %s, "select": [{"column": [{"name": "x", "path": %q}]}]}`,
				c.resource, versions, c.path)
			plan := compile(t, view)
			if got := (*projection.Projection)(plan.Projection()).Model().Release(); got != c.want {
				t.Errorf("%s of %s, %s: compiled for %s, want %s", c.path, c.resource, versions, got, c.want)
			}
			strict := viewdef.Validate([]byte(view), &viewdef.Options{Strict: true})
			if got := viewdef.Validate([]byte(view), nil); len(got) != len(strict) || len(got) != len(plan.Warnings()) {
				t.Errorf("%s of %s, %s: problems %v, strictly %v", c.path, c.resource, versions, got, strict)
			}
			if len(strict) > 0 && c.path != "noSuchElement" {
				t.Errorf("%s of %s, %s: %v", c.path, c.resource, versions, strict)
			}
		}
	}
}

// TestReleaseDecidesRows evaluates a view that is meant for R5 on an encounter of R5: its elements are known.
func TestReleaseDecidesRows(t *testing.T) {
	plan := compile(t, `{"resource": "Encounter", "status": "active", "fhirVersion": ["R5"], "select": [{"column": [
		{"name": "start", "path": "actualPeriod.start", "type": "dateTime"}]}]}`)
	if len(plan.Warnings()) > 0 {
		t.Errorf("warnings: %v", plan.Warnings())
	}
}
