package parquet

import (
	"bytes"
)

// dictionary holds the different texts of a column of a row group in the order in which they came, and finds them again.
type dictionary struct {
	table  []uint32 // by hash, the number of a text and 1
	hashes []uint32
	ends   []int
	values []byte // the texts as in a file, each after its length in four bytes
}

func (d *dictionary) len() int { return len(d.ends) }

// text returns a text with its length before it.
func (d *dictionary) text(n uint32) []byte {
	from := 0
	if n > 0 {
		from = d.ends[n-1]
	}
	return d.values[from:d.ends[n]]
}

// number returns the number of a text, which begins with its length.
func (d *dictionary) number(hash uint32, text []byte) uint32 {
	if len(d.table) == 0 {
		d.table = make([]uint32, smallTable)
	}
	mask := uint32(len(d.table) - 1)
	at := hash & mask
	for ; d.table[at] != 0; at = (at + 1) & mask {
		if n := d.table[at] - 1; d.hashes[n] == hash && bytes.Equal(d.text(n), text) {
			return n
		}
	}
	n := uint32(len(d.ends))
	d.values = append(d.values, text...)
	d.hashes, d.ends = append(d.hashes, hash), append(d.ends, len(d.values))
	d.table[at] = n + 1
	if 2*len(d.ends) > len(d.table) {
		d.table = grown(d.table, d.hashes)
	}
	return n
}

// reset empties the dictionary and keeps its memory.
func (d *dictionary) reset() {
	clear(d.table)
	d.hashes, d.ends, d.values = d.hashes[:0], d.ends[:0], d.values[:0]
}
