package viewdef

import (
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/viewdef/row"
)

// Apart has every expression evaluated by itself, which is what walking them together has to come to as well.
func (e *Evaluator) Apart() { e.apart = true }

// AppendText is the fast way by itself.
func (e *Evaluator) AppendText(batch *row.Batch, d *resource.Decoder, data []byte, r *resource.Resource) (matched, ok bool) {
	return e.appendText(batch, d, data, r)
}

// Literals are the texts that the prefilter has to choose from.
func (p *Plan) Literals() []string { return p.literals() }
