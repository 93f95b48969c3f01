package viewdef_test

import (
	"strings"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model/r5"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef"
)

const digested = `{"resourceType":"ViewDefinition","name":"a","status":"active","resource":"Patient",
	"constant":[{"name":"c","valueString":"x"}],"where":[{"path":"active"}],
	"select":[{"column":[{"name":"id","path":"id"},{"name":"family","path":"name.first().family"}]}]}`

// TestDigest has changes of a view that change its digest, and some that do not.
func TestDigest(t *testing.T) {
	digest := func(view string, opts *viewdef.Options) [32]byte {
		t.Helper()
		plan, err := viewdef.Compile([]byte(view), opts)
		if err != nil {
			t.Fatal(err)
		}
		sum, ok := plan.Digest()
		if !ok {
			t.Error("the plan calls nothing outside and cannot be compared")
		}
		return sum
	}
	first := digest(digested, nil)
	for _, c := range []struct {
		old, new string
		same     bool
	}{
		{`"name":"a"`, `"name":"b"`, true},
		{`"status":"active"`, `"status":"draft","url":"http://example.org/v","version":"2","description":"d"`, true},
		{`"select":[{`, "\n\"select\": [ {", true},
		{`"path":"id"`, `"path":"gender"`, false},
		{`"name":"id"`, `"name":"key"`, false},
		{`"path":"active"`, `"path":"active.not()"`, false},
		{`"valueString":"x"`, `"valueString":"y"`, false},
		{`"resource":"Patient"`, `"resource":"Practitioner"`, false},
	} {
		view := strings.Replace(digested, c.old, c.new, 1)
		if view == digested {
			t.Fatalf("%s is not in the view", c.old)
		}
		if same := digest(view, nil) == first; same != c.same {
			t.Errorf("%s instead of %s: the digests are equal: %v, want %v", c.new, c.old, same, c.same)
		}
	}
	if digest(digested, &viewdef.Options{Model: r5.Model()}) == first {
		t.Error("the digests for R4 and R5 are equal")
	}
	outside, err := viewdef.Compile([]byte(digested), &viewdef.Options{Trace: func(string, fhirpath.Collection) {}})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := outside.Digest(); ok {
		t.Error("a plan with a trace function can be compared")
	}
}

func TestSetContext(t *testing.T) {
	plan, err := viewdef.Compile([]byte(`{"resourceType":"ViewDefinition","status":"active","resource":"Patient",
		"select":[{"column":[{"name":"today","path":"today()"}]}]}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	var r resource.Resource
	if err := resource.NewDecoder(plan.Projection()).Decode([]byte(`{"resourceType":"Patient"}`), &r); err != nil {
		t.Fatal(err)
	}
	f := viewdef.NewSet(plan).Flattener(&viewdef.FlattenOptions{Now: time.Date(2019, 1, 2, 0, 0, 0, 0, time.UTC)})
	batch := f.Rows(0)
	for _, want := range []string{"2020-01-02", "2021-03-04"} {
		at, _ := time.Parse(time.DateOnly, want)
		f.SetContext(t.Context(), at)
		if failures := f.FlattenResource(&r); len(failures) > 0 {
			t.Fatal(failures[0].Err)
		}
		if got := batch.Row(batch.Rows() - 1)[0].Text; got != want {
			t.Errorf("today() is %s, want %s", got, want)
		}
	}
}
