package runner

import (
	"github.com/fhirview/fhirview/viewdef/row"
)

// collector is the sink of runs whose rows stay in memory: it encodes rows in the workers, and hands them on in order.
type collector struct {
	// rows takes encoded rows, and keeps nothing of encoded. It is called for every block, also for one without rows, after
	// its failures were told.
	rows func(encoded []byte, rows int) error
}

func (*collector) Begin(*row.Schema) error { return nil }

func (*collector) Encode(dst []byte, batch *row.Batch) ([]byte, error) {
	return appendRows(dst, batch), nil
}

func (c *collector) Write(encoded []byte, rows int) error { return c.rows(encoded, rows) }

func (*collector) End(error) error { return nil }
