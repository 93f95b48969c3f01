package direct

import (
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/paths"
	"github.com/fhirview/fhirview/internal/projection"
)

// Decoder decodes resources of one projection along a tree of paths. One goroutine uses it at a time.
type Decoder struct {
	plain decode.Decoder // has the text, and decodes what becomes nodes
	tree  *paths.Tree
	root  *arrival // what happens to the resource itself; nil where the projection is not one for decoding along paths
	keys  []*objectKeys

	frames *paths.Frames // the walker's
	walker *paths.Walker // walks what becomes nodes
	out    *nodes.Table
	fast   quick // the first that strings are not read by, see members
	// kept is the object whose kept children are linked, as long as its members are read.
	kept decode.Object
	// lates are the objects, each in the one before it, of which elements arrive late.
	lates []lateObject
	// noted is what spots were before the trials that are not decided yet, focus the branch of the focus with places for
	// the texts that tell about filters, and texts where these are, by the stages of the filters.
	noted []nodes.ID
	focus paths.Branch
	texts []int32
}

// New returns a decoder for the elements that the projection reads, which have to be those that the tree's
// paths read. The arena
// holds text that had to be unescaped. If strict is true, every byte of the input is checked, also of what is not read.
func New(p *projection.Projection, t *paths.Tree, arena *nodes.Arena, strict bool) *Decoder {
	d := &Decoder{plain: *decode.New(p), tree: t}
	d.plain.Arena, d.plain.Strict = arena, strict
	if _, concrete := projection.TypeOf(p); !concrete || projection.RootOf(p).ByType() || projection.RootOf(p).IsEmpty() {
		return d
	}
	d.textPlaces()
	root := d.arrivalAt([]int32{0}, &projection.Entry{Shape: projection.RootOf(p), Type: d.plain.Type})
	if !root.whole && root.recursion == noRecursion && len(root.trial.gates) == 0 {
		d.root = root
	}
	return d
}

// Stats returns what the decoder has done so far.
func (d *Decoder) Stats() decode.Stats { return d.plain.Stats() }

// Decode decodes the JSON text of one resource and walks the tree, in one pass: frames come out as a walk of the resource
// that the plain decoder makes leaves them, except that they refer to other nodes. Out has these nodes, which are the
// elements that frames hold and, of those that were decoded with all that is below, the rest; they are not linked with
// others, except that the elements of a branch have the children that the branch keeps, with all that is below these.
//
// The frame is that of the resource, as Walk of the walker returns it. Where ok is false, nothing is known: the text may be
// wrong, or only unusual. The plain way tells.
func (d *Decoder) Decode(data []byte, out *resource.Resource, w *paths.Walker) (frame int, ok bool) {
	frame = w.Begin(d.tree, out)
	plain, table := &d.plain, (*nodes.Resource)(out).Table()
	if d.root == nil || !plain.Start(data, table) {
		return frame, false
	}
	pos := jsonscan.SkipSpace(data, 0)
	if !plain.Begins(data[pos:]) && !d.says(pos) {
		return frame, false
	}
	plain.Prepare()
	plain.Depth = 0
	d.out, d.frames, d.walker, d.fast = table, &w.Frames, w, d.shortest()
	d.kept = decode.Object{Node: nodes.Root, Shape: plain.Root()}
	d.lates, d.noted = d.lates[:0], d.noted[:0]
	nd := &d.out.Nodes[nodes.Root]
	nd.Kind, nd.Type, nd.Start = nodes.Object, plain.Type, uint32(pos)
	w.Enter(0, &d.focus, nodes.Root, 0)
	end := d.members(pos+1, d.arrive(d.root, nodes.Root))
	if end < 0 || jsonscan.SkipSpace(data, end) != len(data) {
		return frame, false
	}
	d.out.Nodes[nodes.Root].End = uint32(end)
	plain.Count()
	return frame, w.End(frame)
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
