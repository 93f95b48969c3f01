package resource

import (
	"unsafe"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/jsonscan"
)

// NodeID is the place of a node in its resource. Zero is no node.
type NodeID int32

// Kind says what a node's value is in JSON.
type Kind uint8

// The kinds of nodes.
const (
	None   Kind = iota // a primitive without a value, which has an id or extensions
	Object             // a complex element or a resource
	String
	Number
	True
	False
)

func (k Kind) String() string {
	return [...]string{"nothing", "object", "string", "number", "boolean", "boolean"}[k]
}

type flags uint8

const (
	textAside flags = 1 << iota // a string with escapes: its text is in Resource.aside, at node.end
	keyAside                    // a key with escapes or of great length: it is in Resource.aside, at node.key
	extended                    // a primitive that has an id or extensions, decoded or not
	listed                      // an item of an array, in a resource that a Writer wrote
	chosen                      // of an open shape: of a type of a choice that complex types share
)

// node is one element. It holds no pointer, so the collector does not look at node tables.
type node struct {
	start, end uint32 // the value in data; a string's without its quotes
	next       NodeID
	child      NodeID
	name       Name
	key        uint32 // where the JSON key stands in data; an element of an array has the array's
	keyLen     uint16
	typ        model.TypeID
	kind       Kind
	flags      flags
}

// Resource is one resource: a tree of nodes. It is immutable until it is decoded or written into again, and refers to
// the bytes or texts it was made of, which have to stay as they are for as long.
type Resource struct {
	data  []byte // nil for a resource that a Writer wrote
	text  string // the same memory
	nodes []node
	aside []string // texts and keys that do not stand in data as they are
	model *model.Model
}

// Root returns the node of the resource itself.
func (r *Resource) Root() NodeID { return 1 }

// Model returns the model that the types of the nodes belong to.
func (r *Resource) Model() *model.Model { return r.model }

// Nodes returns how many nodes were built for the resource, the root among them.
func (r *Resource) Nodes() int { return len(r.nodes) - 1 }

// Child returns the first child of n, or 0. Children are in the order of the input; the items of an array are
// siblings with the same name. The children of a primitive are its id and extensions.
func (r *Resource) Child(n NodeID) NodeID { return r.nodes[n].child }

// Next returns the sibling after n, or 0.
func (r *Resource) Next(n NodeID) NodeID { return r.nodes[n].next }

// Name returns the element's name: `value` for the JSON key valueQuantity. It is 0 where no expression of the
// projection names the element.
func (r *Resource) Name(n NodeID) Name { return r.nodes[n].name }

// Type returns the element's type, or model.Unknown where the model does not know the element. A resource's type is
// that of its resourceType.
func (r *Resource) Type(n NodeID) model.TypeID { return r.nodes[n].typ }

// Kind returns the kind of the element's value.
func (r *Resource) Kind(n NodeID) Kind { return r.nodes[n].kind }

// HasText is true for nodes that have text: strings, numbers and booleans.
func (r *Resource) HasText(n NodeID) bool { return r.nodes[n].kind >= String }

// Chosen is true for an element of a choice that complex types share, where what can stand in its place was found while
// decoding: below elements whose types no expression knew.
func (r *Resource) Chosen(n NodeID) bool { return r.nodes[n].flags&chosen != 0 }

// Key returns the JSON key that the element stands under, with its escapes resolved and without a companion's
// underscore: valueQuantity. It is empty for the root. It shares memory with the input or the decoder's arena and must
// not be changed.
func (r *Resource) Key(n NodeID) []byte {
	nd := &r.nodes[n]
	if nd.flags&keyAside != 0 {
		key := r.aside[nd.key]
		return unsafe.Slice(unsafe.StringData(key), len(key))
	}
	return r.data[nd.key : nd.key+uint32(nd.keyLen)]
}

// Text returns a string's value with its escapes resolved, a number's digits as they are written, true or false; ""
// for an object. It shares memory with the input or the decoder's arena.
func (r *Resource) Text(n NodeID) string {
	nd := &r.nodes[n]
	switch {
	case nd.kind < String:
		return ""
	case nd.flags&textAside != 0:
		return r.aside[nd.end]
	}
	return r.text[nd.start:nd.end]
}

// JSON returns the element's value as it is written in the input, or nil where it has none. For a resource that a
// [Writer] wrote, it makes new text of what the projection reads of the element.
func (r *Resource) JSON(n NodeID) []byte {
	nd := &r.nodes[n]
	switch {
	case r.data == nil:
		return r.render(n)
	case nd.kind == None:
		return nil
	case nd.kind != String:
		return r.data[nd.start:nd.end]
	case nd.flags&textAside != 0:
		end, _ := jsonscan.SkipString(r.data, int(nd.start))
		return r.data[nd.start-1 : end]
	}
	return r.data[nd.start-1 : nd.end+1]
}

// Offset returns where the element's value begins in the input, a string's after its quote; where the element has no
// value, where its first companion stands. It is 0 in a resource that a [Writer] wrote.
func (r *Resource) Offset(n NodeID) int { return int(r.nodes[n].start) }

func (r *Resource) reset(data []byte, m *model.Model) {
	r.data, r.text, r.model = data, text(data), m
	r.nodes = append(r.nodes[:0], node{}, node{})
	r.aside = r.aside[:0]
}
