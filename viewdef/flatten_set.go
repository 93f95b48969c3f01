package viewdef

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr"
	"github.com/fhirview/fhirview/internal/projection"
)

// Set is plans that are evaluated on the same resources. Each resource is decoded once for all plans of its type and
// release, and yet a plan gives what it gives alone. A set is immutable, and many goroutines may use it at once.
type Set struct {
	plans []*Plan
	// groups are first those of the plans that share, one for each type and release, then one for each plan that shares,
	// by itself.
	groups []typeGroup
	// shared is how many the first are; of says, by plan, which.
	shared int
	of     []int
	// own is, by plan, the group that it has to itself: for resources of which another view's part is malformed.
	own      []int
	releases releases
	// oneType is true where all plans are of one type and release, and that type is not Bundle.
	oneType bool
}

// typeGroup is plans for resources of the same type, which are decoded once for all of them.
type typeGroup struct {
	model *model.Model
	typ   string
	plans []int
	proj  *projection.Projection
	// tree is what resources are decoded along: that of the one plan, or one of all plans, in which each has a root of its
	// own. Nil where there is no such thing: then all are decoded as a whole.
	tree      *expr.Tree
	roots     []expr.Branch
	prefilter prefilter
}

// NewSet returns a set of plans, of which there may be any number of each type.
func NewSet(plans ...*Plan) *Set {
	s := &Set{plans: plans, of: make([]int, len(plans)), own: make([]int, len(plans))}
	for i := range plans {
		s.group(i)
	}
	s.shared = len(s.groups)
	s.releases = releasesOf(s.groups)
	s.oneType = s.shared == 1 && s.groups[0].typ != typeBundle
	for i := range s.shared {
		s.groups[i].read(plans)
		for _, plan := range s.groups[i].plans {
			s.own[plan] = i
			if len(s.groups[i].plans) == 1 {
				continue
			}
			s.own[plan] = len(s.groups)
			g := typeGroup{model: s.groups[i].model, typ: s.groups[i].typ, plans: []int{plan}}
			g.read(plans)
			s.groups = append(s.groups, g)
		}
	}
	return s
}

// group adds a plan to the group of its type and release.
func (s *Set) group(plan int) {
	p := s.plans[plan]
	for i := range s.groups {
		if g := &s.groups[i]; g.typ == p.Resource() && g.model == p.proj.Model() {
			g.plans = append(g.plans, plan)
			s.of[plan] = i
			return
		}
	}
	s.of[plan] = len(s.groups)
	s.groups = append(s.groups, typeGroup{model: p.proj.Model(), typ: p.Resource(), plans: []int{plan}})
}

// read finds out what the plans of a group read.
func (g *typeGroup) read(plans []*Plan) {
	g.prefilter = newPrefilter(g, plans)
	projections, trees := make([]*projection.Projection, len(g.plans)), make([]*expr.Tree, len(g.plans))
	direct := true
	for i, plan := range g.plans {
		projections[i], trees[i] = plans[plan].proj, plans[plan].tree
		direct = direct && plans[plan].decodesDirectly()
	}
	if g.proj = projections[0]; len(projections) > 1 {
		g.proj = projection.Union(projections...)
	}
	switch {
	case !direct:
	case len(trees) == 1:
		g.tree = trees[0]
	default:
		g.join(trees)
	}
}

// join makes one tree of several, if it can hold them.
func (g *typeGroup) join(trees []*expr.Tree) {
	tree, roots, ok := expr.TreeOf(trees)
	if !ok {
		return
	}
	tree.Close()
	g.tree, g.roots = tree, roots
}
