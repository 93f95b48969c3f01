package plan

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/direct"
)

// makeTrack returns the tree in the form in which decoders read it.
func (t *Tree) makeTrack() *direct.Track {
	track := &direct.Track{Branches: t.branches}
	for i := range t.spots {
		track.Spots = append(track.Spots, t.spots[i].track())
	}
	return track
}

func (s *spot) track() direct.Spot {
	out := direct.Spot{
		Branches: s.branches, Jumps: s.jumps, Ends: s.ends,
		Types: map[model.TypeID][]int32{}, Children: map[resource.Name]int32{},
	}
	for _, f := range s.filters {
		if f.op == pipeFirst {
			out.Firsts = append(out.Firsts, direct.First{Bit: f.first, To: f.to})
			continue
		}
		out.Filters = append(out.Filters, direct.Filter{Name: f.name, Text: f.text, To: f.to})
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

// Decoder returns a decoder for the projection of the tree's expressions.
func (t *Tree) Decoder(p *resource.Projection, arena *resource.Arena, strict bool) *direct.Decoder {
	return direct.New(p, t.track, arena, strict)
}

// Decode decodes the text of a resource and walks the tree from it, in one pass: it is Decode of the decoder, and Walk
// from the root. The resource has no other elements than those that the walk has found.
//
// Where ok is false, nothing is known of the resource, not even whether its text is a resource.
func (t *Tree) Decode(c *Context, d *direct.Decoder, data []byte, r *resource.Resource) (frame int, ok bool) {
	w := &c.walker
	frame = w.begin(t, r)
	return frame, d.Decode(data, r, w, &w.Frames) && !w.odd
}

// Arrive implements [direct.Walker].
func (w *walker) Arrive(spot int32, n resource.NodeID) { w.arrive(&w.tree.spots[spot], n) }
