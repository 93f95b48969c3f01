package upload

import (
	"fmt"
	"log/slog"

	"github.com/fhirview/fhirview/internal/label"
)

// Format implements [fmt.Formatter]. By every verb but p, a record prints how long it is, and nothing of what it holds, which
// is about a patient.
func (r Record) Format(f fmt.State, verb rune) { label.Format(f, verb, r.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (r Record) LogValue() slog.Value { return slog.StringValue(r.what()) }

func (r *Record) what() string { return "record of " + label.Count(len(r.Data), "byte") }
