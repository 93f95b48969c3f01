package nodes

import (
	"slices"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/projection"
)

// ID is the place of a node in its table. Zero is no node.
type ID int32

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

// NameOf returns what JSON calls a value of a kind.
func NameOf(k Kind) string {
	return [...]string{"nothing", "object", "string", "number", "boolean", "boolean"}[k]
}

// Flags say what is special about a node.
type Flags uint8

// What can be special.
const (
	TextAside Flags = 1 << iota // a string with escapes: its text is in Table.Aside, at Node.End
	KeyAside                    // a key with escapes or of great length: it is in Table.Aside, at Node.Key
	Extended                    // a primitive that has an id or extensions, decoded or not
	Listed                      // an item of an array, in a resource that was not made of JSON
	Chosen                      // of an untyped shape: of a type of a choice that complex types share
)

// Node is one element. It holds no pointer, so the collector does not look at node tables.
type Node struct {
	Start, End uint32 // the value in the text; a string's without its quotes
	Next       ID     // the next sibling, or 0
	Child      ID     // the first child, or 0
	Name       projection.Name
	Key        uint32 // where the JSON key stands in the text; an element of an array has the array's
	KeyLen     uint16
	Type       model.TypeID
	Kind       Kind
	Flags      Flags
}

// Set makes a node one of its own, without children or siblings.
func (nd *Node) Set(typ model.TypeID, kind Kind, start, end int) {
	nd.Start, nd.End, nd.Next, nd.Child = uint32(start), uint32(end), 0, 0
	nd.Type, nd.Kind, nd.Flags = typ, kind, 0
}

// Resource is what a resource.Resource is inside: each is converted to the other.
type Resource struct{ table Table }

// Table returns the nodes of the resource.
func (r *Resource) Table() *Table { return &r.table }

// Table is the nodes of one resource. The first stands for none, the second is the resource itself.
type Table struct {
	Data  []byte // nil where the resource was not made of JSON text
	Text  string // the same memory
	Nodes []Node
	Aside []string // texts and keys that do not stand in the text as they are
	Model *model.Model
}

// Root is the node of the resource itself.
const Root ID = 1

// Reset empties the table, for the resource that is read from a text.
func (t *Table) Reset(data []byte, m *model.Model) {
	t.Data, t.Text, t.Model = data, AsText(data), m
	t.Nodes = append(t.Nodes[:0], Node{}, Node{})
	t.Aside = t.Aside[:0]
}

// Add appends a node, which still is what it was in another resource, and returns its place. It is as simple as it has to
// be for the compiler to put it in place of the calls.
func (t *Table) Add() (n int) {
	if n = len(t.Nodes); n == cap(t.Nodes) {
		t.grow()
	}
	t.Nodes = t.Nodes[:n+1]
	return
}

// grow makes room for a node.
//
//go:noinline
func (t *Table) grow() { t.Nodes = slices.Grow(t.Nodes, 1) }

// ChildAfter returns the child of parent that comes after last, or its first where last is 0.
func (t *Table) ChildAfter(parent, last ID) ID {
	if last == 0 {
		return t.Nodes[parent].Child
	}
	return t.Nodes[last].Next
}

// DropHoles takes the children away that have neither a value nor an id or extensions: nulls in arrays, which only keep
// the places of the values around them.
func (t *Table) DropHoles(parent ID) {
	link := &t.Nodes[parent].Child
	for n := *link; n != 0; n = t.Nodes[n].Next {
		if t.Nodes[n].Kind != None || t.Nodes[n].Flags&Extended != 0 {
			*link = n
			link = &t.Nodes[n].Next
		}
	}
	*link = 0
}
