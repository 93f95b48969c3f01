package source

import (
	"fmt"
	"log/slog"

	"github.com/fhirview/fhirview/internal/label"
)

// Format implements [fmt.Formatter]. By every verb but p, a record prints how long it is, or that it could not be read, and
// nothing of what it holds, which is about a patient.
func (r Record) Format(f fmt.State, verb rune) { label.Format(f, verb, r.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (r Record) LogValue() slog.Value { return slog.StringValue(r.what()) }

func (r *Record) what() string {
	if r.Err != nil {
		return "record that could not be read"
	}
	return "record of " + label.Count(len(r.Data), "byte")
}

// Format implements [fmt.Formatter]. By every verb but p, a block prints how many records it has, and nothing of them.
func (b Block) Format(f fmt.State, verb rune) { label.Format(f, verb, b.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (b Block) LogValue() slog.Value { return slog.StringValue(b.what()) }

func (b *Block) what() string { return "block of " + label.Count(len(b.Records), "record") }
