package resource

import (
	"unsafe"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
)

// NodeID is the place of a node in its resource. Zero is no node.
type NodeID = nodes.ID

// Kind says what a node's value is in JSON.
type Kind = nodes.Kind

// The kinds of nodes.
const (
	None   = nodes.None   // a primitive without a value, which has an id or extensions
	Object = nodes.Object // a complex element or a resource
	String = nodes.String
	Number = nodes.Number
	True   = nodes.True
	False  = nodes.False
)

// Resource is one resource: a tree of nodes. It is immutable until it is decoded or written into again, and refers to
// the bytes or texts it was made of, which have to stay as they are for as long.
type Resource nodes.Resource

// inside returns the nodes of the resource.
func (r *Resource) inside() *nodes.Table { return (*nodes.Resource)(r).Table() }

// Root returns the node of the resource itself.
func (r *Resource) Root() NodeID { return nodes.Root }

// Model returns the model that the types of the nodes belong to.
func (r *Resource) Model() *model.Model { return r.inside().Model }

// Child returns the first child of n, or 0. Children are in the order of the input; the items of an array are
// siblings with the same name. The children of a primitive are its id and extensions.
func (r *Resource) Child(n NodeID) NodeID { return r.inside().Nodes[n].Child }

// Next returns the sibling after n, or 0.
func (r *Resource) Next(n NodeID) NodeID { return r.inside().Nodes[n].Next }

// Type returns the element's type, or model.Unknown where the model does not know the element. A resource's type is
// that of its resourceType.
func (r *Resource) Type(n NodeID) model.TypeID { return r.inside().Nodes[n].Type }

// Kind returns the kind of the element's value.
func (r *Resource) Kind(n NodeID) Kind { return r.inside().Nodes[n].Kind }

// Key returns the JSON key that the element stands under, with its escapes resolved and without a companion's
// underscore: valueQuantity. It is empty for the root. It shares memory with the input or the decoder's arena and must
// not be changed.
func (r *Resource) Key(n NodeID) []byte {
	t := r.inside()
	nd := &t.Nodes[n]
	if nd.Flags&nodes.KeyAside != 0 {
		key := t.Aside[nd.Key]
		return unsafe.Slice(unsafe.StringData(key), len(key))
	}
	return t.Data[nd.Key : nd.Key+uint32(nd.KeyLen)]
}

// Text returns a string's value with its escapes resolved, a number's digits as they are written, true or false; ""
// for an object. It shares memory with the input or the decoder's arena.
func (r *Resource) Text(n NodeID) string { return r.inside().TextOf(n) }

// JSON returns the element's value as it is written in the input, or nil where it has none. For a resource that a
// [Writer] wrote, it makes new text of what the projection reads of the element.
func (r *Resource) JSON(n NodeID) []byte {
	t := r.inside()
	nd := &t.Nodes[n]
	switch {
	case t.Data == nil:
		return r.render(n)
	case nd.Kind == None:
		return nil
	case nd.Kind != String:
		return t.Data[nd.Start:nd.End]
	case nd.Flags&nodes.TextAside != 0:
		end, _ := jsonscan.SkipString(t.Data, int(nd.Start))
		return t.Data[nd.Start-1 : end]
	}
	return t.Data[nd.Start-1 : nd.End+1]
}
