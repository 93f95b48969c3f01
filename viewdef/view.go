package viewdef

import "encoding/json"

// View is a ViewDefinition as it was written, with the elements that decide about rows and columns.
type View struct {
	Name        string
	URL         string
	Version     string
	Status      string
	Description string
	// Resource is the type of the resources that the view reads.
	Resource string
	// FHIRVersions are the releases that the view is meant for, such as "4.0.1" or "4.0".
	FHIRVersions []string
	Constants    []Constant
	Where        []Where
	Select       []Select

	warnings []Problem
}

// Constant is a value that expressions use as %name.
type Constant struct {
	Name string
	// Type is the FHIR type of the value: "code" for valueCode.
	Type string
	// Value is the JSON text of the value.
	Value json.RawMessage
}

// Where is a condition that every resource of the view fulfils.
type Where struct {
	Path        string
	Description string
}

// Select says which columns and rows the view has, in one place.
type Select struct {
	Columns []Column
	Selects []Select
	// UnionAll are selects whose rows follow each other.
	UnionAll []Select
	// Iteration and Paths say for which elements there are rows: "" for the focus itself.
	Iteration Iteration
	Paths     []string
}

// Iteration is the directive by which a select comes to its elements.
type Iteration string

// The directives. A select has at most one.
const (
	ForEach       Iteration = "forEach"
	ForEachOrNull Iteration = "forEachOrNull"
	Repeat        Iteration = "repeat"
)

// Column is one column of the view.
type Column struct {
	Name        string
	Path        string
	Description string
	// Type is the declared type as it was written, or "". Values of other types fail; a path that has only such values is a
	// mistake.
	Type string
	// Collection is true where the column may have several values.
	Collection bool
	Tags       []Tag
}

// Tag is a hint for those who use the view, such as ansi/type.
type Tag struct{ Name, Value string }
