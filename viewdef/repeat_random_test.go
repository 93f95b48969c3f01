package viewdef_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef"
)

// What views of questionnaires' answers are made of, of which each has the columns a and b: what goes on below items goes on
// in several of them at once.
var repeatSelects = []string{
	`{"repeat":["item"],"column":[{"name":"a","path":"linkId"},{"name":"b","path":"answer.value.first().is(string).toString()"}]}`,
	`{"repeat":["item","answer.item"],"column":[{"name":"a","path":"linkId"},{"name":"b","path":"item.linkId.first()"}]}`,
	`{"repeat":["answer.item","item"],"column":[{"name":"a","path":"item.first().linkId"},{"name":"b","path":"item.item.linkId.join('+')"}]}`,
	`{"forEach":"item","column":[{"name":"a","path":"item.linkId.first()"},{"name":"b","path":"item.item.answer.value.ofType(string).first()"}]}`,
	`{"forEach":"item.item","column":[{"name":"a","path":"linkId"},{"name":"b","path":"answer.first().item.first().linkId"}]}`,
	`{"forEach":"item.first()","select":[{"repeat":["item"],"column":[{"name":"a","path":"linkId"},{"name":"b","path":"text"}]}]}`,
	`{"repeat":["item"],"select":[{"forEach":"answer","column":[{"name":"a","path":"value.ofType(string)"},{"name":"b","path":"item.linkId.first()"}]}]}`,
	`{"repeat":["item"],"select":[{"forEachOrNull":"item.where(linkId = 'x')","column":[{"name":"a","path":"text"},{"name":"b","path":"item.first().linkId"}]}]}`,
	`{"repeat":["item"],"select":[{"repeat":["answer.item"],"column":[{"name":"a","path":"linkId"},{"name":"b","path":"%rowIndex.toString()"}]}]}`,
	`{"repeat":["item"],"column":[{"name":"a","path":"item.count().toString()"},{"name":"b","path":"item.item.exists().toString()"}]}`,
	`{"column":[{"name":"a","path":"item.item.first().linkId"},{"name":"b","path":"item.first().item.where(linkId = 'y').text.first()"}]}`,
	`{"repeat":["item","item.where(linkId = 'x')"],"column":[{"name":"a","path":"linkId"},{"name":"b","path":"text"}]}`,
	`{"repeat":["item","item.item"],"column":[{"name":"a","path":"linkId"},{"name":"b","path":"item.first().text"}]}`,
	`{"repeat":["item.item"],"column":[{"name":"a","path":"linkId"},{"name":"b","path":"item.text.first()"}]}`,
}

// randomItems returns the member item of an object, or nothing.
func randomItems(random *rand.Rand, depth int) string {
	if depth == 0 || random.IntN(3) == 0 {
		return ""
	}
	var items []string
	for range 1 + random.IntN(3) {
		members := []string{fmt.Sprintf(`"linkId":%q`, []string{"x", "y", "z"}[random.IntN(3)])}
		if random.IntN(2) == 0 {
			members = append(members, fmt.Sprintf(`"text":"t%d"`, random.IntN(9)))
		}
		if random.IntN(2) == 0 {
			answer := []string{`"valueString":"s"`, `"valueBoolean":true`}[random.IntN(2)] + randomItems(random, depth-1)
			members = append(members, `"answer":[{`+answer+`}]`)
		}
		random.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		items = append(items, "{"+strings.Join(members, ",")+randomItems(random, depth-1)+"}")
	}
	return `,"item":[` + strings.Join(items, ",") + `]`
}

// TestRepeats has several of them in one view and in one pass.
func TestRepeats(t *testing.T) {
	random := rand.New(rand.NewPCG(12, 3))
	all, fasts := 0, 0
	for range 150 {
		var plans []*viewdef.Plan
		for range 1 + random.IntN(3) {
			var selects []string
			for _, i := range random.Perm(len(repeatSelects))[:1+random.IntN(3)] {
				selects = append(selects, repeatSelects[i])
			}
			view := fmt.Sprintf(`{"resource":"QuestionnaireResponse","status":"active","select":[{"unionAll":[%s]}]}`, strings.Join(selects, ","))
			plan, err := viewdef.Compile([]byte(view), nil)
			if err != nil {
				t.Fatal(err)
			}
			plans = append(plans, plan)
		}
		s, d := newSeveral(plans), resource.NewDecoder(plans[0].Projection())
		for range 10 {
			data := []byte(`{"resourceType":"QuestionnaireResponse","id":"a"` + randomItems(random, 5) + `}`)
			sameApart(t, plans[0], d, data)
			_, fast := s.same(t, data)
			all, fasts = all+len(plans), fasts+fast
		}
		if t.Failed() {
			return
		}
	}
	if fasts < all/2 {
		t.Errorf("of %d, %d took the fast way: too few to say anything", all, fasts)
	}
}
