// Package funcs holds the functions of FHIRPath, those that FHIR adds to it, and those that SQL on FHIR adds, one
// file for each section of the specification and all of them in one table.
package funcs

import (
	"math"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// Status says how settled a function is, and where it comes from.
type Status string

// The statuses of functions.
const (
	Normative Status = "normative since N1"
	TrialUse  Status = "trial use"
	FHIR      Status = "FHIR"
	SQLOnFHIR Status = "SQL on FHIR"
)

// Param is a parameter of a function.
type Param struct {
	Name string
	Kind ParamKind
	// Optional parameters may be left out; they come last.
	Optional bool
}

// ParamKind says how an argument is evaluated.
type ParamKind uint8

// The kinds of parameters.
const (
	// Value arguments are evaluated in the context that the function is called in.
	Value ParamKind = iota
	// Items arguments are like Value ones, and compared with other items by equality.
	Items
	// Criterion arguments are evaluated for each item, as $this, to a Boolean.
	Criterion
	// Projection arguments are evaluated for each item, as $this, to a collection.
	Projection
	// Branch arguments are evaluated with the whole input as $this.
	Branch
	// TypeName arguments are type specifiers, not expressions.
	TypeName
)

// Result says what a function yields: the compiler follows the types of it. What is read of the input is in Reads.
type Result uint8

// The results of functions.
const (
	// Computed results are of the System type Def.Type.
	Computed Result = iota
	// ComputedItems are any number of items of the System type Def.Type.
	ComputedItems
	// SameNumber results are of the type of the input: a number or a quantity.
	SameNumber
	// OrQuantity results are of the System type Def.Type, or Quantities where the input is one.
	OrQuantity
	// Input results are items of the input.
	Input
	// InputItem results are one item of the input.
	InputItem
	// InputOrArg results are items of the input or of the first argument.
	InputOrArg
	// Args results are those of the arguments.
	Args
	// Closure results are those of the first argument, evaluated over and over.
	Closure
	// OfType results are the items of the type that the argument names.
	OfType
	// Children results are the children of the input.
	Children
	// Descendants results are all that is below the input.
	Descendants
	// Extensions results are the extensions of the input.
	Extensions
	// Boundary results have the type of the input; a Period's are DateTimes.
	Boundary
	// Reference results are keys, for which references are read.
	Reference
	// ResourceKey results are keys, for which the id is read.
	ResourceKey
	// Outside results are elements of the FHIR type Def.Returns that are no part of the resource.
	Outside
	// Instance results are changed copies of the first argument.
	Instance
)

// Def is a function.
type Def struct {
	Name    string
	Section string // of the specification, in which the function is defined
	Status  Status
	Params  []Param
	// Variadic functions take any number of arguments for their last parameter.
	Variadic bool
	Result   Result
	Type     model.TypeID // of a Computed result
	// Returns is the FHIR type of an Outside result.
	Returns string
	// Needs is what the caller has to provide.
	Needs Service
	// Above is true where it looks at what the items of its input are part of.
	Above bool
	// Reads says what the function looks at in the items of its input.
	Reads Reads
	// Eval computes the function. It is nil for those that the compiler makes nodes of their own for, and for those
	// that are not there yet.
	Eval plan.Func
}

// Reads says what a function looks at in the items of its input.
type Reads uint8

// What functions look at.
const (
	// Presence is only whether and how many items there are, and what the function's arguments read of them.
	Presence Reads = iota
	// Values are primitives and quantities.
	Values
	// Everything is what equality compares: the whole of every item.
	Everything
)

// Lookup returns the function of a name.
func Lookup(name string) (*Def, bool) {
	for _, section := range sections {
		for i := range section {
			if section[i].Name == name {
				return &section[i], true
			}
		}
	}
	return nil, false
}

// All calls yield for every function, in the order of the specification, until it returns false.
func All(yield func(*Def) bool) {
	for _, section := range sections {
		for i := range section {
			if !yield(&section[i]) {
				return
			}
		}
	}
}

var sections = [...][]Def{
	existence, filtering, subsetting, combining, conversion, stringFuncs, moreStringFuncs, mathFuncs, treeNavigation,
	utility, boundaries, components, comparison, types, logic, aggregates, fhirFuncs, keys,
}

func optional(p Param) Param {
	p.Optional = true
	return p
}

// Required returns how many arguments the function needs at least.
func (d *Def) Required() int {
	n := 0
	for _, p := range d.Params {
		if !p.Optional {
			n++
		}
	}
	return n
}

// Most returns how many arguments the function takes at most.
func (d *Def) Most() int {
	if d.Variadic {
		return math.MaxInt
	}
	return len(d.Params)
}
