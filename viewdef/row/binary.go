package row

import "encoding/binary"

// AppendBinary appends the cell in a compact form for keeping rows for a while: its kind in a byte, numbers as varints, texts
// and lists with their length before them. The form may change from version to version.
func (c *Cell) AppendBinary(dst []byte) []byte {
	dst = append(dst, byte(c.Kind))
	switch c.Kind {
	case KindBoolean, KindInteger:
		dst = binary.AppendVarint(dst, c.Int)
	case KindDecimal, KindString, KindJSON:
		dst = binary.AppendUvarint(dst, uint64(len(c.Text)))
		dst = append(dst, c.Text...)
	case KindList:
		items := c.Items()
		dst = binary.AppendUvarint(dst, uint64(len(items)))
		for i := range items {
			dst = items[i].AppendBinary(dst)
		}
	}
	return dst
}
