package viewdef

import (
	"time"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/direct"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Evaluator is the plain way by itself.
type Evaluator = evaluator

// Evaluator returns an evaluator; a nil arena is one that is never reset.
func (p *Plan) Evaluator(arena *nodes.Arena, now time.Time) *Evaluator {
	if arena == nil {
		arena = new(nodes.Arena)
	}
	return p.evaluator(arena, now)
}

// Append adds the rows of a resource to a batch.
func (e *evaluator) Append(batch *row.Batch, r *resource.Resource) (matched bool, err error) {
	return e.append(batch, r)
}

// SetEntry says that the next resources are entries of a Bundle.
func (e *evaluator) SetEntry(b fhirpath.Bundle, fullURL []byte) { e.env.SetEntry(b, fullURL) }

// Apart has every expression evaluated by itself, which is what walking them together has to come to as well.
func (e *evaluator) Apart() { e.noTrees = true }

// fasts are decoders of the fast way, by those of the plain way for the same plan. Like these, they know the keys of what
// they have decoded before.
var fasts = map[*resource.Decoder]*direct.Decoder{}

// AppendText is the fast way by itself.
func (e *evaluator) AppendText(batch *row.Batch, d *resource.Decoder, data []byte, r *resource.Resource) (matched, ok bool) {
	if !e.plan.decodesDirectly() || e.noTrees {
		return false, false
	}
	if fasts[d] == nil {
		fasts[d] = e.plan.tree.Decoder(e.plan.proj, new(nodes.Arena), d.Strict)
	}
	found, ok := e.env.DecodeTree(fasts[d], data, r)
	if !ok {
		return false, false
	}
	return e.appendFound(batch, found)
}

// Literals are the texts that the prefilter has to choose from.
func (p *Plan) Literals() []string { return p.literals() }
