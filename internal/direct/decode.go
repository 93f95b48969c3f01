package direct

import (
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// Walker walks what has been decoded.
type Walker interface {
	// Arrive goes on with a node, below which everything has been decoded, from a spot of the track.
	Arrive(spot int32, n nodes.ID)
}

// Decoder decodes resources of one projection along a track. One goroutine uses it at a time.
type Decoder struct {
	plain decode.Decoder // has the text, and decodes what becomes nodes
	track *Track
	root  *arrival // what happens to the resource itself; nil where the projection is not one for decoding along tracks
	keys  []*objectKeys

	frames *Frames
	walker Walker
	out    *nodes.Table
	fast   quick // the first that strings are not read by, see members
	// kept is the object whose kept children are linked, as long as its members are read.
	kept decode.Object
	// lates are the objects, each in the one before it, of which elements arrive late.
	lates []lateObject
}

// New returns a decoder for the elements that the projection reads, which has to be that of the track's names. The arena
// holds text that had to be unescaped. If strict is true, every byte of the input is checked, also of what is not read.
func New(p *projection.Projection, t *Track, arena *nodes.Arena, strict bool) *Decoder {
	d := &Decoder{plain: *decode.New(p), track: t}
	d.plain.Arena, d.plain.Strict = arena, strict
	if _, concrete := p.Type(); !concrete || p.Root().ByType() || p.Root().IsEmpty() {
		return d
	}
	root := d.arrivalAt([]int32{0}, &projection.Entry{Shape: p.Root(), Type: d.plain.Type})
	if !root.whole && root.key == nil && root.jump == noJump {
		d.root = root
	}
	return d
}

// Stats returns what the decoder has done so far.
func (d *Decoder) Stats() decode.Stats { return d.plain.Stats() }

// Decode decodes the JSON text of one resource and walks it along the track, in one pass: frames come out as a walk of the
// resource that the plain decoder makes leaves them, except that they refer to other nodes. Out has these nodes, which are
// the elements that frames hold and, of those that were left to the walker, all that is below; they are not linked with
// others, except that the elements of a branch have the children that the branch keeps, with all that is below these.
//
// Where it is false, nothing is known: the text may be wrong, or only unusual. The plain way tells.
func (d *Decoder) Decode(data []byte, out *resource.Resource, w Walker, f *Frames) bool {
	plain := &d.plain
	if d.root == nil || !plain.Start(data, out.Table()) {
		return false
	}
	pos := jsonscan.SkipSpace(data, 0)
	if !plain.Begins(data[pos:]) && !d.says(pos) {
		return false
	}
	plain.Prepare()
	plain.Depth = 1
	d.out, d.frames, d.walker, d.fast = plain.Out, f, w, d.shortest()
	d.kept = decode.Object{Node: nodes.Root, Shape: plain.Root()}
	d.lates = d.lates[:0]
	nd := &d.out.Nodes[nodes.Root]
	nd.Kind, nd.Type, nd.Start = nodes.Object, plain.Type, uint32(pos)
	f.Enter(0, &d.track.Branches[0], nodes.Root, 0)
	end := d.members(pos+1, d.arrive(d.root, nodes.Root))
	if end < 0 || jsonscan.SkipSpace(data, end) != len(data) {
		return false
	}
	d.out.Nodes[nodes.Root].End = uint32(end)
	plain.Count()
	return true
}

// says is true for a resource at pos that says that it is of the projection's type: with white space, or after other
// members.
func (d *Decoder) says(pos int) bool {
	if pos >= len(d.plain.Data) || d.plain.Data[pos] != '{' {
		return false
	}
	d.plain.Pos, d.plain.Depth = pos, 0
	typ, found := d.plain.ResourceType()
	return found && typ == d.plain.Type
}

// shortest says how strings are read in the text.
func (d *Decoder) shortest() quick {
	switch {
	case !d.plain.Indexed:
		return quickSkip
	case !d.plain.Index.Simple:
		return quickRead
	}
	return notQuick
}
