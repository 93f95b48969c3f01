package model_test

import (
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model"
	_ "github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/tables"
)

func TestReleaseOf(t *testing.T) {
	for release, names := range map[string][]string{
		"R4":    {"R4", "r4", "4", "4.0", "4.0.0", "4.0.1", "4.0.1-cibuild", "3.5.0", "3.5a.0", "3.3.0", "STU4"},
		"R4B":   {"R4B", "r4b", "R4b", "4.3", "4.3.0", "4.3.0-snapshot1", "4.1.0"},
		"R5":    {"R5", "r5", "5", "5.0", "5.0.0", "5.0.0-ballot", "4.2.0", "4.6.0", "5.0.0-draft-final"},
		"R6":    {"R6", "r6", "6.0.0-ballot", "6.0.0-ballot2", "6.0.0-ballot3", "6.0.0-cibuild", "6.0"},
		"STU3":  {"STU3", "stu3", "R3", "3.0.1", "3.0.2", "3.0", "1.8.0"},
		"DSTU2": {"DSTU2", "dstu2", "R2", "1.0.2", "1.0", "0.5.0"},
		"DSTU1": {"DSTU1", "0.0.82"},
		"": {"", " ", "R", "R7", "7.0.0", "4.7", "40", "4.00", "4.0.", "4.0.x", "4.0.1.2", "4.0.1-", "4.0.1-a b", "4.o.1", "-", ".",
			"latest", "r4 ", "4.0.1,5.0.0"},
	} {
		for _, name := range names {
			if got := model.ReleaseOf(name); got != release {
				t.Errorf("%q is %q, want %q", name, got, release)
			}
		}
	}
}

// TestForVersions chooses among all releases, which this package's tests import.
func TestForVersions(t *testing.T) {
	for versions, want := range map[string]string{
		"4.0.1": "R4", "4.0.1 5.0.0": "R5", "5.0.0 4.0.1 3.0.2": "R5", "R4B r4": "R4B", "3.0.2 4.0": "R4", "6.0.0-ballot 5.0": "R6",
		"nonsense R4": "R4", "4.0.1 7.0.0": "R4",
	} {
		m, err := model.ForVersions(strings.Fields(versions))
		if err != nil || m.Release() != want {
			t.Errorf("%s: %v, %v, want %s", versions, m, err, want)
		}
	}
	for versions, want := range map[string]string{
		"3.0.2":       "FHIR STU3 is not supported: fhirview reads R4 and later",
		"1.0.2 x":     "FHIR DSTU2 is not supported: fhirview reads R4 and later",
		"3.0.1 1.0.2": "FHIR STU3 is not supported: fhirview reads R4 and later",
		"4.o.1 R7":    `"4.o.1", "R7": not a release of FHIR that is known; use R4, R4B, R5 or R6, or a version such as 4.0.1`,
	} {
		if m, err := model.ForVersions(strings.Fields(versions)); err == nil || err.Error() != want {
			t.Errorf("%s: %v, %v, want %s", versions, m, err, want)
		}
	}
	if m, err := model.ForVersions(nil); m != nil || err != nil {
		t.Errorf("without versions: %v, %v", m, err)
	}
}

// TestLinked keeps the order of the releases and the first model of each.
func TestLinked(t *testing.T) {
	before := model.Linked()
	var names []string
	for _, m := range before {
		names = append(names, m.Release())
	}
	if got := strings.Join(names, " "); got != "R4 R4B R5 R6" {
		t.Errorf("linked are %s", got)
	}
	tables.Register(tables.New(&tables.Tables{Release: "R5", Version: "5.0.0-own"}))
	if after := model.Linked(); len(after) != len(before) || after[2] != before[2] {
		t.Error("a second model of R5 took the place of the first")
	}
}
