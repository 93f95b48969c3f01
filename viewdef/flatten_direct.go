package viewdef

import (
	"errors"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef/row"
)

// errUnusual ends what was begun with a resource that was decoded along the tree. Nobody gets to see it.
var errUnusual = errors.New("a column has to be evaluated by itself")

// direct decodes a resource for the one view of a group and adds its rows in one pass. Where it is false, nothing has
// happened.
func (f *Flattener) direct(data []byte, group int) bool {
	state := &f.groups[group]
	if state.direct == nil || !state.direct.tries() {
		return false
	}
	plan := f.set.groups[group].plans[0]
	matched, ok := f.appendText(data, state.decoder, plan)
	state.direct.note(ok)
	stats := &f.stats[plan]
	if ok {
		stats.Fast++
	} else {
		stats.Refused++
	}
	if matched {
		stats.Matched++
	}
	return ok
}

// appendText is append for the text of a resource. After a panic it is false: append, which does the same another way,
// is asked next.
func (f *Flattener) appendText(data []byte, d *resource.Decoder, plan int) (matched, ok bool) {
	rows := f.batches[plan].Rows()
	defer func() {
		if recover() != nil {
			f.batches[plan].Truncate(rows)
			f.evaluators[plan] = f.newEvaluator(plan)
			matched, ok = false, false
		}
	}()
	return f.evaluators[plan].appendText(f.batches[plan], d, data, &f.decoded)
}

// decodesDirectly is true for plans of which appendText can add rows.
func (p *Plan) decodesDirectly() bool { return len(p.plain) == 0 }

// appendText does what the decoder's Decode and then Append do with the JSON text of a resource of the view's type, in one
// pass over it: cells are found while it is decoded, and what columns and conditions read that are more than paths is there
// as nodes when it has been. It is for what most plans and resources are; ok is false for all else, be it unusual or wrong:
// then nothing has happened, and Decode and Append tell. The decoder is one for the plan's projection, and r memory that it
// may use for as long as the rows are.
func (e *Evaluator) appendText(batch *row.Batch, d *resource.Decoder, data []byte, r *resource.Resource) (matched, ok bool) {
	if !e.plan.decodesDirectly() || e.apart {
		return false, false
	}
	if e.direct == nil {
		e.direct = e.plan.tree.Decoder(e.plan.Projection(), d.Arena, d.Strict)
	}
	found, ok := e.env.DecodeTree(e.direct, data, r)
	if !ok {
		return false, false
	}
	if matched, err := e.passes(); !matched || err != nil {
		return false, err == nil
	}
	rows := batch.Rows()
	e.begin(batch)
	e.along = true
	err := e.plan.root.rows(e, focus{found: found}, appendRow{})
	e.batch, e.along = nil, false
	if err != nil {
		batch.Truncate(rows)
		return false, false
	}
	return true, true
}

// begin prepares for the rows of a resource.
func (e *Evaluator) begin(batch *row.Batch) {
	e.batch, e.cells, e.lone, e.foci = batch, maxCells, false, e.foci[:0]
}
