package runner

import (
	"github.com/fhirview/fhirview/viewdef/row"
)

// collector is the sink of a Runner's runs: it encodes rows in the workers, and hands them on in order.
type collector struct {
	pull *pull
	// rows takes encoded rows, and keeps nothing of encoded.
	rows func(encoded []byte, rows int) error
	// limit is after how many rows nothing more needs to be fetched, or 0.
	limit, seen int64
}

func (*collector) Begin(*row.Schema) error { return nil }

func (*collector) Encode(dst []byte, batch *row.Batch) ([]byte, error) {
	return appendRows(dst, batch), nil
}

// Write is called for every block, also for one without rows, after its failures were told.
func (c *collector) Write(encoded []byte, rows int) error {
	if err := c.pull.tooMany(); err != nil {
		return err
	}
	c.seen += int64(rows)
	if c.limit > 0 && c.seen >= c.limit {
		c.pull.stop() // or the run would wait for a page that nobody wants
	}
	if rows == 0 {
		return nil
	}
	return c.rows(encoded, rows)
}

func (*collector) End() error { return nil }
