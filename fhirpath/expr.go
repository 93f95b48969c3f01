package fhirpath

import (
	"context"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/expr"
)

// Expr is a compiled expression. It is immutable, and many goroutines may use it at once.
type Expr struct {
	x          *expr.Expr
	scope      *expr.Scope
	projection *resource.Projection
}

// Compile compiles an expression. All its mistakes come in one [CompileError].
func Compile(source string, opts *Options) (*Expr, error) {
	scope, err := expr.NewScope(opts.forScope())
	if err != nil {
		return nil, public(err)
	}
	x, err := scope.Compile(source, scope.Root())
	if err != nil {
		return nil, public(err)
	}
	return &Expr{x, scope, (*resource.Projection)(scope.Projection())}, nil
}

// String returns the source of the expression.
func (x *Expr) String() string { return x.x.String() }

// Single is true where the expression yields at most one item, whatever the data.
func (x *Expr) Single() bool { return x.x.Single() }

// Several returns why the expression can yield more than one item: an element that repeats by the model, or a function or
// operator that makes several of one. It is a place in the source, and Msg says what is there, as in "coding repeats".
// ok is false where the expression yields at most one item, and where the model does not tell.
//
// An extension of a given URL is taken to be there once, although the model lets it repeat.
func (x *Expr) Several() (why Mistake, ok bool) {
	m, ok := x.x.Several()
	return Mistake(m), ok
}

// Independent is true for an expression that looks at nothing of the resource that it is evaluated on, such as 1 + 1 or
// today(): what it yields is the same for every resource.
func (x *Expr) Independent() bool { return x.x.Independent() }

// Types returns the types that the results can have: FHIR types and System types. It is empty where nothing is known of
// some of them. Elements that the model says do not exist are not counted in: they have no type.
func (x *Expr) Types() []model.TypeID { return x.x.Types() }

// Warnings returns what is doubtful about the expression, in the order of its places: elements that the model does not
// have, types that values never have, arguments and operands of types that do not go together, several items where an
// operator or a function takes one, places in collections that have no order. Such an expression is evaluated like any
// other; with [Options.Strict] it is not compiled.
func (x *Expr) Warnings() []Mistake { return publicMistakes(x.x.Warnings()) }

// BundleUse says what expressions ask of the Bundle that a resource is an entry of: see [Expr.EvalEntry]. Those that ask
// for nothing are the same without it.
type BundleUse struct {
	// Keys is true where there is getResourceKey(): it looks at the entry's own fullUrl where the resource has no id.
	Keys bool
	// References is true where there is getReferenceKey(): it looks for entries by their fullUrl.
	References bool
	// Resolve is true where there is resolve(): it looks for entries by their fullUrl, or type and id, and reads them.
	Resolve bool
}

// BundleUse returns what the expression asks of a Bundle.
func (x *Expr) BundleUse() BundleUse { return BundleUse(x.x.BundleUse()) }

// Projection returns the elements that the expression reads, for a decoder.
func (x *Expr) Projection() *resource.Projection { return x.projection }

// Decode decodes what the expression reads of a resource. The resource refers to data.
func (x *Expr) Decode(data []byte) (*resource.Resource, error) {
	r := new(resource.Resource)
	if err := resource.NewDecoder(x.projection).Decode(data, r); err != nil {
		return nil, err
	}
	return r, nil
}

// Eval evaluates the expression on a resource. The result is the caller's; elements in it are part of the resource. Where
// an evaluation fails, it is an [*EvalError].
func (x *Expr) Eval(r *resource.Resource) (Collection, error) {
	return x.EvalEntry(context.Background(), r, nil, nil)
}

// EvalEntry is Eval for a resource that is an entry of a Bundle, in which getReferenceKey() and resolve() find the others,
// what the fullUrl of the entry is, and the context that services are called with. A nil Bundle is none. See [BundleUse].
func (x *Expr) EvalEntry(ctx context.Context, r *resource.Resource, b Bundle, fullURL []byte) (Collection, error) {
	env := x.scope.NewEnv(nil)
	env.Context = ctx
	env.SetEntry(b, fullURL)
	env.Reset(r)
	vs, err := env.Eval(x.x, env.Root())
	return vs, public(err)
}

// Bundle finds the entries of a Bundle, by what references say.
type Bundle interface {
	// ByURL returns the first entry of a fullUrl that comes after an entry of the same, or after -1; -1 is none.
	ByURL(url string, after int) int
	// ByID is ByURL for the type and the id of the entry's resource.
	ByID(typ, id string, after int) int
	// Entry returns the fullUrl of an entry, and the type and id of its resource; "" for what it does not have.
	Entry(i int) (fullURL, typ, id string)
	// Text returns the JSON text of an entry's resource.
	Text(i int) ([]byte, error)
}
