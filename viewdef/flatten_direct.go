package viewdef

import (
	"errors"

	"github.com/fhirview/fhirview/internal/expr"
	"github.com/fhirview/fhirview/viewdef/row"
)

// This file is the fast way: cells are found while the text is decoded, and what columns and conditions read that are more
// than paths is there as nodes when it has been. Views of one type are walked by one tree, which holds the trees of all:
// the text is read once, and each view finds frames of its own. It is for what most plans and resources are.

// errUnusual ends what was begun with a resource that was decoded along the tree. Nobody gets to see it.
var errUnusual = errors.New("a column has to be evaluated by itself")

// decodesDirectly is true for plans that the fast way can be tried for.
func (p *Plan) decodesDirectly() bool { return len(p.plain) == 0 }

// direct decodes a resource for the views of a group and adds their rows in one pass. Where it is false, nothing has
// happened.
func (f *Flattener) direct(data []byte, group int) (done bool) {
	state := &f.groups[group]
	if state.direct == nil || !state.backoff.tries() {
		return false
	}
	g := &f.set.groups[group]
	if g.roots != nil {
		return f.directAll(data, g, state)
	}
	plan := g.plans[0]
	rows := f.batches[plan].Rows()
	defer func() { // after a panic, the plain way does the same again
		if recover() != nil {
			f.batches[plan].Truncate(rows)
			f.renew(plan)
			f.note(state, plan, false, false)
			done = false
		}
	}()
	matched, e := false, f.evaluators[plan]
	found, ok := e.env.DecodeTree(state.direct, data, &f.decoded)
	if ok {
		matched, ok = e.appendFound(f.batches[plan], found)
	}
	f.note(state, plan, matched, ok)
	return ok
}

// note notes what came of a resource that the fast way was tried for.
func (f *Flattener) note(state *groupState, plan int, matched, ok bool) {
	state.backoff.note(ok)
	f.count(plan, matched, ok)
}

// count counts a resource that the fast way was tried for.
func (f *Flattener) count(plan int, matched, ok bool) {
	stats := &f.stats[plan]
	if ok {
		stats.Fast++
	} else {
		stats.Refused++
	}
	if matched {
		stats.Matched++
	}
}

// directAll is direct for several views. Those that cannot be evaluated so are then evaluated each by itself.
func (f *Flattener) directAll(data []byte, g *typeGroup, state *groupState) bool {
	env := state.env
	found, ok := f.decodeTree(data, g, state)
	if !ok {
		state.backoff.note(false)
		for _, plan := range g.plans {
			f.count(plan, false, false)
		}
		return false
	}
	var again []int
	start, escaped := env.Walks(), unknown
	for i, plan := range g.plans {
		if !f.opts.StrictJSON && !g.prefilter.mayMatchOne(i, data, &escaped) {
			continue
		}
		matched, ok := false, false
		if state.env == env { // it is another after a panic
			env.Again(start)
			matched, ok = f.appendFound(plan, env.First(found, g.roots[i]))
		}
		if f.count(plan, matched, ok); !ok {
			again = append(again, plan)
		}
	}
	state.backoff.note(len(again) == 0)
	f.evaluateEach(data, again)
	return true
}

// decodeTree decodes the text of a resource along the tree of a group. After a panic it is false: decode, which does the
// same another way, is asked next.
func (f *Flattener) decodeTree(data []byte, g *typeGroup, state *groupState) (found expr.Frame, ok bool) {
	defer func() {
		if recover() != nil {
			f.renew(g.plans[0])
			found, ok = 0, false
		}
	}()
	return state.env.DecodeTree(state.direct, data, &f.decoded)
}

// appendFound adds a view's rows of the resource that was decoded along the tree of its group: all of them, or none where
// it is false.
func (f *Flattener) appendFound(plan int, found expr.Frame) (matched, ok bool) {
	rows := f.batches[plan].Rows()
	defer func() {
		if recover() != nil {
			f.batches[plan].Truncate(rows)
			f.renew(plan)
			matched, ok = false, false
		}
	}()
	return f.evaluators[plan].appendFound(f.batches[plan], found)
}

// appendFound adds the rows of the resource that the environment has decoded along the tree. ok is false where something
// is unusual or wrong: then no rows are added.
func (e *evaluator) appendFound(batch *row.Batch, found expr.Frame) (matched, ok bool) {
	if matched, err := e.passes(); !matched || err != nil {
		return false, err == nil
	}
	rows := batch.Rows()
	e.begin(batch)
	e.direct = true
	err := e.plan.root.rows(e, focus{found: found}, e.out)
	e.batch, e.direct = nil, false
	if err != nil {
		batch.Truncate(rows)
		return false, false
	}
	return true, true
}

// begin prepares for the rows of a resource.
func (e *evaluator) begin(batch *row.Batch) {
	e.batch, e.cells, e.foci = batch, maxCells, e.foci[:0]
	if e.typed != nil {
		e.typed.begin()
	}
}
