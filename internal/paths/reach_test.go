package paths

import (
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/internal/projection"
)

// TestReachGoesThroughAllFilters has a branch behind each kind of filters be reached.
func TestReachGoesThroughAllFilters(t *testing.T) {
	child := func(name string) Step { return Step{Op: Child, Name: projection.Intern(name)} }
	for name, filter := range map[string]Step{
		"text":   {Op: Text, Name: projection.Intern("use"), Text: "a"},
		"first":  {Op: First},
		"has":    {Op: Has, Path: []Step{child("use")}},
		"hasOne": {Op: HasOne, Path: []Step{child("use")}, Text: "a"},
	} {
		tree := NewTree()
		branch, _, ok := tree.Each(0, []Step{child("name"), filter, child("given")})
		if !ok {
			t.Fatal("the tree does not take the path")
		}
		tree.Close(r4.Model())
		if reach := tree.Reach(0); !reach.Entered[branch] || !reach.Used[0] {
			t.Errorf("%s: %+v", name, reach)
		}
	}
}
