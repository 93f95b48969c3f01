package row

import (
	"fmt"
	"log/slog"

	"github.com/fhirview/fhirview/internal/label"
)

// Format implements [fmt.Formatter]. By every verb but p, a cell prints as its kind, such as string, and never as what it
// holds, which is about a patient.
func (c Cell) Format(f fmt.State, verb rune) { label.Format(f, verb, c.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (c Cell) LogValue() slog.Value { return slog.StringValue(c.what()) }

func (c *Cell) what() string {
	if c.Kind == KindList {
		return "list of " + label.Count(len(c.Items()), "item")
	}
	return c.Kind.String()
}

// Format implements [fmt.Formatter]. By every verb but p, a batch prints how many rows it has, and nothing of them.
func (b Batch) Format(f fmt.State, verb rune) { label.Format(f, verb, b.what()) }

// LogValue implements [slog.LogValuer]. It holds what Format prints.
func (b Batch) LogValue() slog.Value { return slog.StringValue(b.what()) }

func (b *Batch) what() string { return "batch of " + label.Count(b.rows, "row") }
