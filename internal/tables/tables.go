package tables

// Tables is the data of a model, laid out and written out by internal/genmodel.
//
// All of it is numbers and one string, so that a generated table is a literal that the linker lays out: a slice of
// structs would do too, were positional literals of another package's structs not an error to go vet.
type Tables struct {
	Release string // "R4"
	Version string // "4.0.1"

	// Strings holds the names of all types and elements. They overlap wherever one contains another.
	Strings string

	// Types has a row for each FHIR type, in the order of ids and of names: offset and length of its name, base
	// type, index of its first element, kind and flags, System type of its value. One more row ends the elements
	// of the last type.
	Types [][6]uint16

	// Elements has a row for each element, those of a type in a run and in the order of its definition: offset of
	// its name; length of its name and flags; index of its types in Lists; index of its reference targets in Lists.
	// A type's run leaves out what it inherits, unless the type is marked as complete.
	Elements [][4]uint16

	// Lists holds lists of types, each after its length. A list of no types is at index 0.
	Lists []uint16

	// TypeSlots and KeySlots are open hash tables. A type's slot holds its index in Types plus
	// one. A key's slot holds the index in Elements plus one, and in the low eight bits which of a choice's types the
	// key names, or ChoiceName for the choice's own name.
	TypeSlots []uint16
	KeySlots  []uint32
}

// Columns of a row of Tables.Types.
const (
	ColTypeName = iota
	ColTypeNameLen
	ColTypeBase
	ColTypeFirst
	ColTypeKind
	ColTypeSystem
)

// Columns of a row of Tables.Elements.
const (
	ColElementName = iota
	ColElementLen
	ColElementTypes
	ColElementTargets
)

// Flags of a type, beside its kind in the low eight bits, and flags of an element, beside the length of its name in
// the low eight bits. From bit MinShift up, an element has its minimal cardinality.
const (
	FlagAbstract = 1 << 8 // type: has no instances of its own
	FlagComplete = 1 << 9 // type: its run of elements repeats the inherited ones, and those alone are to be used

	FlagChoice  = 1 << 8 // element: a choice of types, value[x]
	FlagRepeats = 1 << 9 // element: may occur more than once
	MinShift    = 10
)

// ChoiceName marks the slot of a choice's own name, which is a name in FHIRPath but not a key in JSON.
const ChoiceName = 0xff

// TypeName returns the name in a row of Types.
func (t *Tables) TypeName(row *[6]uint16) string {
	return t.Strings[row[ColTypeName]:][:row[ColTypeNameLen]]
}

// ElementName returns the name in a row of Elements.
func (t *Tables) ElementName(row *[4]uint16) string {
	return t.Strings[row[ColElementName]:][:row[ColElementLen]&0xff]
}

// List returns the list at index i. Its capacity is cut so that an append by a caller copies.
func (t *Tables) List(i uint16) []uint16 {
	n := int(t.Lists[i])
	if n == 0 {
		return nil
	}
	from := int(i) + 1
	return t.Lists[from : from+n : from+n]
}

// Run returns the indexes of the first element of type number i and of the one after its last.
func (t *Tables) Run(i int) (from, to int) {
	return int(t.Types[i][ColTypeFirst]), int(t.Types[i+1][ColTypeFirst])
}
