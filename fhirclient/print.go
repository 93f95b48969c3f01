package fhirclient

import (
	"fmt"
	"log/slog"
	"strconv"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
	"github.com/fhirview/fhirview/internal/label"
)

// Format implements [fmt.Formatter]. By every verb but p, an outcome prints the codes of its first issues, and nothing of
// details and diagnostics.
func (o OperationOutcome) Format(f fmt.State, verb rune) { label.Format(f, verb, o.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (o OperationOutcome) LogValue() slog.Value { return slog.StringValue(o.what()) }

func (o *OperationOutcome) what() string {
	text := "outcome of " + label.Count(len(o.Issues), "issue")
	if codes := o.summary(); codes != "" {
		text += ": " + codes
	}
	return text
}

// Format implements [fmt.Formatter]. By every verb but p, an issue prints its severity and its code, and nothing of details
// and diagnostics.
func (i Issue) Format(f fmt.State, verb rune) { label.Format(f, verb, i.codes()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (i Issue) LogValue() slog.Value { return slog.StringValue(i.codes()) }

// codes are severity and code, where they have the form of a FHIR code: anything else may be data.
func (i *Issue) codes() string { return fhir.PlainCode(i.Severity) + " " + fhir.PlainCode(i.Code) }

// Format implements [fmt.Formatter]. By every verb but p, an entry prints how long its resource is, and nothing of it.
func (e PageEntry) Format(f fmt.State, verb rune) { label.Format(f, verb, e.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (e PageEntry) LogValue() slog.Value { return slog.StringValue(e.what()) }

func (e *PageEntry) what() string { return "entry of " + label.Count(len(e.Resource), "byte") }

// Format implements [fmt.Formatter]. By every verb but p, a result prints how long its resource is, and nothing of it, nor
// its id.
func (r Result) Format(f fmt.State, verb rune) { label.Format(f, verb, r.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (r Result) LogValue() slog.Value { return slog.StringValue(r.what()) }

func (r *Result) what() string { return "result of " + label.Count(len(r.Resource), "byte") }

// Format implements [fmt.Formatter]. By every verb but p, a result prints its status and how long its resource is, and nothing
// of it, nor of its place.
func (r EntryResult) Format(f fmt.State, verb rune) { label.Format(f, verb, r.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (r EntryResult) LogValue() slog.Value { return slog.StringValue(r.what()) }

func (r *EntryResult) what() string {
	return "result " + strconv.Itoa(r.Status) + " of " + label.Count(len(r.Resource), "byte")
}

// Format implements [fmt.Formatter]. By every verb but p, an entry prints how long its resource is, and nothing of it, nor of
// its URL and its conditions.
func (e BatchEntry) Format(f fmt.State, verb rune) { label.Format(f, verb, e.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (e BatchEntry) LogValue() slog.Value { return slog.StringValue(e.what()) }

func (e *BatchEntry) what() string { return "entry of " + label.Count(len(e.Resource), "byte") }

// Format implements [fmt.Formatter]. By every verb but p, options print of how many parameters their condition is, and
// nothing of these: they may name a patient.
func (o CreateOptions) Format(f fmt.State, verb rune) { label.Format(f, verb, o.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (o CreateOptions) LogValue() slog.Value { return slog.StringValue(o.what()) }

func (o *CreateOptions) what() string {
	return "options with a condition of " + label.Count(len(o.IfNoneExist), "parameter")
}

// Format implements [fmt.Formatter]. By every verb but p, a page prints how many resources it has, and nothing of them.
func (p Page) Format(f fmt.State, verb rune) { label.Format(f, verb, p.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (p Page) LogValue() slog.Value { return slog.StringValue(p.what()) }

func (p *Page) what() string { return "page of " + label.Count(len(p.Entries), "resource") }

// silent is in what keeps parameters and credentials in unexported fields, which fmt would print field by field: it prints
// nothing of these, by any verb but p.
type silent struct{}

// Format implements [fmt.Formatter].
func (silent) Format(f fmt.State, verb rune) { label.Format(f, verb, "not shown") }
