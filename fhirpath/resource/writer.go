package resource

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// Writer puts elements into a [Resource] one by one. It is the way for inputs that are not JSON: they begin with the
// [Place] of a resource, ask it for its members, and write those that they find. What a Writer made reads as if the
// decoder had made it of the same resource's JSON.
//
// The first mistake, of the input or of the caller, ends the writing: what follows does nothing, and End returns it.
// One goroutine uses a Writer at a time. The zero value is ready, and it keeps its memory from one resource to the
// next.
type Writer struct {
	out  *nodes.Table
	open []opened // the elements that are not closed, the resource first
	err  error
}

// opened is an element that can be given children.
type opened struct {
	node, last NodeID
	key        string
}

var (
	errNumber   = errors.New("not a number as JSON writes it; correct it in the input")
	errText     = errors.New("text is not valid UTF-8; correct it in the input")
	errDepth    = errors.New("nested too deeply")
	errTooLarge = errors.New("too many elements in one resource")
	errClose    = errors.New("elements are not closed in the order that they were opened in")
)

// Begin starts a resource of a type, in out, whatever it held before, and returns what the projection reads of it: nothing,
// where the projection is for resources of another type.
func (w *Writer) Begin(p *Projection, typ model.TypeID, out *Resource) Place {
	at := (*projection.Projection)(p).Place(typ)
	t := out.inside()
	t.Reset(nil, at.Model())
	root := &t.Nodes[nodes.Root]
	root.Kind, root.Type = Object, typ
	w.out, w.err = t, nil
	w.open = append(w.open[:0], opened{node: nodes.Root, key: at.Model().TypeName(typ)})
	return Place(at)
}

// Open adds an element to the element that is open. Its own elements are written until it is closed. The items of
// one element are written one directly after the other, as JSON does in an array.
//
// The kind is None for a primitive that has only an id or extensions. The text is that of a String or a Number: a
// string as it is, a number in the digits that JSON would have. The resource refers to the text.
func (w *Writer) Open(at *Place, kind Kind, text string) {
	if w.err != nil {
		return
	}
	switch {
	case len(w.open) > jsonscan.MaxDepth:
		w.Fail(at, errDepth)
	case len(w.out.Nodes) == math.MaxInt32:
		w.Fail(at, errTooLarge)
	case kind == Number && !isNumber(text):
		w.Fail(at, errNumber)
	case kind == String && !utf8.ValidString(text):
		w.Fail(at, errText)
	default:
		w.add((*projection.Place)(at), kind, text)
	}
}

// Close ends the element that was opened last.
func (w *Writer) Close() {
	switch {
	case w.err != nil:
	case len(w.open) < 2:
		w.err = errClose
	default:
		w.open = w.open[:len(w.open)-1]
	}
}

// Fail notes that an element cannot be written in the one that is open; nil stands for that itself. Only the first error
// counts.
func (w *Writer) Fail(at *Place, err error) {
	if w.err != nil {
		return
	}
	var path strings.Builder
	for i := range w.open {
		if i > 0 {
			path.WriteByte('.')
		}
		path.WriteString(w.open[i].key)
	}
	if at != nil {
		path.WriteString("." + (*projection.Place)(at).Key())
	}
	w.err = fmt.Errorf("%s: %w", path.String(), err)
}

// End ends the resource. After an error it holds nothing that can be used. The error gives the JSON keys that lead to
// the element, and nothing of the input.
func (w *Writer) End() error {
	if w.err == nil && len(w.open) != 1 {
		w.err = errClose
	}
	return w.err
}

// add appends the node. Its key and its text stand aside, because there is no input that they could be a part of.
func (w *Writer) add(at *projection.Place, kind Kind, text string) {
	out, parent := w.out, &w.open[len(w.open)-1]
	n := NodeID(len(out.Nodes))
	name, repeats, chosen := at.Marks()
	nd := nodes.Node{Name: name, Type: at.Type(), Kind: kind, Key: uint32(len(out.Aside)), Flags: nodes.KeyAside}
	if repeats {
		nd.Flags |= nodes.Listed
	}
	if chosen {
		nd.Flags |= nodes.Chosen
	}
	out.Aside = append(out.Aside, at.Key())
	switch kind {
	case None:
		nd.Flags |= nodes.Extended
	case True:
		text = "true"
	case False:
		text = "false"
	}
	if kind >= String {
		nd.Flags |= nodes.TextAside
		nd.End = uint32(len(out.Aside))
		out.Aside = append(out.Aside, text)
	}
	out.Nodes = append(out.Nodes, nd)
	if parent.last == 0 {
		out.Nodes[parent.node].Child = n
	} else {
		out.Nodes[parent.last].Next = n
	}
	parent.last = n
	w.open = append(w.open, opened{node: n, key: at.Key()})
}

// isNumber is true for what the decoder takes as a number.
func isNumber(text string) bool {
	if text == "" {
		return false
	}
	end, err := jsonscan.Number([]byte(text), 0)
	return err == nil && end == len(text)
}
