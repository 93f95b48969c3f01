package fhirpath

import (
	"time"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr"
)

// Options say how expressions are compiled. The zero value, and nil, are the defaults.
type Options struct {
	// Model holds the types of the FHIR release that the data is of. Default: R4.
	Model *model.Model
	// Strict makes errors of the warnings: see [Expr.Warnings]. Default: expressions with warnings are compiled.
	Strict bool
	// Resource is the type of the resources that are read, such as "Patient". Default: any type, for which less can be
	// settled when an expression is compiled.
	Resource string
	// Variables are the values of %name, by name without the percent sign. Default: none besides those that the
	// specifications define, which cannot be redefined.
	Variables map[string]value.Collection
	// Functions are functions of the caller's, by name. They cannot take the name of a function of FHIRPath's.
	// Default: none.
	Functions map[string]Function
	// Resolver finds the targets of references, for resolve(). Default: only contained resources and entries of the same
	// Bundle are found.
	Resolver Resolver
	// Profiles knows structure definitions. Default: none, so that conformsTo() knows the types of the model only, and
	// slice() and elementDefinition() are mistakes.
	Profiles Profiles
	// Terminology answers questions about codes. Default: none, so that the functions that ask are mistakes.
	Terminology Terminology
	// Cache remembers parsed expressions. Default: none.
	Cache *Cache
	// Now tells the time for now(), today() and timeOfDay(). It is asked once for each evaluation. Default: time.Now.
	Now func() time.Time
	// Trace is called by trace() with its name and the traced values, which are valid during the call only. Default:
	// nothing happens.
	//
	// A panic of it, of Now, and of a Resolver, Profiles or a Terminology ends the evaluation with an error that names which.
	Trace func(name string, values value.Collection)
}

// Function is a function that expressions can call. Its input and its arguments are evaluated before it is.
type Function struct {
	// MinArgs and MaxArgs say how many arguments it takes. Default: none, and as many at most as at least.
	MinArgs, MaxArgs int
	// Type is the type of the results, one of the model's System types. Default: not known.
	Type model.TypeID
	// Eval computes the function; it is a mistake not to have one. It is called by many goroutines at once. The values that
	// it gets are valid during the call only, unless they are cloned.
	//
	// Most of them are elements, such as those of name.given, and no Strings: [value.Value.ToString] has the text of both,
	// [value.Value.System] the System value of a primitive element, whose kind tells what it is.
	//
	// The zero Value among the results is an error of the evaluation, and so are a Decimal, a Quantity, a date or a time of a
	// text that is none, and a panic. The message names the function, and has nothing of the value of a panic.
	Eval func(in value.Collection, args []value.Collection) (value.Collection, error)
}

// forScope returns the options as package expr has them.
func (o *Options) forScope() expr.Options {
	if o == nil {
		return expr.Options{}
	}
	return expr.Options{
		Model: o.Model, Strict: o.Strict, Resource: o.Resource, Variables: o.Variables, Cache: (*expr.Cache)(o.Cache),
		Functions: expr.Functions(o.Functions), Now: o.Now, Trace: o.Trace,
		Services: expr.Services{Resolver: o.Resolver, Profiles: o.Profiles, Terminology: o.Terminology},
	}
}
