package nodes

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/projection"
)

// Find returns the first of n and its later siblings that has the name, or 0. n may be 0.
func (t *Table) Find(n ID, name projection.Name) ID {
	all := t.Nodes
	for n != 0 {
		nd := &all[n]
		if nd.Name == name {
			break
		}
		n = nd.Next
	}
	return n
}

// HasText is true for nodes that have text: strings, numbers and booleans.
func (t *Table) HasText(n ID) bool { return t.Nodes[n].Kind >= String }

// Chosen is true for an element of a choice that complex types share, where what can stand in its place was found while
// decoding: below elements whose types no expression knew.
func (t *Table) Chosen(n ID) bool { return t.Nodes[n].Flags&Chosen != 0 }

// Scalar returns the type, the kind and the text of an element. To put it in place of its calls costs the views that make
// them in many places 2 % of their time.
//
//go:noinline
func (t *Table) Scalar(n ID) (typ model.TypeID, k Kind, s string) {
	nd := &t.Nodes[n]
	if nd.Kind == String && nd.Flags&TextAside == 0 {
		return nd.Type, String, t.Text[nd.Start:nd.End]
	}
	return nd.Type, nd.Kind, t.TextOf(n)
}

// Step returns the name of an element and its next sibling.
func (t *Table) Step(n ID) (name projection.Name, next ID) {
	nd := &t.Nodes[n]
	return nd.Name, nd.Next
}

// StringOf returns the text of a string of a type; ok is false for everything else, and for strings with escapes.
func (t *Table) StringOf(n ID, typ model.TypeID) (s string, ok bool) {
	nd := &t.Nodes[n]
	if nd.Kind != String || nd.Type != typ || nd.Flags&TextAside != 0 {
		return "", false
	}
	return t.Text[nd.Start:nd.End], true
}

// TextOf returns a string's value with its escapes resolved, a number's digits as they are written, true or false; ""
// for an object. It shares memory with the input or the arena of the decoder.
func (t *Table) TextOf(n ID) string {
	nd := &t.Nodes[n]
	switch {
	case nd.Kind < String:
		return ""
	case nd.Flags&TextAside != 0:
		return t.Aside[nd.End]
	}
	return t.Text[nd.Start:nd.End]
}

// Count returns how many nodes were built for the resource, the root among them.
func (t *Table) Count() int { return len(t.Nodes) - 1 }

// Offset returns where the element's value begins in the input, a string's after its quote; where the element has no
// value, where its first companion stands. It is 0 in a resource that was not made of JSON text.
func (t *Table) Offset(n ID) int { return int(t.Nodes[n].Start) }
