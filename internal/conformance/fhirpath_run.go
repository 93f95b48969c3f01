package conformance

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/decimal"
)

// Run compiles and evaluates the case's expression on a resource, and returns an error that says how the outcome
// differs from the expected one, or nil. The resource is the JSON text of the case's input; an empty object stands
// for none. Nil options are the defaults. Cases that are strict are compiled strictly, whatever the options say.
func (c *FHIRPathCase) Run(resource []byte, opts *fhirpath.Options) error {
	if c.Strict() {
		strict := fhirpath.Options{}
		if opts != nil {
			strict = *opts
		}
		strict.Strict = true
		opts = &strict
	}
	vs, m, stage, failure := evaluateFHIRPath(c.Expression, resource, opts)
	switch {
	case c.Invalid != "" && !unsupported(failure):
		return c.checkFailure(stage)
	case failure != nil:
		return failure
	case c.Predicate:
		vs = value.Collection{value.Bool(len(vs) > 0)}
	}
	return c.checkOutputs(m, vs)
}

// Strict is true for cases that want an error where an expression is merely doubtful by its types. Those that fail for
// what they mean want that too: the suites have compilers in mind that know all types.
func (c *FHIRPathCase) Strict() bool { return c.Mode == "strict" || c.Invalid == FailsSemantics }

// evaluateFHIRPath returns the outcome of an expression: values, or a failure and its stage.
func evaluateFHIRPath(
	source string, resource []byte, opts *fhirpath.Options,
) (value.Collection, *model.Model, FailureStage, error) {
	x, err := fhirpath.Compile(source, opts)
	if err != nil {
		return nil, nil, FailsSemantics, err
	}
	r, err := x.Decode(resource)
	if err != nil {
		return nil, nil, FailsExecution, err
	}
	vs, err := x.Eval(r)
	if err != nil {
		return nil, nil, FailsExecution, err
	}
	if err := checkPromises(x, r.Model(), vs); err != nil {
		return nil, nil, FailsExecution, err
	}
	return vs, r.Model(), "", nil
}

// checkPromises compares values with what the compiler has said of their number and types: what a column declares is
// refused by that.
func checkPromises(x *fhirpath.Expr, m *model.Model, vs value.Collection) error {
	if _, several := x.Several(); x.Single() && (len(vs) > 1 || several) {
		return fmt.Errorf("a single item is promised; there are %d", len(vs))
	}
	types := x.Types()
	for _, v := range vs {
		is := func(t model.TypeID) bool { return m.Is(v.Type(), t) }
		if v.Type() != model.Unknown && len(types) > 0 && !slices.ContainsFunc(types, is) {
			return fmt.Errorf("an item of type %s is not promised", m.TypeName(v.Type()))
		}
	}
	return nil
}

// unsupported is true where an expression fails because an engine lacks something, not because it is wrong.
func unsupported(failure error) bool {
	var mistakes *fhirpath.CompileError
	return errors.As(failure, &mistakes) &&
		slices.ContainsFunc(mistakes.Mistakes, func(m fhirpath.Mistake) bool { return m.Unsupported })
}

// checkFailure compares the stage of a failure with the expected one. The compiler does not tell syntax from
// semantics; what is to fail in the evaluation may be found by the compiler as well.
func (c *FHIRPathCase) checkFailure(stage FailureStage) error {
	early := c.Invalid == FailsSyntax || c.Invalid == FailsSemantics
	switch {
	case stage == "":
		return fmt.Errorf("want an error (%s), have none", c.Invalid)
	case early && stage == FailsExecution:
		return errors.New("want an error when it is compiled, have one when it is evaluated")
	}
	return nil
}

// checkOutputs compares the result with the expected outputs.
func (c *FHIRPathCase) checkOutputs(m *model.Model, vs value.Collection) error {
	if len(vs) != len(c.Outputs) {
		return fmt.Errorf("want %d items, have %d: %s", len(c.Outputs), len(vs), describeItems(m, vs))
	}
	rest := slices.Clone(vs)
	for i, want := range c.Outputs {
		at := 0
		if c.Unordered {
			at = max(0, slices.IndexFunc(rest, func(v value.Value) bool { return want.check(m, v) == nil }))
		}
		if err := want.check(m, rest[at]); err != nil {
			return fmt.Errorf("item %d: %w; have %s", i, err, describeItems(m, vs))
		}
		rest = slices.Delete(rest, at, at+1)
	}
	return nil
}

// check compares an item with the expected one. A FHIR type stands for the System type of its values too: the suites
// call both FHIR.string and System.String a string.
func (o FHIRPathOutput) check(m *model.Model, v value.Value) error {
	if o.Type == "" {
		if text := literalText(v); text != o.Text {
			return fmt.Errorf("want %s, have %s", o.Text, text)
		}
		return nil
	}
	want, ok := m.Lookup(o.Type)
	if !ok {
		return fmt.Errorf("%s is no type", o.Type)
	}
	if fhir := v.FHIRType(); fhir != model.Unknown && !m.Is(fhir, want) {
		return fmt.Errorf("want a %s, have a %s", o.Type, m.TypeName(fhir))
	}
	sys, err := systemValue(v)
	if err != nil {
		return err
	}
	if have, want := sys.Type(), systemType(m, want); have != want {
		return fmt.Errorf("want a %s, have a %s", m.TypeName(want), m.TypeName(have))
	}
	if !sameText(sys, o.Text) {
		return fmt.Errorf("want %s, have %s", o.Text, literalText(sys))
	}
	return nil
}

func systemType(m *model.Model, t model.TypeID) model.TypeID {
	if m.TypeName(t) == "Quantity" {
		return model.SystemQuantity
	}
	return m.System(t)
}

func systemValue(v value.Value) (value.Value, error) {
	sys, ok, err := v.System()
	if err != nil || ok {
		return sys, err
	}
	if q, ok := v.AsQuantity(); ok {
		return value.Qty(q), nil
	}
	return v, errors.New("the item has no value")
}

// sameText compares a System value with a text of the suites: decimals by what they are worth, all others by how they
// are written, but for the T that can end a literal of a DateTime.
func sameText(v value.Value, text string) bool {
	switch v.Kind() {
	case value.KindString:
		return v.Text() == text
	case value.KindDecimal:
		return decimal.Compare(v.Text(), text) == 0
	}
	return literalText(v) == strings.TrimSuffix(text, "T")
}

// literalText writes a value as an expression would.
func literalText(v value.Value) string {
	sys, err := systemValue(v)
	if err != nil {
		return "(no value)"
	}
	text, _ := sys.ToString()
	switch sys.Kind() {
	case value.KindString:
		return strconv.Quote(text)
	case value.KindDate, value.KindDateTime:
		return "@" + text
	case value.KindTime:
		return "@T" + strings.TrimPrefix(text, "T")
	}
	return text
}

func describeItems(m *model.Model, vs value.Collection) string {
	items := make([]string, len(vs))
	for i, v := range vs {
		items[i] = literalText(v) + " (" + m.TypeName(v.Type()) + ")"
	}
	return "[" + strings.Join(items, ", ") + "]"
}
