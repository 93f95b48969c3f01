package resource

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/nodes"
)

// Scalar returns what Type, Kind and Text do, at once.
func (r *Resource) Scalar(n NodeID) (t model.TypeID, k Kind, s string) {
	nd := &r.table.Nodes[n]
	if nd.Kind == String && nd.Flags&nodes.TextAside == 0 {
		return nd.Type, String, r.table.Text[nd.Start:nd.End]
	}
	return nd.Type, nd.Kind, r.Text(n)
}

// Step returns what Name and Next do, at once.
func (r *Resource) Step(n NodeID) (name Name, next NodeID) {
	nd := &r.table.Nodes[n]
	return nd.Name, nd.Next
}

// StringOf returns the text of a string of a type; ok is false for everything else, and for strings with escapes.
func (r *Resource) StringOf(n NodeID, t model.TypeID) (s string, ok bool) {
	nd := &r.table.Nodes[n]
	if nd.Kind != String || nd.Type != t || nd.Flags&nodes.TextAside != 0 {
		return "", false
	}
	return r.table.Text[nd.Start:nd.End], true
}
