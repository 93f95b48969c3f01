package viewdef

import (
	"time"

	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/direct"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Apart has every expression evaluated by itself, which is what walking them together has to come to as well.
func (e *Evaluator) Apart() { e.noTrees = true }

// SetNow is setNow.
func (e *Evaluator) SetNow(now time.Time) { e.setNow(now) }

// fasts are decoders of the fast way, by those of the plain way for the same plan. Like these, they know the keys of what
// they have decoded before.
var fasts = map[*resource.Decoder]*direct.Decoder{}

// AppendText is the fast way by itself.
func (e *Evaluator) AppendText(batch *row.Batch, d *resource.Decoder, data []byte, r *resource.Resource) (matched, ok bool) {
	if !e.plan.decodesDirectly() || e.noTrees {
		return false, false
	}
	if fasts[d] == nil {
		fasts[d] = e.plan.tree.Decoder(e.plan.Projection(), d.Arena, d.Strict)
	}
	found, ok := e.env.DecodeTree(fasts[d], data, r)
	if !ok {
		return false, false
	}
	return e.appendFound(batch, found)
}

// Literals are the texts that the prefilter has to choose from.
func (p *Plan) Literals() []string { return p.literals() }
