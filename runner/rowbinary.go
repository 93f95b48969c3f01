package runner

import (
	"encoding/binary"

	"github.com/fhirview/fhirview/viewdef/row"
)

// appendCell appends a cell in a compact form for keeping rows for a while: its kind in a byte, numbers as varints, texts
// and lists with their length before them.
func appendCell(dst []byte, c *row.Cell) []byte {
	dst = append(dst, byte(c.Kind))
	switch c.Kind {
	case row.KindBoolean, row.KindInteger:
		dst = binary.AppendVarint(dst, c.Int)
	case row.KindDecimal, row.KindString, row.KindJSON:
		dst = binary.AppendUvarint(dst, uint64(len(c.Text)))
		dst = append(dst, c.Text...)
	case row.KindList:
		items := c.Items()
		dst = binary.AppendUvarint(dst, uint64(len(items)))
		for i := range items {
			dst = appendCell(dst, &items[i])
		}
	}
	return dst
}
