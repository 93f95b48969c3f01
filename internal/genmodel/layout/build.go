package layout

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/tables"
)

// Definition is a FHIR type as [Build] takes it. The ids in it are those that the types have once built: a type's
// index among the definitions plus [tables.FirstFHIR].
type Definition struct {
	Name     string
	Kind     model.Kind
	Abstract bool
	Base     model.TypeID    // Unknown for a type without a base
	System   model.TypeID    // the System type of a primitive's value
	Elements []model.Element // in the order of the definition, without the inherited ones unless Complete
	Complete bool            // the elements replace the inherited ones, as where a type forbids one of them
}

// Build lays out the tables of a model. The definitions must be sorted by name. Build
// fails where a type has two elements with one JSON key, and where a number outgrows its place in the tables.
func Build(release, version string, types []Definition) (*tables.Tables, error) {
	b := builder{t: &tables.Tables{Release: release, Version: version, Strings: packNames(types)}, lists: map[string]uint16{}}
	b.list(nil)
	for i := range types {
		if i > 0 && types[i-1].Name >= types[i].Name {
			return nil, fmt.Errorf("type %s is defined twice or not in the order of names: sort the definitions "+
				"and keep one of each", types[i].Name)
		}
		if err := checkIDs(types, &types[i]); err != nil {
			return nil, fmt.Errorf("type %s: %w", types[i].Name, err)
		}
		if err := b.addType(&types[i]); err != nil {
			return nil, fmt.Errorf("type %s: %w", types[i].Name, err)
		}
	}
	end := [6]uint16{tables.ColTypeFirst: uint16(len(b.t.Elements))}
	b.t.Types = append(b.t.Types, end)
	if err := b.checkSizes(); err != nil {
		return nil, err
	}
	b.indexTypes()
	if err := b.indexKeys(); err != nil {
		return nil, err
	}
	return b.t, nil
}

type builder struct {
	t     *tables.Tables
	lists map[string]uint16 // the place of each list in Tables.Lists
}

// checkSizes guards the narrow integers of the tables. Rows are checked when they are all there, for an offset that
// was cut short by then belongs to a table that is too long itself.
func (b *builder) checkSizes() error {
	for _, table := range []struct {
		name string
		size int
	}{
		{"names", len(b.t.Strings)},
		{"types", len(b.t.Types) + tables.FirstFHIR},
		{"elements", len(b.t.Elements)},
		{"lists", len(b.t.Lists)},
	} {
		if table.size > math.MaxUint16 {
			return fmt.Errorf("the %s need %d places and have %d: widen the columns of tables.Tables", table.name,
				table.size, math.MaxUint16)
		}
	}
	return nil
}

// checkIDs makes sure that every id in d is a type's, so that no method of the model can run out of its tables, and
// that no chain of bases comes back to d.
func checkIDs(types []Definition, d *Definition) error {
	isType := func(t model.TypeID) bool { return t >= tables.FirstFHIR && int(t-tables.FirstFHIR) < len(types) }
	at := d
	for range types {
		if at.Base == model.Unknown {
			break
		}
		if !isType(at.Base) {
			return fmt.Errorf("the base %d of %s is not among the definitions: add it", at.Base, at.Name)
		}
		at = &types[at.Base-tables.FirstFHIR]
	}
	if at.Base != model.Unknown {
		return errors.New("it is derived from itself: correct its base or that of an ancestor")
	}
	for _, e := range d.Elements {
		for _, t := range slices.Concat(e.Types, e.Targets) {
			if !isType(t) {
				return fmt.Errorf("element %s: the type %d is not among the definitions: add it", e.Name, t)
			}
		}
	}
	return nil
}

func (b *builder) addType(d *Definition) error {
	if len(d.Name) == 0 || len(d.Name) > math.MaxUint8 {
		return fmt.Errorf("the name has %d bytes: it must have 1 to %d", len(d.Name), math.MaxUint8)
	}
	kind := uint16(d.Kind)
	if d.Abstract {
		kind |= tables.FlagAbstract
	}
	if d.Complete {
		kind |= tables.FlagComplete
	}
	b.t.Types = append(b.t.Types, [6]uint16{
		tables.ColTypeName:    uint16(strings.Index(b.t.Strings, d.Name)),
		tables.ColTypeNameLen: uint16(len(d.Name)),
		tables.ColTypeBase:    uint16(d.Base),
		tables.ColTypeFirst:   uint16(len(b.t.Elements)),
		tables.ColTypeKind:    kind,
		tables.ColTypeSystem:  uint16(d.System),
	})
	for _, e := range d.Elements {
		if err := b.addElement(e); err != nil {
			return fmt.Errorf("element %s: %w", e.Name, err)
		}
	}
	return nil
}

func (b *builder) addElement(e model.Element) error {
	switch {
	case len(e.Name) == 0 || len(e.Name) > math.MaxUint8:
		return fmt.Errorf("the name has %d bytes: it must have 1 to %d", len(e.Name), math.MaxUint8)
	case len(e.Types) == 0 || len(e.Types) >= tables.ChoiceName:
		return fmt.Errorf("it has %d types: it must have 1 to %d", len(e.Types), tables.ChoiceName-1)
	case len(e.Types) > 1 && !e.Choice:
		return fmt.Errorf("it has %d types but is no choice: its name should end in [x]", len(e.Types))
	case e.Min > math.MaxUint16>>tables.MinShift:
		return fmt.Errorf("its minimal cardinality %d is above %d", e.Min, math.MaxUint16>>tables.MinShift)
	}
	flags := uint16(e.Min) << tables.MinShift
	if e.Choice {
		flags |= tables.FlagChoice
	}
	if e.Repeats {
		flags |= tables.FlagRepeats
	}
	b.t.Elements = append(b.t.Elements, [4]uint16{
		tables.ColElementName:    uint16(strings.Index(b.t.Strings, e.Name)),
		tables.ColElementLen:     uint16(len(e.Name)) | flags,
		tables.ColElementTypes:   b.list(e.Types),
		tables.ColElementTargets: b.list(e.Targets),
	})
	return nil
}

// list returns the place of a list of types, adding it if it is new.
func (b *builder) list(types []model.TypeID) uint16 {
	key := fmt.Sprint(types)
	at, ok := b.lists[key]
	if !ok {
		at = uint16(len(b.t.Lists))
		b.lists[key] = at
		b.t.Lists = append(b.t.Lists, uint16(len(types)))
		for _, t := range types {
			b.t.Lists = append(b.t.Lists, uint16(t))
		}
	}
	return at
}

// packNames joins all names, longest first, leaving out those that the ones before contain: the path of a nested
// type contains the name of its element and of the type around it.
func packNames(types []Definition) string {
	var names []string
	for _, d := range types {
		names = append(names, d.Name)
		for _, e := range d.Elements {
			names = append(names, e.Name)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	var packed strings.Builder
	for _, name := range slices.Compact(names) {
		if !strings.Contains(packed.String(), name) {
			packed.WriteString(name)
		}
	}
	return packed.String()
}
