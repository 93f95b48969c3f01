package resource

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/nodes"
)

// render makes the JSON text of an element that a Writer wrote. It is complete as far as the projection reads it.
func (r *Resource) render(n NodeID) []byte {
	if r.inside().Nodes[n].Kind == None {
		return nil
	}
	return r.appendValue(nil, n)
}

func (r *Resource) appendValue(dst []byte, n NodeID) []byte {
	switch r.inside().Nodes[n].Kind {
	case None:
		return append(dst, "null"...)
	case Object:
		return r.appendObject(dst, n)
	case String:
		return appendQuoted(dst, r.Text(n))
	}
	return append(dst, r.Text(n)...)
}

func (r *Resource) appendObject(dst []byte, n NodeID) []byte {
	dst = append(dst, '{')
	if t := r.inside().Nodes[n].Type; r.inside().Model.Kind(t) == model.KindResource {
		dst = append(dst, `"resourceType":`...)
		dst = appendQuoted(dst, r.inside().Model.TypeName(t))
	}
	for first := r.inside().Nodes[n].Child; first != 0; {
		after := r.afterItems(first)
		dst = r.appendItems(dst, first, after)
		first = after
	}
	return append(dst, '}')
}

// afterItems returns the first sibling that is not an item of the same element as n.
func (r *Resource) afterItems(n NodeID) NodeID {
	key := r.inside().Aside[r.inside().Nodes[n].Key]
	for n = r.inside().Nodes[n].Next; n != 0 && r.inside().Aside[r.inside().Nodes[n].Key] == key; {
		n = r.inside().Nodes[n].Next
	}
	return n
}

// appendItems appends the items of an element as JSON spreads them out: values under the key, and what primitives
// have beside a value under the key with an underscore.
func (r *Resource) appendItems(dst []byte, first, after NodeID) []byte {
	values, companions := false, false
	for n := first; n != after; n = r.inside().Nodes[n].Next {
		values = values || r.inside().Nodes[n].Kind != None
		companions = companions || r.hasCompanion(n)
	}
	key := r.inside().Aside[r.inside().Nodes[first].Key]
	if values {
		dst = r.appendArray(appendKey(dst, key), first, after, r.appendValue)
	}
	if companions {
		dst = r.appendArray(appendKey(dst, "_"+key), first, after, r.appendCompanion)
	}
	return dst
}

// appendArray appends an item each for the nodes from first to the one before after, in brackets unless there can be
// only one.
func (r *Resource) appendArray(dst []byte, first, after NodeID, item func([]byte, NodeID) []byte) []byte {
	if r.inside().Nodes[first].Flags&nodes.Listed == 0 && r.inside().Nodes[first].Next == after {
		return item(dst, first)
	}
	for n, before := first, byte('['); n != after; n, before = r.inside().Nodes[n].Next, ',' {
		dst = item(append(dst, before), n)
	}
	return append(dst, ']')
}

func (r *Resource) hasCompanion(n NodeID) bool {
	return r.inside().Nodes[n].Kind != Object && r.inside().Nodes[n].Child != 0
}

func (r *Resource) appendCompanion(dst []byte, n NodeID) []byte {
	if !r.hasCompanion(n) {
		return append(dst, "null"...)
	}
	return r.appendObject(dst, n)
}

// appendKey appends a key, and a comma unless it is the object's first.
func appendKey(dst []byte, key string) []byte {
	if dst[len(dst)-1] != '{' {
		dst = append(dst, ',')
	}
	return append(appendQuoted(dst, key), ':')
}

func appendQuoted(dst []byte, text string) []byte {
	dst, _ = jsontext.AppendQuote(dst, text) // it fails on bad UTF-8 alone, which no Writer takes
	return dst
}
