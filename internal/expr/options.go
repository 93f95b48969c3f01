package expr

import (
	"cmp"
	"time"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr/check"
	"github.com/fhirview/fhirview/internal/expr/plan"
)

// Options are those of package fhirpath, where the fields are explained.
type Options struct {
	Model     *model.Model
	Strict    bool
	Resource  string
	Variables map[string]value.Collection
	Functions map[string]Function
	Services  Services
	Cache     *Cache
	Now       func() time.Time
	Trace     func(name string, values value.Collection)
}

// Services are what expressions can call. Those that the caller does not have are nil.
type Services = plan.Services

// Function is a function of the caller's.
type Function = check.Function

// Functions returns the functions of a package that has a type of its own for them.
func Functions[F ~struct {
	MinArgs, MaxArgs int
	Type             model.TypeID
	Eval             func(in value.Collection, args []value.Collection) (value.Collection, error)
}](fs map[string]F) map[string]Function {
	out := make(map[string]Function, len(fs))
	for name, f := range fs {
		out[name] = Function(f)
	}
	return out
}

// functions returns the functions with what stands for what was not set: a type that is not known is any, and where there is
// no most, the least number of arguments is the most.
func (o *Options) functions() map[string]Function {
	out := make(map[string]Function, len(o.Functions))
	for name, f := range o.Functions {
		if f.Type == model.Unknown {
			f.Type = model.SystemAny
		}
		f.MaxArgs = cmp.Or(f.MaxArgs, f.MinArgs)
		out[name] = f
	}
	return out
}

func (o *Options) model() *model.Model {
	if o.Model == nil {
		return r4.Model()
	}
	return o.Model
}
