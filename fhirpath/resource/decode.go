package resource

import (
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/nodes"
)

// Arena is memory for text that is made while resources are decoded and evaluated: unescaped strings, joined strings.
// One goroutine uses it. The zero value is ready. Reset gives the memory back: then every string that the arena made is
// invalid.
type Arena = nodes.Arena

// Decoder decodes resources of one projection. One goroutine uses it at a time.
type Decoder struct {
	// Arena holds text that had to be unescaped. Whoever uses the text resets it.
	Arena *Arena
	// Strict has every byte of the input checked, also of what is not read.
	Strict bool

	plain *decode.Decoder
}

// NewDecoder returns a decoder for the elements that the projection reads.
func NewDecoder(p *Projection) *Decoder {
	plain := decode.New(p)
	return &Decoder{Arena: plain.Arena, plain: plain}
}

// Decode decodes the JSON text of one resource into out, whatever it held before. The resource refers to data. Where
// the text has a resourceType that is not the projection's one type, the root is of that type and has no children.
// After an error, which is an [*Error], out holds nothing that can be used.
//
// The decoder remembers in which order keys come, so that it is fastest where they come in the same order again. What
// it returns never depends on what it decoded before.
func (d *Decoder) Decode(data []byte, out *Resource) error {
	d.plain.Arena, d.plain.Strict = d.Arena, d.Strict
	return d.plain.Decode(data, &out.table)
}

// Peek returns the resourceType of a resource's JSON text without decoding the rest; nil where there is none. It shares
// memory with data unless it is written with escapes. Text before the resourceType has to be well-formed enough to be
// skipped; what follows it, but for the comma or bracket that comes next, is not looked at: that there is no second one is
// for a [Decoder] to find out. An error is an [*Error].
func Peek(data []byte) (resourceType []byte, err error) { return decode.Peek(data) }
