package resource

import (
	"math"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection"
)

// Decoder decodes resources of one projection. One goroutine uses it at a time.
type Decoder struct {
	// Arena holds text that had to be unescaped. Whoever uses the text resets it.
	Arena *Arena
	// Strict has every byte of the input checked, also of what is not read.
	Strict bool

	proj  *Projection
	model *model.Model
	typ   model.TypeID // the projection's
	// prefix is how the text of a resource of the projection's type mostly begins.
	prefix string

	data      []byte
	pos       int
	depth     int // how many brackets are open
	out       *Resource
	keys      keySet
	validator jsonscan.Validator
	index     jsonscan.Index
	chains    []*chain // by shape
	tracking  tracking
	indexed   bool // index is that of data
	noIndex   bool // for tests: do without
	valid     bool // every byte of data was checked
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
	typ, _ := p.Type()
	return &Decoder{
		Arena: new(Arena), proj: p, model: p.Model(), typ: typ,
		prefix: `{"` + projection.ResourceTypeKey + `":"` + p.Model().TypeName(typ) + `"`,
	}
}

// Stats returns what the decoder has done so far.
func (d *Decoder) Stats() Stats { return d.stats }

// Decode decodes the JSON text of one resource into out, whatever it held before. The resource refers to data. Where
// the text has a resourceType that is not the projection's one type, the root is of that type and has no children.
// After an error, which is an [*Error], out holds nothing that can be used.
//
// The decoder remembers in which order keys come, so that it is fastest where they come in the same order again. What
// it returns never depends on what it decoded before.
func (d *Decoder) Decode(data []byte, out *Resource) error {
	d.data, d.valid = data, false
	if err := d.check(); err != nil {
		return err
	}
	d.prepare()
	return d.decode(out)
}

// check makes sure that the text can be decoded, as far as that is found out beforehand.
func (d *Decoder) check() error {
	d.indexed = false
	if len(d.data) > math.MaxInt32 {
		return jsonscan.Fail(0, msgTooLarge)
	}
	if d.Strict && !d.valid {
		if err := d.validator.Validate(d.data); err != nil {
			return err
		}
		d.valid = true
	}
	return nil
}

func (d *Decoder) decode(out *Resource) (err error) {
	out.reset(d.data, d.model)
	if d.pos, err = jsonscan.ObjectStart(d.data); err != nil {
		return err
	}
	d.depth, d.out = 0, out
	d.keys.reset()
	if err := d.root(out.Root()); err != nil {
		return err
	}
	if err := jsonscan.AtEnd(d.data, d.pos); err != nil {
		return err
	}
	d.stats.Resources++
	d.stats.Bytes += int64(len(d.data))
	d.stats.Nodes += int64(out.Nodes())
	return nil
}

// root reads the resource itself.
func (d *Decoder) root(n NodeID) error {
	s := d.proj.Root()
	want, concrete := d.proj.Type()
	if concrete && d.Begins(d.data[d.pos:]) {
		d.out.nodes[n].typ = want
		return d.object(n, s)
	}
	typ, found := d.resourceType()
	switch {
	case concrete && !found:
		typ = want
	case concrete && typ != want:
		s = projection.Nothing
	}
	d.out.nodes[n].typ = typ
	return d.object(n, s)
}

// resourceType returns the type of the resource that begins at d.pos; found is false where it does not say. Servers
// write resourceType first; where it comes later, the members before it are skipped once more.
func (d *Decoder) resourceType() (t model.TypeID, found bool) {
	m, err := typeOf(d.data, d.pos, d.depth+1)
	if err != nil || m.end == 0 || d.data[m.value] != '"' {
		return model.Unknown, false
	}
	name, err := m.text(d.data)
	if err != nil {
		return model.Unknown, false
	}
	t, _ = d.model.LookupBytes(name)
	return t, true
}
