package cli

import (
	"bufio"
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
)

const fhirpathHelp = `Evaluate a FHIRPath expression on each resource of the input and print the items that it yields, a
line each.

A line of text is the value and, after a tab, its type; text with control characters is quoted,
and complex elements are JSON. With --format json a line is an object with type and value. What
trace() tells goes to standard error. A resource that fails is left out, and the exit status is 3.

An expression that looks at no resource, such as today(), is evaluated once and reads no input, unless
--in names some. What is doubtful about an expression by FHIR's types is told on standard error: more
with --resource, else what holds for all types of resources that were read.

Of a Bundle, each entry's resource is evaluated. An expression that begins with Bundle, or with
entry, total, link, timestamp or signature as Bundle has them, and every expression with
--resource Bundle, is evaluated on the Bundle itself. References in a Bundle mean its entries:
resolve() and getReferenceKey() find them.`

const fhirpathExample = `  fhirview fhirpath "name.where(use = 'official').given" --in Patient.ndjson
  fhirview fhirpath "birthDate > @1980" --in patient.json --resource Patient
  fhirview fhirpath "1 'cm' + 1 'm'"
  fhirview fhirpath "-7 div 2"
  curl -s https://example.org/fhir/Patient/1 | fhirview fhirpath "telecom" --format json`

type fhirpathOptions struct {
	in        []string
	format    choice
	resource  string
	release   *release
	maxRecord recordLimit
}

func (e *env) fhirpathCommand() *cobra.Command {
	o := &fhirpathOptions{format: choice{value: formatText, from: []string{formatText, formatJSON}}}
	cmd := &cobra.Command{
		Use:     expressionCommand + " EXPR",
		Short:   "Evaluate a FHIRPath expression",
		Long:    fhirpathHelp,
		Example: fhirpathExample,
		RunE: e.command(func(ctx context.Context, args []string) error {
			expression, err := o.expression(args)
			if err != nil {
				return err
			}
			return e.fhirpath(ctx, o, expression)
		}),
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	addInput(flags, &o.in, "")
	flags.Var(&o.format, "format", "format of the items")
	addRecordLimit(flags, &o.maxRecord)
	flags.StringVar(&o.resource, "resource", "", "evaluate on resources of this `TYPE` only (default all)")
	o.release = addReleaseR4(flags)
	return cmd
}

func (e *env) fhirpath(ctx context.Context, o *fhirpathOptions, expression string) error {
	p := &printer{model: o.release.model, json: o.format.value == formatJSON}
	opts := &fhirpath.Options{Model: o.release.model, Resource: o.resource, Trace: e.trace(p), Cache: newCache()}
	expr, err := fhirpath.Compile(expression, opts)
	if err != nil {
		return err
	}
	e.doubts(expression, expr.Warnings())
	out := bufio.NewWriter(e.stdout)
	if len(o.in) == 0 && expr.Independent() {
		return errors.Join(evaluateAlone(ctx, expression, opts, func(items fhirpath.Collection) error { return p.print(out, items) }), out.Flush())
	}
	in, err := e.openInput(ctx, o.in, false, o.maxRecord)
	if err != nil {
		return err
	}
	ev := newEvaluator(expr, o.resource)
	ev.bundles = isAboutBundles(expression, *opts)
	stats, err := ev.all(ctx, in.src, func(items fhirpath.Collection) error { return p.print(out, items) })
	if err := errors.Join(err, out.Flush()); err != nil {
		return err
	}
	e.passedOver(&in.passed)
	e.nested(stats)
	if stats.Resources == 0 {
		e.sayf(noResources)
	}
	if o.resource == "" {
		e.doubts(expression, ev.types.doubts(expression, opts, expr.Warnings()))
	}
	if stats.Failed > 0 {
		e.failures(stats)
		return &failure{status: exitPartial}
	}
	return nil
}

// evaluateAlone evaluates an expression that looks at no resource.
func evaluateAlone(ctx context.Context, expression string, opts *fhirpath.Options, use func(fhirpath.Collection) error) error {
	alone := *opts
	alone.Resource = "" // the object below is of no type
	expr, err := fhirpath.Compile(expression, &alone)
	if err != nil {
		return err
	}
	none, err := expr.Decode([]byte("{}"))
	if err != nil {
		return err
	}
	items, err := expr.EvalEntry(ctx, none, nil, nil)
	if err != nil {
		return err
	}
	return use(items)
}

// trace prints what trace() tells.
func (e *env) trace(p *printer) func(string, fhirpath.Collection) {
	return func(name string, values fhirpath.Collection) {
		e.sayf("trace %s: %s\n", printable(name), counted(int64(len(values)), "item"))
		_ = p.print(e.stderr, values)
	}
}

// evaluator evaluates one expression on resources, one after the other.
type evaluator struct {
	expr     *fhirpath.Expr
	resource string // the type that the expression was compiled for, or ""
	decoder  *resource.Decoder
	decoded  resource.Resource
	stats    runner.Stats
	types    seenTypes

	bundles bool            // Bundles are what the expression is evaluated on
	around  fhirpath.Bundle // the Bundle around the resource
	outer   *source.Record  // the same, where it is one record
}

func newEvaluator(expr *fhirpath.Expr, typ string) *evaluator {
	d := resource.NewDecoder(expr.Projection())
	d.Strict = true // elements are printed as they stand in the input
	return &evaluator{expr: expr, resource: typ, decoder: d}
}

// all evaluates the expression on all resources. Those that fail are left out and counted.
func (ev *evaluator) all(ctx context.Context, src source.Source, use func(fhirpath.Collection) error) (*runner.Stats, error) {
	for block, err := range sources.Gather(src, ev.needs()) {
		if err != nil {
			return &ev.stats, err
		}
		for i := range block.Records {
			if err := errors.Join(ctx.Err(), ev.record(ctx, block, &block.Records[i], use)); err != nil {
				return &ev.stats, err
			}
		}
		block.Release()
	}
	return &ev.stats, ctx.Err()
}

// one evaluates the expression on one resource. An error is one of use.
func (ev *evaluator) one(ctx context.Context, b *source.Block, r *source.Record, use func(fhirpath.Collection) error) error {
	ev.stats.Resources++
	typ, items, err := ev.eval(ctx, r)
	if err != nil {
		ev.fail(b, r, typ, err)
		return nil
	}
	return use(items)
}

// maxFailures is how many failures are told.
const maxFailures = 10

func (ev *evaluator) eval(ctx context.Context, r *source.Record) (typ string, items fhirpath.Collection, err error) {
	if r.Err != nil {
		return "", nil, r.Err
	}
	name, err := decode.Peek(r.Data)
	if err != nil {
		return "", nil, err
	}
	typ = string(name)
	ev.types.add(typ)
	if ev.resource != "" && typ != ev.resource {
		return "", nil, ev.passOver(name, r.Data)
	}
	if err := ev.decoder.Decode(r.Data, &ev.decoded); err != nil {
		return typ, nil, err
	}
	items, err = ev.expr.EvalEntry(ctx, &ev.decoded, ev.around, r.FullURL)
	return typ, items, err
}

var (
	errUnknownType = errors.New("the resourceType is no type of resource in this release of FHIR: it is damaged, or --fhir-version is another")
	errNoType      = errors.New("the resource has no resourceType")
)

// passOver is an error for a resource that cannot be told to be of another type than is asked for: it has none, or one that
// there is not, or its text is damaged.
func (ev *evaluator) passOver(typ, data []byte) error {
	switch {
	case typ == nil:
		return errNoType
	case !projection.IsResourceType((*projection.Projection)(ev.expr.Projection()).Model(), string(typ)):
		return errUnknownType
	}
	return jsonscan.Validate(data)
}
