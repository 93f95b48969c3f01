package plan

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
)

// makeTrack returns the tree in the form in which decoders read it.
func (t *Tree) makeTrack() *resource.Track {
	track := &resource.Track{Branches: t.branches}
	for i := range t.spots {
		track.Spots = append(track.Spots, t.spots[i].track())
	}
	return track
}

func (s *spot) track() resource.Spot {
	out := resource.Spot{
		Branches: s.branches, Jumps: s.jumps, Ends: s.ends,
		Types: map[model.TypeID][]int32{}, Children: map[resource.Name]int32{},
	}
	for _, f := range s.filters {
		if f.op == pipeFirst {
			out.Firsts = append(out.Firsts, resource.First{Bit: f.first, To: f.to})
			continue
		}
		out.Filters = append(out.Filters, resource.Filter{Name: f.name, Text: f.text, To: f.to})
	}
	for _, e := range s.types {
		if e.to != nil {
			out.Types[e.typ] = e.to
		}
	}
	for _, c := range s.children {
		if c.to != 0 {
			out.Children[c.name] = c.to
		}
	}
	return out
}

// Decode decodes the text of a resource and walks the tree from it, in one pass: it is Decode of the decoder, and Walk
// from the root. The resource has no other elements than those that the walk has found.
//
// Where ok is false, nothing is known of the resource, not even whether its text is a resource.
func (t *Tree) Decode(c *Context, d *resource.Decoder, data []byte, r *resource.Resource) (frame int, ok bool) {
	w := &c.walker
	frame = w.begin(t, r)
	return frame, d.DecodeAlong(data, r, t.track, w, &w.Frames) && !w.odd
}

// Arrive implements [resource.Walker].
func (w *walker) Arrive(spot int32, n resource.NodeID) { w.arrive(&w.tree.spots[spot], n) }
