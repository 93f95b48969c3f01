package viewdef_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef"
)

var (
	primitive  = regexp.MustCompile(`"([a-z][A-Za-z]*)":("[^"\\]*"|true|false|-?[0-9.]+|\["[^"\\]*"(?:,"[^"\\]*")*\])([,}])`)
	companions = []string{
		`{"id":"x"}`, `{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}`,
		`[{"extension":[{"url":"u","valueString":"v"}]}]`, `[null,{"id":"y"}]`, `[{"id":"a"},null,{"id":"b"},null]`, `{}`, `null`, `[null]`,
		`[]`, `"x"`, `[["x"]]`, `{"id":"x","id":"y"}`,
	}
)

// accompanied returns a resource in which some primitives have an id or extensions, before or after their value, in place
// of it, or what should not be there.
func accompanied(random *rand.Rand, data []byte) []byte {
	var out []byte
	last := 0
	for _, at := range primitive.FindAllSubmatchIndex(data, -1) {
		key, value := string(data[at[2]:at[3]]), string(data[at[4]:at[5]])
		if key == "resourceType" || random.IntN(9) > 0 {
			continue
		}
		choice := min(random.IntN(len(companions)), random.IntN(len(companions)))
		if value[0] == '[' && random.IntN(2) == 0 {
			choice = 2 + random.IntN(3)
			value = strings.Replace(value, `","`, `",null,"`, random.IntN(2))
		}
		own, other := `"`+key+`":`+value, `"_`+key+`":`+companions[choice]
		members := []string{own, other}
		switch random.IntN(5) {
		case 0:
			members = members[1:]
		case 1, 2:
			slices.Reverse(members)
		}
		out = append(out, data[last:at[0]]...)
		out = append(out, strings.Join(members, ",")...)
		last = at[6]
	}
	return append(out, data[last:]...)
}

// TestCompanions has primitives with ids and extensions: they are decoded along the tree, to the same rows.
func TestCompanions(t *testing.T) {
	failures, fasts, all := 0, 0, 0
	random := rand.New(rand.NewPCG(5, 6))
	for _, view := range allViews(t) {
		plan, err := viewdef.Compile(view, nil)
		if err != nil {
			continue // a case that expects it
		}
		decoder := resource.NewDecoder(plan.Projection())
		for _, sample := range samples(t, plan.Resource()) {
			for range 30 {
				_, failed, fast := sameApart(t, plan, decoder, accompanied(random, sample))
				all++
				if failed {
					failures++
				}
				if fast {
					fasts++
				}
			}
		}
	}
	if failures < 1_000 || fasts < 5_000 {
		t.Errorf("%d of %d decoded along the tree, %d failures: too few to say anything", fasts, all, failures)
	}
}
