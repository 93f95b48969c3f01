package cli

import (
	"context"
	"strings"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/intake"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/runner/source"
)

const typeBundle = "Bundle"

// isAboutBundles is true for an expression that is evaluated on Bundles rather than on their entries: where the type says
// so, where it begins with Bundle, or with an element of Bundle's own and makes sense for a Bundle. Elements that most
// resources have, such as id and meta, are those of the entries.
func isAboutBundles(expression string, opts fhirpath.Options) bool {
	if opts.Resource != "" {
		return opts.Resource == typeBundle
	}
	switch leadingName(expression) {
	case typeBundle:
		return true
	case "entry", "total", "link", "timestamp", "signature":
		opts.Resource, opts.Strict = typeBundle, true
		_, err := fhirpath.Compile(expression, &opts)
		return err == nil
	}
	return false
}

// leadingName returns the name that an expression begins with, behind brackets, signs and what stands for the resource.
func leadingName(expression string) string {
	const opening = " \t\r\n(+-"
	s := strings.TrimLeft(expression, opening)
	for _, self := range [...]string{"$this.", "%resource.", "%context.", "%rootResource."} {
		s = strings.TrimLeft(strings.TrimPrefix(s, self), opening)
	}
	s = strings.TrimPrefix(s, "`")
	end := strings.IndexFunc(s, func(c rune) bool { return (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '_' })
	if end < 0 {
		return s
	}
	return s[:end]
}

// needs is what the evaluation needs of the source.
func (ev *evaluator) needs() intake.Needs {
	use := ev.expr.BundleUse()
	return intake.Needs{Whole: ev.bundles, References: use.References || use.Resolve, Resolve: use.Resolve}
}

// record evaluates the expression on a resource, or on the entries of a Bundle. An error is one of use, or the context's.
func (ev *evaluator) record(ctx context.Context, b *source.Block, r *source.Record, use func(fhirpath.Collection) error) error {
	ev.around = nil
	if b.Bundle != nil {
		if ev.bundles {
			return nil // the Bundle has failed as a whole
		}
		ev.around = b.Bundle
	}
	if typ, err := decode.Peek(r.Data); r.Err != nil || err != nil || string(typ) != typeBundle {
		return ev.one(ctx, b, r, use)
	}
	if b.Bundle != nil {
		ev.nested(b, r)
		return ev.one(ctx, b, r, use)
	}
	entries, mistake := sources.Entries(nil, r)
	if ev.needs().References {
		ev.around = sources.Index(entries)
	}
	if ev.bundles {
		return ev.one(ctx, b, r, use)
	}
	ev.outer = r
	defer func() { ev.outer = nil }()
	for i := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if typ, err := decode.Peek(entries[i].Data); err == nil && string(typ) == typeBundle {
			ev.nested(b, &entries[i])
		}
		if err := ev.one(ctx, b, &entries[i], use); err != nil {
			return err
		}
	}
	if mistake != nil {
		ev.outer = nil
		ev.stats.Resources++
		ev.fail(b, r, typeBundle, mistake)
	}
	return nil
}

// nested notes a Bundle in a Bundle, which is not unwrapped.
func (ev *evaluator) nested(b *source.Block, r *source.Record) {
	ev.stats.NestedBundles++
	if len(ev.stats.Nested) < maxFailures {
		ev.stats.Nested = append(ev.stats.Nested, ev.place(b, r, typeBundle, intake.ErrNested))
	}
}

func (ev *evaluator) fail(b *source.Block, r *source.Record, typ string, err error) {
	ev.stats.Failed++
	if len(ev.stats.Failures) < maxFailures {
		ev.stats.Failures = append(ev.stats.Failures, ev.place(b, r, typ, err))
	}
}

func (ev *evaluator) place(b *source.Block, r *source.Record, typ string, err error) *runner.ResourceError {
	e := &runner.ResourceError{Source: b.Name, Line: r.Line, Index: r.Index, Type: typ, Err: err}
	if ev.outer != nil && ev.outer.Index >= 0 {
		item := ev.outer.Index
		e.Item = &item
	}
	return e
}
