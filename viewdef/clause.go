package viewdef

import (
	"strings"

	"github.com/fhirview/fhirview/fhirpath/value"
)

// clause is a part of a select: it fills its columns of the frame, once for each of its rows.
type clause interface {
	// rows fills the frame for each row that the clause has for the focus, and calls next each time.
	rows(e *Evaluator, focus value.Value, next receiver) error
	// null fills the clause's columns for the row of a forEachOrNull without elements.
	null(e *Evaluator)
	// single is true where there is always exactly one row.
	single() bool
	// columns are the clause's columns: the half-open range of their places in the frame.
	columns() (from, to int)
	explain(b *strings.Builder, depth int)
}

// receiver takes a row that stands in the frame.
type receiver interface {
	row(e *Evaluator) error
}

// ignore is the receiver of the only row of a clause, which stands in the frame when the clause is done.
type ignore struct{}

func (ignore) row(*Evaluator) error { return nil }
