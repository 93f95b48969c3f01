package resource

import "github.com/fhirview/fhirview/fhirpath/model"

// Scalar returns what Type, Kind and Text do, at once.
func (r *Resource) Scalar(n NodeID) (t model.TypeID, k Kind, s string) {
	nd := &r.nodes[n]
	if nd.kind == String && nd.flags&textAside == 0 {
		return nd.typ, String, r.text[nd.start:nd.end]
	}
	return nd.typ, nd.kind, r.Text(n)
}

// Step returns what Name and Next do, at once.
func (r *Resource) Step(n NodeID) (name Name, next NodeID) {
	nd := &r.nodes[n]
	return nd.name, nd.next
}

// StringOf returns the text of a string of a type; ok is false for everything else, and for strings with escapes.
func (r *Resource) StringOf(n NodeID, t model.TypeID) (s string, ok bool) {
	nd := &r.nodes[n]
	if nd.kind != String || nd.typ != t || nd.flags&textAside != 0 {
		return "", false
	}
	return r.text[nd.start:nd.end], true
}
