package runner_test

import (
	"database/sql"
	"encoding/json"
	"iter"
	"testing"
	"time"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// errorsOf are the errors of a loop over values.
func errorsOf[T any](all iter.Seq2[T, error]) []string {
	var out []string
	for _, err := range all {
		if err != nil {
			out = append(out, err.Error())
		}
	}
	return out
}

// checkMisfit wants one error, whatever the input.
func checkMisfit[T any](t *testing.T, plan *viewdef.Plan, want string) {
	t.Helper()
	for _, n := range []int{0, 3} {
		got := errorsOf(runner.All[T](t.Context(), plan, bytesOf(patients(n)), nil))
		if len(got) != 1 || got[0] != want {
			t.Errorf("%d resources: %q\nwant one: %s", n, got, want)
		}
	}
}

// TestAllMisfit has one error for a type that fits no row, also without input.
func TestAllMisfit(t *testing.T) {
	plan := compile(t, typed, nil)
	checkMisfit[struct{ ID chan int }](t, plan,
		"scan: the field ID of struct { ID chan int }: column id: string is what it holds, which a chan int does not take")
	checkMisfit[struct{ Weight *complex128 }](t, plan,
		"scan: the field Weight of struct { Weight *complex128 }: column weight: decimal is what it holds, which a complex128 does not take")
	checkMisfit[struct{ ID int }](t, plan,
		"scan: the field ID of struct { ID int }: column id: string is what it holds, which an int does not take")
	checkMisfit[struct{ Active *string }](t, plan,
		"scan: the field Active of struct { Active *string }: column active: boolean is what it holds, which a string does not take")
	checkMisfit[struct{ Telecom time.Time }](t, plan,
		"scan: the field Telecom of struct { Telecom time.Time }: column telecom: json is what it holds, which a time.Time does not take")
	checkMisfit[struct{ Given string }](t, plan,
		"scan: the field Given of struct { Given string }: column given: the column is a collection: use a slice")
	checkMisfit[struct{ Given sql.NullString }](t, plan,
		"scan: the field Given of struct { Given sql.NullString }: column given: the column is a collection: use a slice")
	checkMisfit[struct{ Given []bool }](t, plan,
		"scan: the field Given of struct { Given []bool }: column given: string is what it holds, which a bool does not take")
	type tagged struct {
		ID string
		on bool `fhirview:"active"`
	}
	_ = tagged{}.on
	checkMisfit[tagged](t, plan, "scan: the field on of runner_test.tagged has a tag, but is not exported, so it cannot be set")
	type hidden struct{ id string }
	_ = hidden{}.id
	checkMisfit[hidden](t, plan, "scan: no field of runner_test.hidden is exported, so none can be set")
}

// TestAllFit has no error for what can fit: the data decides, or nobody knows what it is.
func TestAllFit(t *testing.T) {
	type fit struct {
		ID        sql.NullString
		Active    *bool
		BirthDate any
		Multiple  *float32
		Weight    *int
		Given     *[]*string
		Telecom   json.RawMessage
		note      string
	}
	_ = fit{}.note
	plan := compile(t, typed, nil)
	text := []string{
		`{"resourceType":"Patient","id":"1","multipleBirthInteger":2,"name":[{"given":["A"]}],"telecom":[{"system":"phone"}]}`,
		`{"resourceType":"Patient","id":"2","extension":[{"url":"u","valueDecimal":1.5}]}`,
	}
	rows := 0
	var failed []string
	for v, err := range runner.All[fit](t.Context(), plan, bytesOf(text), nil) {
		if err != nil {
			failed = append(failed, err.Error())
		} else if rows++; v.ID.String != "1" || *v.Multiple != 2 || *(*v.Given)[0] != "A" || string(v.Telecom) != `{"system":"phone"}` {
			t.Errorf("%+v", v)
		}
	}
	if want := "row 1: column weight: the value is a decimal, which an int does not take"; rows != 1 || len(failed) != 1 || failed[0] != want {
		t.Errorf("%d rows and %q, want 1 and %q", rows, failed, want)
	}
	for _, err := range runner.All[struct{}](t.Context(), plan, source.Bytes(), nil) {
		t.Errorf("a struct without fields: %v", err)
	}
}
