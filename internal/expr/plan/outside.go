package plan

import (
	"context"
	"strings"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// Outside is what expressions can reach beyond the resource that they are evaluated on.
type Outside struct {
	// Ctx goes to every service; nil is context.Background().
	Ctx context.Context //nolint:containedctx // It lives as long as the evaluation that it is the context of.
	// Services are those of the expression that is evaluated.
	*Services

	resolved map[string]*resource.Resource
}

// Services are what the expressions of a scope can call. Those that the caller does not have are nil.
type Services struct {
	Resolver    Resolver
	Profiles    Profiles
	Terminology Terminology
}

// Resolver finds the resources that references point to.
type Resolver interface {
	Resolve(ctx context.Context, reference string) ([]byte, error)
}

// Profiles knows structure definitions.
type Profiles interface {
	Conforms(ctx context.Context, element value.Value, structure string) (conforms, known bool, err error)
	InSlice(ctx context.Context, element value.Value, structure, name string) (bool, error)
	ElementDefinition(ctx context.Context, path string) ([]byte, error)
}

// Terminology is a FHIR terminology service.
type Terminology interface {
	Call(ctx context.Context, operation string, parameters []byte) ([]byte, error)
}

// Context returns the context for calls of services.
func (o *Outside) Context() context.Context {
	if o.Ctx == nil {
		return context.Background()
	}
	return o.Ctx
}

// Forget gives up what was resolved for a resource that is evaluated no more.
func (c *Context) Forget() {
	clear(c.Outside.resolved)
	c.Around.forget()
}

// external returns the resource that the caller's resolver finds, or nil. It is asked once for each reference.
func (c *Context) external(reference string) (*resource.Resource, error) {
	o := &c.Outside
	if o.Services == nil || o.Resolver == nil {
		return nil, nil
	}
	if r, ok := o.resolved[reference]; ok {
		return r, nil
	}
	data, err := o.resolve(reference)
	if err != nil {
		return nil, err
	}
	var r *resource.Resource
	if data != nil {
		if r, err = c.decode(model.Unknown, data); err != nil {
			return nil, failure("the resolver returned what is no resource", err)
		}
	}
	if o.resolved == nil {
		o.resolved = map[string]*resource.Resource{}
	}
	o.resolved[strings.Clone(reference)] = r
	return r, nil
}

// Recover makes an error of a panic of what the caller has given; it is deferred by who calls that. The error
// names it, and has nothing of the panic's value but its type, for that may hold data.
func Recover(who string, err *error) {
	if p := recover(); p != nil {
		*err = Failf("%s panicked with a %T", who, p)
	}
}

func (o *Outside) resolve(reference string) (data []byte, err error) {
	defer Recover("the resolver", &err)
	if data, err = o.Resolver.Resolve(o.Context(), reference); err != nil {
		return nil, failure("the resolver failed", err)
	}
	return data, nil
}

// Conforms asks the caller's profiles.
func (o *Outside) Conforms(element value.Value, structure string) (conforms, known bool, err error) {
	defer Recover(profiles, &err)
	return o.Profiles.Conforms(o.Context(), element, structure)
}

// InSlice asks the caller's profiles.
func (o *Outside) InSlice(element value.Value, structure, name string) (in bool, err error) {
	defer Recover(profiles, &err)
	return o.Profiles.InSlice(o.Context(), element, structure, name)
}

// ElementDefinition asks the caller's profiles.
func (o *Outside) ElementDefinition(path string) (data []byte, err error) {
	defer Recover(profiles, &err)
	return o.Profiles.ElementDefinition(o.Context(), path)
}

const profiles = "what knows the profiles"

// Call asks the caller's terminology service.
func (o *Outside) Call(operation string, parameters []byte) (data []byte, err error) {
	defer Recover("the terminology service", &err)
	return o.Terminology.Call(o.Context(), operation, parameters)
}

// Traced hands values to the caller's trace function, of which there has to be one.
func (c *Context) Traced(name string, values value.Collection) (err error) {
	defer Recover("the trace function", &err)
	c.Trace(name, values)
	return nil
}

// decode decodes all of an element of a type; model.Unknown is a resource of any type.
func (c *Context) decode(t model.TypeID, data []byte) (*resource.Resource, error) {
	r := new(resource.Resource)
	if err := decode.New(projection.Whole(c.Model, t)).Decode(data, (*nodes.Resource)(r).Table()); err != nil {
		return nil, err
	}
	return r, nil
}

// failure returns an error that has no place yet, with its cause.
func failure(msg string, cause error) error { return &Error{Msg: msg, Err: cause} }
