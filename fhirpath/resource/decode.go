package resource

import (
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/projection"
)

// Decoder decodes resources of one projection. One goroutine uses it at a time.
type Decoder struct {
	// Strict has every byte of the input checked, also of what is not read. Default: off.
	Strict bool

	plain *decode.Decoder
}

// NewDecoder returns a decoder for the elements that a projection reads. For several projections, of which there has to be
// one at least, a resource is decoded once for all of them: they have to be of the same release and the same type of
// resource.
func NewDecoder(ps ...*Projection) *Decoder {
	p := (*projection.Projection)(ps[0])
	if len(ps) > 1 {
		all := make([]*projection.Projection, len(ps))
		for i := range ps {
			all[i] = (*projection.Projection)(ps[i])
		}
		p = projection.Union(all...)
	}
	return &Decoder{plain: decode.New(p)}
}

// Decode decodes the JSON text of one resource into out, whatever it held before. The resource refers to data. Where
// the text has a resourceType that is not the projection's one type, the root is of that type and has no children.
// After an error, which is an [*Error], out holds nothing that can be used.
//
// The decoder remembers in which order keys come, so that it is fastest where they come in the same order again. What
// it returns never depends on what it decoded before.
func (d *Decoder) Decode(data []byte, out *Resource) error {
	d.plain.Strict = d.Strict
	return d.plain.Decode(data, out.inside())
}
