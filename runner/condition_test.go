package runner_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// conditioned is a view of observations with conditions.
func conditioned(where ...string) string {
	var list []string
	for _, w := range where {
		list = append(list, fmt.Sprintf(`{"path":%q}`, w))
	}
	conditions := ""
	if len(list) > 0 {
		conditions = `"where":[` + strings.Join(list, ",") + `],`
	}
	return `{"resourceType":"ViewDefinition","name":"v","status":"active","resource":"Observation",` + conditions + `
		"select":[{"column":[{"name":"id","path":"id"},{"name":"status","path":"status"},
			{"name":"unit","path":"value.ofType(Quantity).unit"}]}]}`
}

// conditions are without, with one and with several texts that a resource has to have.
var conditions = [][]string{
	{"code.coding.exists(system = 'http://loinc.org' and code = '718-7')"},
	{"status = 'final'"},
	{"code.coding.code = '718-7'", "status != 'entered-in-error'"},
	{"code.coding.where(system = 'http://loinc.org').exists()"},
	{"code.text = 'a/b'"},
	{"code.exists() and code.text.empty()"},
	{"value.ofType(Quantity).value > 5"},
	{"true"},
	{"false"},
}

// observed returns an observation as random as the conditions care about; some are written with escapes.
func observed(r *rand.Rand, id int) string {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	return fmt.Sprintf(`{"resourceType":"Observation","id":"%d","status":%s,"code":%s,"valueQuantity":{"value":%s,"unit":"kg"}%s}`,
		id, pick(`"final"`, `"f\u0069nal"`, `"amended"`),
		pick(`{"coding":[{"system":"http://loinc.org","code":"718-7"}]}`, `{"coding":[{"code":"718-7"},{"system":"http://loinc.org"}]}`,
			`{"coding":[{"system":"http:\/\/loinc.org","code":"7\u00318-7"}]}`, `{"coding":[{"system":"urn:x","code":"x718-7"}]}`,
			`{"text":"a\/b"}`, `{"text":"a/b"}`, `{"text":"718-7"}`, `{}`),
		pick("4", "6", "5.0"), pick("", `,"note":[{"text":"\"718-7\""}]`, `,"bodySite":{"text":"718-7"}`))
}

// structural leaves out the lines whose strings and brackets are all right although they are broken: of a resource that is
// without a condition's text nobody looks at more.
func structural(text []string) []string {
	return slices.DeleteFunc(text, func(s string) bool { return strings.Contains(s, `"id""`) })
}

// TestConditions compares with views of which all resources are decoded as a whole.
func TestConditions(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var text []string
	for id := range 3000 {
		if share := 1 + id/300; r.IntN(10) < share { // from few that pass to many
			text = append(text, observed(r, id))
		} else {
			text = append(text, strings.NewReplacer("718-7", "1-1", "final", "amended").Replace(observed(r, id)))
		}
	}
	text = structural(damage(text))
	for _, c := range conditions {
		t.Run(strings.Join(c, ", "), func(t *testing.T) {
			first := compile(t, conditioned(c...), nil)
			whole := compile(t, conditioned(c...), &viewdef.Options{Trace: func(string, fhirpath.Collection) {}})
			if len(first.WhyPlain()) > 0 || len(whole.WhyPlain()) == 0 {
				t.Fatal("the one view should take the fast way, the other not")
			}
			want := outcomeOf(t, lines(text, nil), runner.Options{Parallel: 1}, whole)
			for _, parallel := range parallels {
				for _, size := range []int{1000, 1 << 20} {
					got := outcomeOf(t, lines(text, &source.Options{BlockSize: size}), runner.Options{Parallel: parallel}, first)
					if diff := cmp.Diff(want, got); diff != "" {
						t.Fatalf("parallel %d, blocks of %d: differs from all as a whole (-want +got):\n%s", parallel, size, diff)
					}
				}
			}
		})
	}
}

// TestConditionsOfSeveralViews has views that share a reading, one of them without a condition in the second round.
func TestConditionsOfSeveralViews(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var text []string
	for id := range 2000 {
		text = append(text, observed(r, id))
	}
	text = structural(damage(text))
	var first, whole []*viewdef.Plan
	for _, c := range append(conditions, nil) {
		first = append(first, compile(t, conditioned(c...), nil))
		whole = append(whole, compile(t, conditioned(c...), &viewdef.Options{Trace: func(string, fhirpath.Collection) {}}))
		want := outcomeOf(t, lines(text, nil), runner.Options{Parallel: 1}, whole...)
		got := outcomeOf(t, lines(text, small), runner.Options{Parallel: 2}, first...)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%d views differ from all as a whole (-want +got):\n%s", len(first), diff)
		}
	}
}

// TestRejectedResourcesAreCheckedAlike has mistakes in what only the columns read, and in what the conditions read: all that
// the view reads is checked, unless the resource is without the condition's text, however many before have passed.
func TestRejectedResourcesAreCheckedAlike(t *testing.T) {
	resource := func(status, code, unit string) string {
		return fmt.Sprintf(`{"resourceType":"Observation","id":"x","status":%s,"code":{"coding":[{"code":%s}]},"valueQuantity":{"unit":%s}}`,
			status, code, unit)
	}
	const bad = `"a\x"` // an escape that JSON does not have, which only reading finds
	probes := []struct {
		text   string
		failed bool
	}{
		{resource(`"final"`, `"718-7"`, bad), true},   // it fulfils the condition
		{resource(`"final"`, `"1-1"`, bad), false},    // it is without the text, and not read
		{resource(`"amended"`, `"718-7"`, bad), true}, // it does not, which is found out when all has been read
		{resource(bad, `"718-7"`, `"kg"`), true},      // the condition reads it
		{resource(bad, `"1-1"`, `"kg"`), false},       // it is without the text
		{resource(`"final"`, `"718-7"`, `"kg"`) + "x", true},
		{resource(`"final"`, `"1-1"`, `"kg"`) + "x", true},
		{`{"resourceType":"Observation","code":["1-1"}`, true},
	}
	plan := compile(t, conditioned("status != 'amended' and code.coding.exists(code = '718-7')"), nil)
	for _, before := range []string{resource(`"final"`, `"718-7"`, `"kg"`), resource(`"amended"`, `"718-7"`, `"kg"`)} {
		for _, p := range probes {
			text := append(strings.Split(strings.Repeat(before+"\n", 50), "\n"), p.text)
			got := outcomeOf(t, lines(text, nil), runner.Options{Parallel: 1}, plan)
			if failed := got.Stats.Failed == 1; failed != p.failed {
				t.Errorf("after many like %s\n%s\nfailed: %v, want %v", before, p.text, failed, p.failed)
			}
			strict := outcomeOf(t, lines(text, nil), runner.Options{Parallel: 1, StrictJSON: true}, plan)
			if strict.Stats.Failed != 1 {
				t.Errorf("strictly, %s\nfailed %d times", p.text, strict.Stats.Failed)
			}
		}
	}
}
