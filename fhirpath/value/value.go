// Package value holds what FHIRPath computes with: collections of values, which are System values (exact decimals,
// partial dates, quantities, …) or elements of a resource.
package value

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/tables"
)

// Kind says what a value is: one of FHIRPath's System types, or an element.
type Kind uint8

// The kinds of values. Nothing is the zero value, and in no collection.
const (
	Nothing Kind = iota
	KindBoolean
	KindInteger
	KindLong
	KindDecimal
	KindString
	KindDate
	KindDateTime
	KindTime
	KindQuantity
	KindElement
)

// Value is one item of a collection. Values are small and passed by value; they are immutable.
//
// Decimals, dates and times are kept as the text that they were read or written in, so that 1.0 stays 1.0. Text and
// elements may share memory with a resource and an arena: see [Value.Clone].
type Value struct {
	text string
	ptr  *resource.Resource
	qty  *Quantity
	num  int64 // an integer, 1 for true, the node of an element
	typ  model.TypeID
	kind Kind
}

// Collection is an ordered list of values: what every FHIRPath expression yields.
type Collection = []Value

// Bool returns a Boolean.
func Bool(b bool) Value {
	if b {
		return Value{kind: KindBoolean, num: 1}
	}
	return Value{kind: KindBoolean}
}

// Int returns an Integer.
func Int(i int32) Value { return Value{kind: KindInteger, num: int64(i)} }

// Long returns a Long.
func Long(i int64) Value { return Value{kind: KindLong, num: i} }

// Dec returns a Decimal of the given lexical form, which has to be a number as FHIRPath or JSON writes it.
func Dec(text string) Value { return Value{kind: KindDecimal, text: text} }

// Str returns a String.
func Str(s string) Value { return Value{kind: KindString, text: s} }

// At returns a Date, DateTime or Time (by kind) of the given lexical form without @. The T that may end a DateTime
// of a date alone is not part of the value. Of another kind it is nothing, the zero value.
func At(kind Kind, text string) Value {
	if kind < KindDate || kind > KindTime {
		return Value{}
	}
	return Value{kind: kind, text: strings.TrimSuffix(text, "T")}
}

// Qty returns a Quantity.
func Qty(q Quantity) Value { return Value{kind: KindQuantity, qty: &q} }

// Elem returns an element of a resource.
func Elem(r *resource.Resource, n resource.NodeID) Value {
	return Value{kind: KindElement, ptr: r, num: int64(n), typ: r.Type(n)}
}

// Typed returns the value as one of a FHIR primitive type, as a view's constants are: it computes as the System
// value that it is and answers `is` as the FHIR type.
func (v Value) Typed(t model.TypeID) Value {
	v.typ = t
	return v
}

// Kind returns what the value is.
func (v Value) Kind() Kind { return v.kind }

// FHIRType returns the FHIR type of an element or of a typed constant, and model.Unknown for other values.
func (v Value) FHIRType() model.TypeID {
	if v.typ < tables.FirstFHIR {
		return model.Unknown
	}
	return v.typ
}

// Type returns the value's type: the FHIR type where it has one, otherwise the System type.
func (v Value) Type() model.TypeID {
	if v.typ != model.Unknown || v.kind == KindElement {
		return v.typ
	}
	return systemTypes[v.kind]
}

var kindNames = [...]string{
	Nothing: "nothing", KindBoolean: "Boolean", KindInteger: "Integer", KindLong: "Long", KindDecimal: "Decimal",
	KindString: "String", KindDate: "Date", KindDateTime: "DateTime", KindTime: "Time", KindQuantity: "Quantity",
	KindElement: "element",
}

// String returns the name of the System type, or "element".
func (k Kind) String() string {
	if int(k) >= len(kindNames) {
		k = Nothing
	}
	return kindNames[k]
}

// TypeName returns the name of the value's type, for messages: "HumanName", "String". An element that the model does
// not know is an "element".
func (v Value) TypeName() string {
	if v.kind == KindElement && v.typ != model.Unknown {
		return v.ptr.Model().TypeName(v.typ)
	}
	return v.kind.String()
}

var systemTypes = [...]model.TypeID{
	KindBoolean: model.SystemBoolean, KindInteger: model.SystemInteger, KindLong: model.SystemLong,
	KindDecimal: model.SystemDecimal, KindString: model.SystemString, KindDate: model.SystemDate,
	KindDateTime: model.SystemDateTime, KindTime: model.SystemTime, KindQuantity: model.SystemQuantity,
	KindElement: model.Unknown,
}

// IsTrue is true for the Boolean true, and for an element that holds it.
func (v Value) IsTrue() bool {
	if v.kind == KindElement {
		v = v.held()
	}
	return v.kind == KindBoolean && v.num != 0
}

// Integer returns the number of an Integer or a Long, and 1 for the Boolean true. Of an element it is that of the System
// value that it holds, and 0 where it holds none: see [Value.System].
func (v Value) Integer() int64 {
	if v.kind == KindElement {
		return v.held().num
	}
	return v.num
}

// Text returns the text of a String, Decimal, Date, DateTime or Time. Of an element it is that of the System value that it
// holds, and "" where it holds none: see [Value.System]. [Value.ToString] has a text for the other types too.
func (v Value) Text() string {
	if v.kind == KindElement {
		return v.held().text
	}
	return v.text
}

// held returns the System value of an element, and nothing where it has none. It is not inlined, so that those who ask for
// what a System value holds, which is on the way of every cell, pay for no more than a look at the kind.
//
//go:noinline
func (v Value) held() Value {
	sys, ok, err := v.System()
	if !ok || err != nil {
		return Value{}
	}
	return sys
}

// Element returns the resource and the node of an element.
func (v Value) Element() (*resource.Resource, resource.NodeID) {
	return v.ptr, resource.NodeID(v.num)
}

// Clone returns a copy that does not share memory with a resource. An element stays one: the resource it is part of
// must not be decoded into again while it is used.
func (v Value) Clone() Value {
	v.text = string([]byte(v.text))
	return v
}

// System returns the System value of a primitive element, or the value itself where it is one already. ok is false
// for elements that have no such value: complex ones, and primitives of which only an id or extensions are known.
//
// Elements that the model does not know are taken as what they are in JSON.
func (v Value) System() (sys Value, ok bool, err error) {
	if v.kind != KindElement {
		return v, true, nil
	}
	r, n := v.Element()
	kind := r.Kind(n)
	if kind == resource.None {
		return Value{}, false, nil
	}
	if v.typ == model.Unknown {
		return untyped(r, n)
	}
	want := r.Model().System(v.typ)
	if want == model.Unknown || want == model.SystemQuantity {
		if kind == resource.Object {
			return Value{}, false, nil
		}
		return Value{}, false, v.wrongKind()
	}
	sys, ok = primitive(want, kind, r.Text(n))
	if !ok {
		return Value{}, false, v.wrongKind()
	}
	return sys, true, nil
}

// wrongKind says that an element of a primitive type holds another kind of JSON value than its type asks for.
func (v Value) wrongKind() error {
	r, n := v.Element()
	return fmt.Errorf("a JSON %s is no valid %s", nodes.NameOf(r.Kind(n)), r.Model().TypeName(v.typ))
}

// primitive makes a System value of a type from a JSON scalar.
func primitive(want model.TypeID, kind resource.Kind, text string) (Value, bool) {
	switch want {
	case model.SystemBoolean:
		return Bool(kind == resource.True), kind == resource.True || kind == resource.False
	case model.SystemInteger:
		i, err := strconv.ParseInt(text, 10, 32)
		return Int(int32(i)), err == nil && kind == resource.Number
	case model.SystemLong:
		i, err := strconv.ParseInt(text, 10, 64)
		return Long(i), err == nil
	case model.SystemDecimal:
		return Dec(text), kind == resource.Number
	case model.SystemDate:
		return At(KindDate, text), kind == resource.String
	case model.SystemDateTime:
		return At(KindDateTime, text), kind == resource.String
	case model.SystemTime:
		return At(KindTime, text), kind == resource.String
	}
	return Str(text), kind == resource.String
}

func untyped(r *resource.Resource, n resource.NodeID) (Value, bool, error) {
	text := r.Text(n)
	switch r.Kind(n) {
	case resource.String:
		return Str(text), true, nil
	case resource.True, resource.False:
		return Bool(r.Kind(n) == resource.True), true, nil
	case resource.Number:
		if i, err := strconv.ParseInt(text, 10, 32); err == nil {
			return Int(int32(i)), true, nil
		}
		return Dec(text), true, nil
	}
	return Value{}, false, nil
}
