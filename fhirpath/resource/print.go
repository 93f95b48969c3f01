package resource

import (
	"fmt"
	"log/slog"
)

// Format implements [fmt.Formatter]. By every verb but p, a resource prints as what it is, such as "a Patient", and never as
// what it holds, which is about a patient.
func (r Resource) Format(f fmt.State, verb rune) { format(f, verb, r.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (r Resource) LogValue() slog.Value { return slog.StringValue(r.what()) }

// what says what a resource is.
func (r *Resource) what() string {
	if len(r.nodes) < 2 || r.model == nil {
		return "no resource"
	}
	if name := r.model.TypeName(r.nodes[1].typ); name != "" {
		return "a " + name
	}
	return "a resource"
}

// format prints a text by the width and the flags of any verb. Only q means something to a text.
func format(f fmt.State, verb rune, text string) {
	if verb != 'q' {
		verb = 's'
	}
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), text)
}
