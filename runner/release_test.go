package runner_test

import (
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model/r5"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
	"github.com/fhirview/fhirview/viewdef"
)

// TestDamagedTypesFail has resources whose type cannot be believed, between two that are sound, in all forms of input. Each is
// a failure, and nothing of it is in the message.
func TestDamagedTypesFail(t *testing.T) {
	plan := compile(t, families, nil)
	for name, bad := range map[string]string{
		"control character":       "{\"resourceType\":\"Pat\x01ent\",\"id\":\"secret\"}",
		"bad UTF-8":               "{\"resourceType\":\"Pat\xffent\",\"id\":\"secret\"}",
		"text after it":           `{"resourceType":"Patient"x,"id":"secret"}`,
		"text after another":      `{"resourceType":"Basic" "x","id":"secret"}`,
		"a colon after it":        `{"resourceType":"Basic":"x","id":"secret"}`,
		"twice":                   `{"resourceType":"Patient","resourceType":"Patient","id":"secret"}`,
		"twice, first another":    `{"resourceType":"Basic","id":"secret","resourceType":"Patient"}`,
		"twice, last another":     `{"resourceType":"Patient","id":"secret","resourceType":"Basic"}`,
		"twice, both others":      `{"resourceType":"Basic","id":"secret","resourceType":"Group"}`,
		"twice, far apart":        `{"resourceType":"Basic","id":"secret","code":{"text":"` + strings.Repeat("-", 5000) + `"},"resourceType":"Patient"}`,
		"twice, with an escape":   `{"resourceType":"Basic","id":"secret","resource\u0054ype":"Patient"}`,
		"late, control character": "{\"id\":\"secret\",\"resourceType\":\"Pat\x1fent\"}",
		"late, text after it":     `{"id":"secret","resourceType":"Basic"x}`,
		"empty":                   `{"resourceType":"","id":"secret"}`,
		"white space":             `{"resourceType":"Patient ","id":"secret"}`,
		"other case":              `{"resourceType":"patient","id":"secret"}`,
		"misspelt":                `{"resourceType":"Patxent","id":"secret"}`,
		"a data type":             `{"resourceType":"HumanName","id":"secret"}`,
		"an abstract type":        `{"resourceType":"DomainResource","id":"secret"}`,
		"of another release":      `{"resourceType":"Transport","id":"secret"}`,
		"a number":                `{"resourceType":1,"id":"secret"}`,
		"null":                    `{"resourceType":null,"id":"secret"}`,
		"a list":                  `{"resourceType":["Patient"],"id":"secret"}`,
		"none":                    `{"resourceTxpe":"Patient","id":"secret"}`,
	} {
		text := []string{patient(1, "f"), bad, patient(2, "f")}
		for form, src := range map[string]func() source.Source{
			"lines": func() source.Source { return lines(text, nil) },
			"list": func() source.Source {
				return source.JSON(strings.NewReader("["+strings.Join(text, ",")+"]"), nil)
			},
		} {
			for _, strict := range []bool{false, true} {
				got := outcomeOf(t, src(), runner.Options{Parallel: 1, StrictJSON: strict}, plan)
				if want := familiesCSV(1, 2); got.Stats.Failed != 1 || got.Outputs[0] != want {
					t.Errorf("%s, %s, strict %v: %d failures, rows\n%s", name, form, strict, got.Stats.Failed, got.Outputs[0])
				}
				if strings.Contains(strings.Join(got.Failures, ""), "secret") {
					t.Errorf("%s, %s: the message holds data: %q", name, form, got.Failures)
				}
			}
		}
	}
}

// TestTypesOfAllReleases passes over what is a type of resource in the release of any view.
func TestTypesOfAllReleases(t *testing.T) {
	r4View, r5View := compile(t, families, nil), compile(t, names, &viewdef.Options{Model: r5.Model()})
	text := []string{patient(1, "f"), `{"resourceType":"Transport"}`, `{"resourceType":"Media"}`, `{"resourceType":"Basic"}`}
	for _, c := range []struct {
		plans  []*viewdef.Plan
		failed int64
	}{{[]*viewdef.Plan{r4View}, 1}, {[]*viewdef.Plan{r5View}, 1}, {[]*viewdef.Plan{r4View, r5View}, 0}} {
		got := outcomeOf(t, lines(text, nil), runner.Options{}, c.plans...)
		if got.Stats.Failed != c.failed {
			t.Errorf("%d views: %d failures, want %d: %q", len(c.plans), got.Stats.Failed, c.failed, got.Failures)
		}
	}
}
