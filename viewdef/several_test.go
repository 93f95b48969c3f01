package viewdef_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/projection"
	"github.com/fhirview/fhirview/viewdef"
)

// flattened is what becomes of a resource in a view.
type flattened struct {
	Rows     []string
	Failures []string
	Matched  int64
	Failed   bool
}

// outcomesOf flattens a resource with a Flattener, which may have flattened others before, and returns what becomes of it
// in each of so many plans, and how many of them have taken the fast way.
func outcomesOf(f *viewdef.Flattener, plans int, data []byte) (all []flattened, fast int) {
	all = make([]flattened, plans)
	f.Reset()
	_, failures := f.Flatten(data)
	for _, failure := range failures {
		for i := range all {
			if failure.Plan < 0 || failure.Plan == i {
				all[i].Failures, all[i].Failed = append(all[i].Failures, failure.Type+": "+failure.Err.Error()), true
			}
		}
	}
	stats := make([]viewdef.FlattenStats, plans)
	f.TakeStats(stats)
	for i := range all {
		all[i].Rows, all[i].Matched = lines(f.Rows(i)), stats[i].Matched
		fast += int(stats[i].Fast)
	}
	return all, fast
}

// several is views of one type, by themselves and in one set.
type several struct {
	plans    []*viewdef.Plan
	together *viewdef.Flattener
	alone    []*viewdef.Flattener
}

func newSeveral(plans []*viewdef.Plan) *several {
	options := &viewdef.FlattenOptions{Now: now}
	s := &several{plans: plans, together: viewdef.NewSet(plans...).Flattener(options)}
	for _, p := range plans {
		s.alone = append(s.alone, viewdef.NewSet(p).Flattener(options))
	}
	return s
}

// same checks that each view gives what it gives alone. It returns how many have failed, and how many have taken the fast
// way in the set.
func (s *several) same(t *testing.T, data []byte) (failed, fast int) {
	t.Helper()
	together, fast := outcomesOf(s.together, len(s.plans), data)
	for i, f := range s.alone {
		alone, _ := outcomesOf(f, 1, data)
		if diff := cmp.Diff(alone[0], together[i]); diff != "" {
			t.Errorf("%s\nview %d of %d is not the same together with others (-alone +together):\n%s\n%s", data, i, len(s.plans), diff, s.plans[i])
		}
		if alone[0].Failed {
			failed++
		}
	}
	return failed, fast
}

// TestSeveralIsAlone has some of the project's views of a type in one set: whatever is wrong with a resource, each gives
// what it gives alone.
func TestSeveralIsAlone(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	byType := map[string][]*viewdef.Plan{}
	var types []string
	for _, view := range allViews(t) {
		plan, err := viewdef.Compile(view, nil)
		if err != nil {
			continue // a case that expects it
		}
		typ := plan.Resource() + " " + (*projection.Projection)(plan.Projection()).Model().Release()
		if byType[typ] == nil {
			types = append(types, typ)
		}
		byType[typ] = append(byType[typ], plan)
	}
	all, failures, fasts := 0, 0, 0
	for _, typ := range types {
		plans := byType[typ]
		for range min(4*len(plans), 60) {
			var some []*viewdef.Plan
			for _, i := range random.Perm(len(plans))[:min(len(plans), 2+random.IntN(4))] {
				some = append(some, plans[i])
			}
			if random.IntN(8) == 0 {
				some = append(some, some[0])
			}
			s := newSeveral(some)
			for _, sample := range samples(t, plans[0].Resource()) {
				for i := range 12 {
					failed, fast := s.same(t, changed(t, random, sample, i%4))
					all, failures, fasts = all+len(some), failures+failed, fasts+fast
				}
			}
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("of %d, %d failed and %d took the fast way", all, failures, fasts)
	if all < 50_000 || failures < all/20 || fasts < all/4 {
		t.Errorf("of %d, %d failed and %d took the fast way: too few to say anything", all, failures, fasts)
	}
}

// changed returns a resource with something changed in it: another value, some bytes, ids of primitives, or nothing.
func changed(t *testing.T, random *rand.Rand, data []byte, how int) []byte {
	t.Helper()
	switch how {
	case 1:
		return mutated(t, random, data)
	case 2:
		return accompanied(random, data)
	case 3:
		data = slices.Clone(data)
		from := random.IntN(len(data))
		return slices.Delete(data, from, min(len(data), from+1+random.IntN(20)))
	}
	return data
}

// TestRandomSeveral has random views in one set, most of which take the fast way.
func TestRandomSeveral(t *testing.T) {
	random := rand.New(rand.NewPCG(10, 7))
	patients := samples(t, "Patient")
	all, fasts := 0, 0
	for range 600 {
		var views []string
		var plans []*viewdef.Plan
		for len(plans) < 2+random.IntN(3) {
			view := randomView(random)
			plan, err := viewdef.Compile([]byte(view), nil)
			if err != nil {
				continue // a column has a type that its path never has
			}
			views, plans = append(views, view), append(plans, plan)
		}
		s := newSeveral(plans)
		for i := range 8 {
			_, fast := s.same(t, changed(t, random, patients[random.IntN(len(patients))], i%3))
			all, fasts = all+len(plans), fasts+fast
		}
		if t.Failed() {
			t.Fatal(views)
		}
	}
	t.Logf("of %d, %d took the fast way", all, fasts)
	if all < 10_000 || fasts < all/2 {
		t.Errorf("of %d, %d took the fast way: too few to say anything", all, fasts)
	}
}

// TestFlattenResource gives resources that were decoded for several views the rows and the failures of the views alone, and
// leaves those of no view's type alone.
func TestFlattenResource(t *testing.T) {
	ids := compile(t, `{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "id", "path": "id"}]}]}`)
	family := compile(t, `{"resource": "Patient", "status": "active", "select": [{"column": [{"name": "family", "path": "name.family"}]}]}`)
	device := compile(t, `{"resource": "Device", "status": "active", "select": [{"column": [{"name": "id", "path": "id"}]}]}`)
	f := viewdef.NewSet(ids, device, family).Flattener(nil)
	d, r := resource.NewDecoder(ids.Projection(), family.Projection()), new(resource.Resource)
	var failed []int
	for _, text := range []string{
		`{"resourceType": "Patient", "id": "a", "name": [{"family": "A"}]}`,
		`{"resourceType": "Patient", "id": "b", "name": [{"family": "B"}, {"family": "C"}]}`,
		`{"resourceType": "Observation", "id": "c"}`,
	} {
		if err := d.Decode([]byte(text), r); err != nil {
			t.Fatal(err)
		}
		for _, failure := range f.FlattenResource(r) {
			failed = append(failed, failure.Plan)
		}
	}
	for plan, want := range [][]string{{"a", "b"}, {}, {"A"}} {
		if diff := cmp.Diff(want, lines(f.Rows(plan))); diff != "" {
			t.Errorf("plan %d (-want +have):\n%s", plan, diff)
		}
	}
	stats := make([]viewdef.FlattenStats, 3)
	f.TakeStats(stats)
	if !slices.Equal(failed, []int{2}) || stats[0].Matched != 2 || stats[2].Matched != 1 || stats[2].Failed != 1 {
		t.Errorf("plans %v failed, stats %+v", failed, stats)
	}
}
