package paths

// Reach is which branches are concerned by what is at a stage and below it, by their indexes.
type Reach struct {
	Used    []bool // something is put into their frames
	Entered []bool // frames are made for their elements
}

// Reach returns which branches a stage concerns. The tree has to be closed.
func (t *Tree) Reach(stage int32) Reach { return t.reach(stage).Reach }

func (t *Tree) reach(stage int32) *reacher {
	r := &reacher{t, Reach{make([]bool, len(t.Branches)), make([]bool, len(t.Branches))}, make([]bool, len(t.Stages))}
	r.visit(stage)
	return r
}

type reacher struct {
	tree *Tree
	Reach
	seen []bool
}

func (r *reacher) visit(stage int32) {
	if r.seen[stage] {
		return
	}
	r.seen[stage] = true
	s := &r.tree.Stages[stage]
	for _, o := range s.Outputs {
		r.Used[o.Branch] = true
	}
	for _, b := range s.Branches {
		r.Used[r.tree.Branches[b].On], r.Entered[b] = true, true
	}
	for _, to := range s.Recursions {
		r.Used[to.On], r.Entered[to.To] = true, true
		r.visit(r.tree.Branches[to.To].Stage)
	}
	for _, f := range s.Filters {
		r.visit(f.To)
	}
	for _, o := range s.ones {
		r.visit(o.to)
	}
	for _, e := range s.types {
		for _, to := range e.to {
			r.visit(to)
		}
	}
	for _, to := range [...]int32{s.probe, s.mark} {
		if to != 0 {
			r.visit(to)
		}
	}
	for _, c := range s.children {
		if c.to != 0 {
			r.visit(c.to)
		}
	}
}
