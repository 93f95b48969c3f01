package resource

import (
	"math"

	"github.com/fhirview/fhirview/fhirpath/model"
)

// Decoder decodes resources of one projection. One goroutine uses it at a time.
type Decoder struct {
	// Arena holds text that had to be unescaped. Whoever uses the text resets it.
	Arena *Arena
	// Strict has every byte of the input checked, also of what is not read.
	Strict bool

	proj  *Projection
	model *model.Model

	data      []byte
	pos       int
	depth     int // how many brackets are open
	out       *Resource
	keys      keySet
	validator validator
	index     index
	indexed   bool // index is that of data
	noIndex   bool // for tests: do without
	stats     Stats
}

// Stats counts what a decoder has done, by figures that do not depend on the clock. What ended in an error does not
// count.
type Stats struct {
	Resources int64 // resources decoded
	Bytes     int64 // bytes of their JSON text
	Nodes     int64 // nodes built
}

// NewDecoder returns a decoder for the elements that the projection reads.
func NewDecoder(p *Projection) *Decoder {
	return &Decoder{Arena: new(Arena), proj: p, model: p.model}
}

// Stats returns what the decoder has done so far.
func (d *Decoder) Stats() Stats { return d.stats }

// Decode decodes the JSON text of one resource into out, whatever it held before. The resource refers to data. Where
// the text has a resourceType that is not the projection's one type, the root is of that type and has no children.
// After an error, which is an [*Error], out holds nothing that can be used.
func (d *Decoder) Decode(data []byte, out *Resource) error {
	if len(data) > math.MaxInt32 {
		return fail(0, msgTooLarge)
	}
	out.reset(data, d.model)
	if d.Strict {
		if err := d.validator.validate(data); err != nil {
			return err
		}
	}
	start, err := objectStart(data)
	if err != nil {
		return err
	}
	d.data, d.pos, d.depth, d.out = data, start, 0, out
	d.keys.reset()
	d.prepare(data)
	if err := d.root(out.Root()); err != nil {
		return err
	}
	if err := atEnd(data, d.pos); err != nil {
		return err
	}
	d.stats.Resources++
	d.stats.Bytes += int64(len(data))
	d.stats.Nodes += int64(out.Nodes())
	return nil
}

// root reads the resource itself.
func (d *Decoder) root(n NodeID) error {
	s := d.proj.root
	want, concrete := d.proj.Type()
	typ, found := d.resourceType()
	switch {
	case concrete && !found:
		typ = want
	case concrete && typ != want:
		s = nothing
	}
	d.out.nodes[n].typ = typ
	return d.object(n, s)
}

// resourceType returns the type of the resource that begins at d.pos; found is false where it does not say. Servers
// write resourceType first; where it comes later, the members before it are skipped once more.
func (d *Decoder) resourceType() (t model.TypeID, found bool) {
	name, err := typeOf(d.data, d.pos, d.depth+1)
	if err != nil || name == nil {
		return model.Unknown, false
	}
	t, _ = d.model.LookupBytes(name)
	return t, true
}
