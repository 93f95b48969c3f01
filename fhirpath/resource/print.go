package resource

import (
	"fmt"
	"log/slog"

	"github.com/fhirview/fhirview/internal/label"
	"github.com/fhirview/fhirview/internal/nodes"
)

// Format implements [fmt.Formatter]. By every verb but p, a resource prints as what it is, such as "a Patient", and never as
// what it holds, which is about a patient.
func (r Resource) Format(f fmt.State, verb rune) { label.Format(f, verb, r.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (r Resource) LogValue() slog.Value { return slog.StringValue(r.what()) }

// what says what a resource is.
func (r *Resource) what() string {
	t := r.inside()
	if len(t.Nodes) <= int(nodes.Root) || t.Model == nil {
		return "no resource"
	}
	if name := t.Model.TypeName(t.Nodes[nodes.Root].Type); name != "" {
		return "a " + name
	}
	return "a resource"
}
