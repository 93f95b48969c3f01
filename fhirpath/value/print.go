package value

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/label"
	"github.com/fhirview/fhirview/internal/nodes"
)

// String returns a System value as toString() does, and an element as its path, such as Patient.name: of an element it
// tells nothing that a patient would not want to be told. [Value.Format] tells nothing of any value.
func (v Value) String() string {
	if v.kind == KindElement || v.kind == Nothing {
		return v.what()
	}
	text, ok := v.ToString()
	if !ok {
		return v.kind.String()
	}
	return text
}

// Format implements [fmt.Formatter]. By every verb but p, a value prints as what it is, and never as what it holds, which is about
// a patient: an element as its path, such as Patient.name, a System value as its type, such as String. For the value itself
// there is [Value.String].
//
// Package fmt calls no methods of what is in unexported fields of structs, and prints what is there field by field. It cannot
// be kept from that: a struct that holds values so, and may be printed or logged, needs a Format of its own.
func (v Value) Format(f fmt.State, verb rune) { label.Format(f, verb, v.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (v Value) LogValue() slog.Value { return slog.StringValue(v.what()) }

func (v Value) what() string {
	if v.kind == KindElement {
		return v.path()
	}
	return v.kind.String()
}

// path is that of an element from the resource that it is part of: names that the model has, and a question mark for
// others, for nobody knows what a server calls things. Of an element that is not there any more, it is the type.
func (v Value) path() string {
	r, n := v.Element()
	if r == nil || (*nodes.Resource)(r).Table().Count() < 1 {
		return v.kind.String()
	}
	root := r.Root()
	steps, found := pathTo(r, root, n, nil)
	if !found {
		return v.TypeName()
	}
	start := r.Model().TypeName(r.Type(root))
	if start == "" {
		start = "?"
	}
	slices.Reverse(steps)
	return strings.Join(append([]string{start}, steps...), ".")
}

// pathTo looks for a node below another one. The steps come from the last to the first.
func pathTo(r *resource.Resource, from, n resource.NodeID, steps []string) ([]string, bool) {
	if from == n {
		return steps, true
	}
	for child := r.Child(from); child != 0; child = r.Next(child) {
		if steps, found := pathTo(r, child, n, steps); found {
			return append(steps, step(r, from, child)), true
		}
	}
	return nil, false
}

func step(r *resource.Resource, parent, n resource.NodeID) string {
	if typ := r.Type(parent); typ != model.Unknown {
		if e, _, ok := r.Model().ElementByKey(typ, r.Key(n)); ok {
			return e.Name
		}
	}
	return "?"
}

// Format implements [fmt.Formatter]. By every verb but p, a quantity prints as its type: see [Value.Format]. For the quantity
// itself there is [Quantity.String].
func (q Quantity) Format(f fmt.State, verb rune) { label.Format(f, verb, KindQuantity.String()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (q Quantity) LogValue() slog.Value { return slog.StringValue(KindQuantity.String()) }
