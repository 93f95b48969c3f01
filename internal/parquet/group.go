package parquet

import (
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

const (
	// groupRows is after how many rows a row group ends.
	groupRows = 128 << 10
	// groupBytes is how much memory the values of a row group take before it ends.
	groupBytes = 64 << 20
)

// group is a row group before it is in the file.
type group struct {
	rows    int
	columns []buffer
}

func newGroup(columns []*column) *group {
	g := &group{columns: make([]buffer, len(columns))}
	for i, c := range columns {
		g.columns[i].column = c
	}
	return g
}

// begin prepares the empty group for its first row.
func (g *group) begin() {
	for i := range g.columns {
		g.columns[i].begin()
	}
}

func (g *group) reset() {
	g.rows = 0
	for i := range g.columns {
		g.columns[i].reset()
	}
}

// end ends a group after which another one comes.
func (g *group) end() {
	for i := range g.columns {
		g.columns[i].end()
	}
}

// add adds a chunk without its head.
func (g *group) add(rows int, chunk []byte) error {
	for i := range g.columns {
		b := &g.columns[i]
		p, rest, err := cutPart(chunk, b.List)
		if err != nil {
			return err
		}
		b.add(&p)
		chunk = rest
	}
	g.rows += rows
	return nil
}

func (g *group) bytes() int {
	n := 0
	for i := range g.columns {
		n += g.columns[i].bytes()
	}
	return n
}

// pages writes the group's pages into the pager and returns what the footer has to say of them. Offsets count from the
// group's start.
func (g *group) pages(p *pager) (format.RowGroup, error) {
	p.out.Reset()
	p.plain = 0
	meta := format.RowGroup{NumRows: int64(g.rows), Columns: make(thrift.Slice[format.ColumnChunk], len(g.columns))}
	for i := range g.columns {
		var err error
		if meta.Columns[i].MetaData, err = p.column(&g.columns[i]); err != nil {
			return meta, err
		}
	}
	meta.TotalByteSize, meta.TotalCompressedSize = p.plain, int64(p.out.Len())
	return meta, nil
}

// move has the offsets of a row group count from the start of a file in which it stands at offset.
func move(meta *format.RowGroup, offset int64) {
	meta.FileOffset = offset
	for i := range meta.Columns {
		m := &meta.Columns[i].MetaData
		m.DataPageOffset += offset
		for _, e := range m.Encoding {
			if e == format.RLEDictionary {
				m.DictionaryPageOffset += offset
			}
		}
	}
}
