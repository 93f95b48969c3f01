package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/genmodel/layout"
)

// kinds are the kinds of definitions that are types.
var kinds = map[string]model.Kind{
	"primitive-type": model.KindPrimitive,
	"complex-type":   model.KindComplex,
	"resource":       model.KindResource,
}

// systemTypes are the System types of the primitives that are derived from no other; those below them follow them.
var systemTypes = map[string]model.TypeID{
	"base64Binary": model.SystemString,
	"boolean":      model.SystemBoolean,
	"date":         model.SystemDate,
	"dateTime":     model.SystemDateTime,
	"decimal":      model.SystemDecimal,
	"instant":      model.SystemDateTime,
	"integer":      model.SystemInteger,
	"integer64":    model.SystemLong,
	"string":       model.SystemString,
	"time":         model.SystemTime,
	"uri":          model.SystemString,
	"xhtml":        model.SystemString,
}

// definition resolves the type of the given name with all its elements, the inherited ones included.
func (r *resolver) definition(name string) (layout.Definition, error) {
	t := r.types[name]
	d := layout.Definition{Name: name, Kind: model.KindBackbone}
	var err error
	if t.node == nil {
		d.Kind = kinds[t.of.Kind]
		d.Abstract = t.of.Abstract
		if d.Kind == model.KindUnknown {
			return d, fmt.Errorf("%s is of the unknown kind %q: add it to kinds", name, t.of.Kind)
		}
	}
	if d.Base, err = r.base(name, t); err != nil {
		return d, err
	}
	if d.Kind == model.KindPrimitive {
		if d.System, err = r.systemType(name); err != nil {
			return d, err
		}
	}
	for _, n := range t.fields {
		e, err := r.element(t, n)
		if err != nil {
			return d, err
		}
		d.Elements = append(d.Elements, e)
	}
	return d, nil
}

func (r *resolver) base(name string, t *namedType) (model.TypeID, error) {
	if t.node != nil {
		if len(t.node.Type) != 1 {
			return 0, fmt.Errorf("%s has children and %d types: it must have one", name, len(t.node.Type))
		}
		return r.id(name, t.node.Type[0].typeCode())
	}
	if t.of.BaseDefinition == "" {
		return model.Unknown, nil
	}
	return r.id(name, r.baseName(t.of))
}

// baseName returns the name of a definition's base, or its URL if that is not among the definitions.
func (r *resolver) baseName(d *structure) string {
	if name, ok := r.set.byURL[d.BaseDefinition]; ok {
		return name
	}
	return d.BaseDefinition
}

func (r *resolver) id(path, name string) (model.TypeID, error) {
	id, ok := r.ids[name]
	if !ok {
		return 0, fmt.Errorf("%s uses the type %q, which is not among the definitions: add its definition", path, name)
	}
	return id, nil
}

// systemType follows a primitive to the one it is derived from. The bases are known to exist; that they end is
// checked by counting, for a wrong definition must not hang the generator.
func (r *resolver) systemType(name string) (model.TypeID, error) {
	at := name
	for range r.types {
		if system, ok := systemTypes[at]; ok {
			return system, nil
		}
		t := r.types[at]
		if t == nil {
			break
		}
		at = r.baseName(t.of)
	}
	return 0, fmt.Errorf("the System type of the primitive %s is not known: add it to systemTypes", name)
}

func (r *resolver) element(t *namedType, n *node) (model.Element, error) {
	name, choice := strings.CutSuffix(n.Path[strings.LastIndexByte(n.Path, '.')+1:], "[x]")
	if n.Min < 0 || n.Min > math.MaxUint8 {
		return model.Element{}, fmt.Errorf("%s has the minimal cardinality %d: it must be 0 to 255", n.Path, n.Min)
	}
	e := model.Element{Name: name, Choice: choice, Min: uint8(n.Min), Repeats: n.Max != "1"}
	var err error
	switch {
	case t.node == nil && t.of.Kind == "resource" && name == "id":
		err = r.addType(&e, n.Path, "id") // see nodeRef.typeCode
	case n.ContentReference != "":
		err = r.addReferenced(&e, n)
	case r.types[n.Path] != nil:
		err = r.addType(&e, n.Path, n.Path)
	default:
		err = r.addTypes(&e, n)
	}
	return e, err
}

// addReferenced gives e the type of the element whose content n refers to, by "#path" or by the URL of a definition
// with that fragment.
func (r *resolver) addReferenced(e *model.Element, n *node) error {
	_, path, _ := strings.Cut(n.ContentReference, "#")
	if _, ok := r.types[path]; ok {
		return r.addType(e, n.Path, path)
	}
	if target := r.nodes[path]; target != nil && target.ContentReference == "" {
		return r.addTypes(e, target)
	}
	return fmt.Errorf("%s refers to the content of %q, which is not among the definitions: correct the reference",
		n.Path, n.ContentReference)
}

// addTypes adds the types that n lists. A type may be listed several times, with a profile each.
func (r *resolver) addTypes(e *model.Element, n *node) error {
	for _, ref := range n.Type {
		if err := r.addType(e, n.Path, ref.typeCode()); err != nil {
			return err
		}
		for _, url := range ref.TargetProfile {
			if target := r.target(url); !slices.Contains(e.Targets, target) {
				e.Targets = append(e.Targets, target)
			}
		}
	}
	return nil
}

func (r *resolver) addType(e *model.Element, path, name string) error {
	id, err := r.id(path, name)
	if err == nil && !slices.Contains(e.Types, id) {
		e.Types = append(e.Types, id)
	}
	return err
}

// target returns the type that a target profile is about. A URL outside the definitions may be about any resource.
func (r *resolver) target(url string) model.TypeID {
	url, _, _ = strings.Cut(url, "|")
	if id, ok := r.ids[r.set.byURL[url]]; ok {
		return id
	}
	return r.ids["Resource"]
}
