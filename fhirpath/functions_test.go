package fhirpath_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/fhirpath/value"
	"github.com/fhirview/fhirview/internal/expr"
	"github.com/fhirview/fhirview/internal/nodes"
)

func ownFunctions() *fhirpath.Options {
	return &fhirpath.Options{Resource: "Patient", Functions: map[string]fhirpath.Function{
		"initials": {
			Type: model.SystemString,
			Eval: func(in value.Collection, _ []value.Collection) (value.Collection, error) {
				var b strings.Builder
				for _, v := range in {
					text, _ := v.ToString()
					b.WriteString(text[:1])
				}
				return value.Collection{value.Str(b.String())}, nil
			},
		},
		"pick": {
			MinArgs: 1, MaxArgs: 2,
			Eval: func(_ value.Collection, args []value.Collection) (value.Collection, error) {
				return args[len(args)-1], nil
			},
		},
		"broken": {
			Eval: func(value.Collection, []value.Collection) (value.Collection, error) {
				return nil, errors.New("the service does not answer")
			},
		},
	}}
}

func TestOwnFunctions(t *testing.T) {
	for _, e := range []example{
		{"name.given.initials()", "String AMAA"},
		{"name.given.initials().length()", "Integer 4"},
		{"name.select(given.initials())", "String AM; String A; String A"},
		{"pick(1)", "Integer 1"},
		{"pick(1, name[2].family)", "string Blom"},
		{"pick(1, name[2]).given", "string Ada"},
		{"pick({})", ""},
		{"pick()", "error: pick() takes 1 to 2 arguments, not 0"},
		{"initials(1)", "error: initials() takes no arguments, not 1"},
		{"initial()", "error: unknown function initial(); did you mean initials()?"},
		{"name.broken()", "error: cannot be evaluated: the service does not answer\n    name.broken()\n    ^"},
		{"1.select(pick($this + 1))", "Integer 2"},
	} {
		if have := outcome(e.source, patient, ownFunctions()); !agrees(have, e.want) {
			t.Errorf("%s\n  have %s\n  want %s", e.source, have, e.want)
		}
	}
}

// TestFunctionsThatFail asks for an error that names the function where it panics or returns what is no value.
func TestFunctionsThatFail(t *testing.T) {
	returns := func(vs ...value.Value) fhirpath.Function {
		return fhirpath.Function{Eval: func(value.Collection, []value.Collection) (value.Collection, error) { return vs, nil }}
	}
	opts := &fhirpath.Options{Resource: "Patient", Functions: map[string]fhirpath.Function{
		"zero":     returns(value.Int(1), value.Value{}),
		"decimal":  returns(value.Dec("secret")),
		"date":     returns(value.At(value.KindDate, "secret")),
		"dateTime": returns(value.At(value.KindDateTime, "2026-13")),
		"time":     returns(value.At(value.KindTime, "24")),
		"quantity": returns(value.Qty(value.Quantity{Value: "secret", Unit: "mg"})),
		"kind":     returns(value.At(value.KindString, "secret")),
		"good": returns(value.Dec("1e3"), value.At(value.KindDate, "2026"), value.At(value.KindDateTime, "2026T"), value.At(value.KindTime, "23:59"),
			value.Qty(value.Quantity{Value: "1", Unit: "mg"}), value.Str(""), value.Bool(false)),
		"bounds": {Eval: func(in value.Collection, _ []value.Collection) (value.Collection, error) { return in[99:], nil }},
		"boom":   {Eval: func(value.Collection, []value.Collection) (value.Collection, error) { panic("secret") }},
	}}
	for _, e := range []example{
		{"zero().toString()", "error: zero() returned no value: one of its items is the zero Value\n    zero().toString()\n    ^~~~~~"},
		{"id = zero().first()", "error: zero() returned no value"},
		{"decimal() + 1", "error: decimal() returned a Decimal whose text is none\n"},
		{"date()", "error: date() returned a Date whose text is none\n"},
		{"dateTime()", "error: dateTime() returned a DateTime whose text is none\n"},
		{"time()", "error: time() returned a Time whose text is none\n"},
		{"quantity()", "error: quantity() returned a Quantity whose text is none\n"},
		{"kind()", "error: kind() returned no value"},
		{"good().count()", "Integer 7"},
		{"name.bounds()", "error: bounds() panicked with a runtime.boundsError\n"},
		{"1 + boom()", "error: boom() panicked with a string\n    1 + boom()\n        ^~~~~~"},
	} {
		if have := outcome(e.source, patient, opts); !agrees(have, e.want) || strings.Contains(have, "secret") {
			t.Errorf("%s\n  have %s\n  want %s", e.source, have, e.want)
		}
	}
}

// TestFunctionWithoutEval is a mistake, be the function called or not.
func TestFunctionWithoutEval(t *testing.T) {
	opts := &fhirpath.Options{Functions: map[string]fhirpath.Function{"f": {}}}
	if _, err := fhirpath.Compile("id", opts); err == nil || err.Error() != "function f has no Eval: there is nothing to call" {
		t.Errorf("have %v", err)
	}
}

// TestNumberOfArguments has functions with a least number of arguments alone, and one that nobody can call.
func TestNumberOfArguments(t *testing.T) {
	count := func(_ value.Collection, args []value.Collection) (value.Collection, error) {
		return value.Collection{value.Int(int32(len(args)))}, nil
	}
	opts := &fhirpath.Options{Resource: "Patient", Functions: map[string]fhirpath.Function{
		"one": {MinArgs: 1, Eval: count}, "some": {MinArgs: 1, MaxArgs: 3, Eval: count}, "none": {Eval: count},
	}}
	for _, e := range []example{
		{"one(id)", "Integer 1"},
		{"one()", "error: one() takes 1 argument, not 0\n"},
		{"one(id, id)", "error: one() takes 1 argument, not 2\n"},
		{"some(id, id, id)", "Integer 3"},
		{"none()", "Integer 0"},
	} {
		if have := outcome(e.source, patient, opts); !agrees(have, e.want) {
			t.Errorf("%s\n  have %s\n  want %s", e.source, have, e.want)
		}
	}
	for _, f := range []fhirpath.Function{{MinArgs: 2, MaxArgs: 1, Eval: count}, {MaxArgs: -1, Eval: count}} {
		opts := &fhirpath.Options{Functions: map[string]fhirpath.Function{"f": f}}
		if _, err := fhirpath.Compile("id", opts); err == nil || !strings.HasSuffix(err.Error(), "at most: nobody can call it") {
			t.Errorf("%d to %d: have %v", f.MinArgs, f.MaxArgs, err)
		}
	}
}

// panics is every service, each method of which panics with what may be data.
type panics struct{}

func (panics) Resolve(context.Context, string) ([]byte, error) { panic("secret") }

func (panics) Conforms(context.Context, value.Value, string) (conforms, known bool, err error) {
	panic(errors.New("secret"))
}
func (panics) InSlice(context.Context, value.Value, string, string) (bool, error) { panic("secret") }
func (panics) ElementDefinition(context.Context, string) ([]byte, error)          { panic("secret") }
func (panics) Call(context.Context, string, []byte) ([]byte, error)               { panic("secret") }

// TestServicesThatPanic asks for an error that names the service.
func TestServicesThatPanic(t *testing.T) {
	const data = `{"resourceType":"Patient","id":"p","managingOrganization":{"reference":"Organization/1"}}`
	opts := &fhirpath.Options{
		Resource: "Patient", Resolver: panics{}, Profiles: panics{}, Terminology: panics{},
		Trace: func(string, value.Collection) { panic("secret") }, Now: func() time.Time { panic("secret") },
	}
	for _, e := range []example{
		{"managingOrganization.resolve().name", "error: the resolver panicked with a string\n    managingOrganization.resolve().name\n"},
		{"conformsTo('http://example.org/p')", "error: what knows the profiles panicked with a *errors.errorString\n"},
		{"name.slice('http://example.org/p', 's').exists() or id.slice('http://example.org/p', 's').exists()", "error: what knows the profiles panicked with a string\n"},
		{"id.elementDefinition()", "error: what knows the profiles panicked with a string\n"},
		{"id.memberOf('http://example.org/v')", "error: the terminology service panicked with a string\n"},
		{"%terminologies.expand('http://example.org/v')", "error: the terminology service panicked with a string\n"},
		{"id.trace('t')", "error: the trace function panicked with a string\n"},
		{"id.trace('t', $this)", "error: the trace function panicked with a string\n"},
		{"today()", "error: the clock panicked with a string\n"},
	} {
		if have := outcome(e.source, data, opts); !agrees(have, e.want) || strings.Contains(have, "secret") {
			t.Errorf("%s\n  have %s\n  want %s", e.source, have, e.want)
		}
	}
}

// The functions of FHIRPath cannot be replaced, those that are not there yet included.
func TestOwnFunctionNames(t *testing.T) {
	for _, name := range []string{"first", "sqrt", "getResourceKey"} {
		opts := &fhirpath.Options{Functions: map[string]fhirpath.Function{name: {}}}
		if _, err := fhirpath.Compile("id", opts); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: have %v", name, err)
		}
	}
}

func TestTrace(t *testing.T) {
	var have []string
	opts := &fhirpath.Options{Resource: "Patient", Trace: func(name string, vs value.Collection) {
		have = append(have, name+": "+showAll(vs))
	}}
	for _, source := range []string{
		"name.given.trace('given').first()",
		"name.trace('uses', use).exists()",
		"photo.trace('none')",
		"name.select(family.trace('each'))",
	} {
		if out := outcome(source, patient, opts); strings.HasPrefix(out, "error") {
			t.Error(out)
		}
	}
	want := []string{
		"given: string Ada; string Mae; string Addy; string Ada",
		"uses: code official; code nickname; code old",
		"none: ",
		"each: string Zwart", "each: ", "each: string Blom",
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("-want +have:\n%s", diff)
	}
}

// The clock is asked once for each evaluation, however often the expression asks for the time.
func TestNow(t *testing.T) {
	asked := 0
	opts := &fhirpath.Options{Now: func() time.Time {
		asked++
		return time.Date(2026, 1, asked, 23, 59, 59, 0, time.UTC)
	}}
	x, err := fhirpath.Compile("now() | today() | timeOfDay() | now()", opts)
	if err != nil {
		t.Fatal(err)
	}
	r, err := x.Decode([]byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"DateTime 2026-01-01T23:59:59.000Z; Date 2026-01-01; Time 23:59:59.000",
		"DateTime 2026-01-02T23:59:59.000Z; Date 2026-01-02; Time 23:59:59.000",
	} {
		vs, err := x.Eval(r)
		if have := showAll(vs); err != nil || have != want {
			t.Errorf("have %s, %v, want %s", have, err, want)
		}
	}
	if asked != 2 {
		t.Errorf("the clock was asked %d times, want 2", asked)
	}
}

// One expression is evaluated by many goroutines, each with its own environment and resource.
func TestConcurrentEvaluation(t *testing.T) {
	const source = "name.where(given.first().matches('^A')).select(family & given.join('-')).distinct() | name.repeat(given)"
	x, scope := compile(t, source, "Patient")
	want := outcome(source, patient, &fhirpath.Options{Resource: "Patient"})
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			arena := new(nodes.Arena)
			env, d, r := scope.NewEnv(arena), resource.NewDecoder((*resource.Projection)(scope.Projection())), new(resource.Resource)
			for range 200 {
				arena.Reset()
				if err := d.Decode([]byte(patient), r); err != nil {
					t.Error(err)
					return
				}
				env.Reset(r)
				vs, err := env.Eval(x, env.Root())
				if have := showAll(vs); err != nil || have != want {
					t.Errorf("have %s, %v, want %s", have, err, want)
					return
				}
			}
		})
	}
	wait.Wait()
}

func TestScopeSharesProjection(t *testing.T) {
	scope, err := expr.NewScope(expr.Options{Resource: "Patient"})
	if err != nil {
		t.Fatal(err)
	}
	names, err := scope.Compile("name.where(use = 'official')", scope.Root())
	if err != nil {
		t.Fatal(err)
	}
	family, err := scope.Compile("family", names.Focus())
	if err != nil {
		t.Fatal(err)
	}
	active, err := scope.Compile("active", scope.Root())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("active\nname.family\nname.use", scope.Projection().String()); diff != "" {
		t.Errorf("-want +have:\n%s", diff)
	}
	r := new(resource.Resource)
	if err := resource.NewDecoder((*resource.Projection)(scope.Projection())).Decode([]byte(patient), r); err != nil {
		t.Fatal(err)
	}
	env := scope.NewEnv(nil)
	env.Reset(r)
	if yes, err := env.True(active, env.Root()); !yes || err != nil {
		t.Errorf("active: have %t, %v", yes, err)
	}
	vs, err := env.Eval(names, env.Root())
	if err != nil {
		t.Fatal(err)
	}
	mark := env.Mark()
	for _, v := range vs {
		if have, err := env.Eval(family, v); err != nil || showAll(have) != "string Zwart" {
			t.Errorf("have %s, %v", showAll(have), err)
		}
		env.Release(mark)
	}
	if _, err := env.True(family, vs[0]); err == nil {
		t.Error("a family name is taken for a Boolean")
	}
}

func TestExprFacts(t *testing.T) {
	type facts struct {
		Types    []string
		Single   bool
		Constant string
	}
	for source, want := range map[string]facts{
		"birthDate":                     {Types: []string{"date"}, Single: true},
		"name.given":                    {Types: []string{"string"}},
		"name.given.first()":            {Types: []string{"string"}, Single: true},
		"name.exists()":                 {Types: []string{"Boolean"}, Single: true},
		"'a'":                           {Types: []string{"String"}, Single: true, Constant: "String a"},
		"{}":                            {Single: true},
		"multipleBirth":                 {Types: []string{"boolean", "integer"}, Single: true},
		"multipleBirth.ofType(integer)": {Types: []string{"integer"}, Single: true},
		"name.count() + 1":              {Types: []string{"Integer"}, Single: true},
		"name.count() / 2":              {Types: []string{"Decimal"}, Single: true},
		"gender & 'x'":                  {Types: []string{"String"}, Single: true},
		"name.select(use)":              {Types: []string{"code"}},
		"iif(active, gender, 'none')":   {Types: []string{"code", "String"}, Single: true},
		"nothing":                       {},
		"descendants()":                 {},
		"getResourceKey()":              {Types: []string{"String"}, Single: true},
		"birthDate.lowBoundary()":       {Types: []string{"Date"}, Single: true},
		"birthDate + 1 day":             {Types: []string{"Date"}, Single: true},
		"contact.name.family":           {Types: []string{"string"}},
		"contact[0].name.family":        {Types: []string{"string"}, Single: true},
	} {
		x, scope := compile(t, source, "Patient")
		have := facts{Single: x.Single()}
		for _, typ := range x.Types() {
			have.Types = append(have.Types, scope.Model().TypeName(typ))
		}
		if vs, ok := x.Constant(); ok {
			have.Constant = showAll(vs)
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s: -want +have:\n%s", source, diff)
		}
		if x.String() != source {
			t.Errorf("%s prints itself as %s", source, x)
		}
	}
}

func TestRepeatScope(t *testing.T) {
	scope, err := expr.NewScope(expr.Options{Resource: "Questionnaire"})
	if err != nil {
		t.Fatal(err)
	}
	exprs, focus, err := scope.Repeat([]string{"item"}, scope.Root())
	if err != nil || len(exprs) != 1 {
		t.Fatal(exprs, err)
	}
	if _, err := scope.Compile("linkId", focus); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("item.item.^\nitem.linkId", scope.Projection().String()); diff != "" {
		t.Errorf("-want +have:\n%s", diff)
	}
	_, _, err = scope.Repeat([]string{"item.foo()", "item", "bar()"}, scope.Root())
	if err == nil || strings.Count(err.Error(), "unknown function") != 2 {
		t.Errorf("have %v", err)
	}
}
