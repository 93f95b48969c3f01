package decode

import (
	"math"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// Decoder decodes resources of one projection. One goroutine uses it at a time.
type Decoder struct {
	// Arena holds text that had to be unescaped. Whoever uses the text resets it.
	Arena *nodes.Arena
	// Strict has every byte of the input checked, also of what is not read.
	Strict bool

	// Type is the projection's.
	Type  model.TypeID
	proj  *projection.Projection
	model *model.Model
	// prefix is how the text of a resource of the projection's type mostly begins.
	prefix string

	// Data is the text that is decoded, Pos the place in it that is read next, and Depth how many brackets are open there.
	Data  []byte
	Pos   int
	Depth int
	// Out is what is made of it.
	Out *nodes.Table
	// Index is that of the text where Indexed is true.
	Index   jsonscan.Index
	Indexed bool
	NoIndex bool // for tests: do without

	keys      keySet
	learned   []*typedKeys // by shape
	validator jsonscan.Validator
	valid     bool // every byte of the text was checked
	stats     Stats
}

// Stats counts what a decoder has done, by figures that do not depend on the clock. What ended in an error does not
// count.
type Stats struct {
	Resources int64 // resources decoded
	Bytes     int64 // bytes of their JSON text
	Nodes     int64 // nodes built
}

// New returns a decoder for the elements that the projection reads.
func New(p *projection.Projection) *Decoder {
	typ, _ := projection.TypeOf(p)
	return &Decoder{
		Arena: new(nodes.Arena), Type: typ, proj: p, model: p.Model(),
		prefix: `{"` + projection.ResourceTypeKey + `":"` + p.Model().TypeName(typ) + `"`,
	}
}

// Stats returns what the decoder has done so far.
func (d *Decoder) Stats() Stats { return d.stats }

// Decode decodes the JSON text of one resource into out, whatever it held before. The resource refers to data. Where
// the text has a resourceType that is not the projection's one type, the root is of that type and has no children.
// After an error, which is a [*jsonscan.Error], out holds nothing that can be used.
//
// The decoder remembers in which order keys come, so that it is fastest where they come in the same order again. What
// it returns never depends on what it decoded before.
func (d *Decoder) Decode(data []byte, out *nodes.Table) error {
	d.Data, d.valid = data, false
	if err := d.check(); err != nil {
		return err
	}
	d.Prepare()
	return d.decode(out)
}

// Root returns what is read of a resource.
func (d *Decoder) Root() *projection.Shape { return projection.RootOf(d.proj) }

// Start begins with a text for those that read it themselves; it is false where Decode could not read it. They go on with
// Prepare.
func (d *Decoder) Start(data []byte, out *nodes.Table) bool {
	d.Data, d.valid = data, false
	if d.check() != nil {
		return false
	}
	out.Reset(data, d.model)
	d.Out = out
	d.keys.reset()
	return true
}

// Count takes note of a text that has been read.
func (d *Decoder) Count() {
	d.stats.Resources++
	d.stats.Bytes += int64(len(d.Data))
	d.stats.Nodes += int64(len(d.Out.Nodes) - 1)
}

// check makes sure that the text can be decoded, as far as that is found out beforehand.
func (d *Decoder) check() error {
	d.Indexed = false
	if len(d.Data) > math.MaxInt32 {
		return jsonscan.Fail(0, msgTooLarge)
	}
	if d.Strict && !d.valid {
		if err := d.validator.Validate(d.Data); err != nil {
			return err
		}
		d.valid = true
	}
	return nil
}

func (d *Decoder) decode(out *nodes.Table) (err error) {
	out.Reset(d.Data, d.model)
	if d.Pos, err = jsonscan.ObjectStart(d.Data); err != nil {
		return err
	}
	d.Depth, d.Out = 0, out
	d.keys.reset()
	if err := d.root(nodes.Root); err != nil {
		return err
	}
	if err := jsonscan.AtEnd(d.Data, d.Pos); err != nil {
		return err
	}
	d.stats.Resources++
	d.stats.Bytes += int64(len(d.Data))
	d.stats.Nodes += int64(len(out.Nodes) - 1)
	return nil
}

// root reads the resource itself.
func (d *Decoder) root(n nodes.ID) error {
	s := projection.RootOf(d.proj)
	want, concrete := projection.TypeOf(d.proj)
	if concrete && d.Begins(d.Data[d.Pos:]) {
		d.Out.Nodes[n].Type = want
		return d.object(n, s)
	}
	typ, found := d.ResourceType()
	switch {
	case concrete && !found:
		typ = want
	case concrete && typ != want:
		s = projection.Nothing
	}
	d.Out.Nodes[n].Type = typ
	return d.object(n, s)
}

// ResourceType returns the type of the resource that begins at d.Pos; found is false where it does not say. Servers
// write resourceType first; where it comes later, the members before it are skipped once more.
func (d *Decoder) ResourceType() (t model.TypeID, found bool) {
	m, err := typeOf(d.Data, d.Pos, d.Depth+1)
	if err != nil || m.end == 0 || d.Data[m.value] != '"' {
		return model.Unknown, false
	}
	name, err := m.text(d.Data)
	if err != nil {
		return model.Unknown, false
	}
	t, _ = d.model.Lookup(string(name))
	return t, true
}
