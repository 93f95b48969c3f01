package parquet

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

const magic = "PAR1"

// file is a file that is being written.
type file struct {
	w      io.Writer
	offset int64
	footer int // its bytes so far, about
	meta   format.FileMetaData
}

func newFile(w io.Writer, columns []Column, o *Options) *file {
	f := &file{w: w, meta: format.FileMetaData{Version: 1, Schema: schemaOf(columns), RowGroups: thrift.Slice[format.RowGroup]{}, CreatedBy: o.CreatedBy}}
	for range columns {
		f.meta.ColumnOrders = append(f.meta.ColumnOrders, format.ColumnOrder{Value: &format.TypeDefinedOrder{}})
	}
	for _, m := range o.Metadata {
		f.meta.KeyValueMetadata = append(f.meta.KeyValueMetadata, format.KeyValue{Key: m.Key, Value: m.Value})
	}
	f.footer = size(&f.meta)
	return f
}

// size returns how many bytes a structure takes in a footer.
func size(v any) int {
	var b bytes.Buffer
	_ = thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(&b)).Encode(v) // the footer's own error tells
	return b.Len()
}

// holds is true where the file can take a row group and have no more than so many bytes. An empty file takes any.
func (f *file) holds(meta *format.RowGroup, most int64) bool {
	return f.meta.NumRows == 0 || f.offset+meta.TotalCompressedSize+int64(f.footer+size(meta)) <= most
}

func (f *file) write(p []byte) error {
	n, err := f.w.Write(p)
	f.offset += int64(n)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	return err
}

// begin writes what a file begins with, unless that is there.
func (f *file) begin() error {
	if f.offset > 0 {
		return nil
	}
	return f.write([]byte(magic))
}

// group writes a row group whose pages are given.
func (f *file) group(meta *format.RowGroup, pages []byte) error {
	if err := f.begin(); err != nil {
		return err
	}
	move(meta, f.offset)
	meta.Ordinal = int16(min(len(f.meta.RowGroups), math.MaxInt16))
	f.meta.RowGroups = append(f.meta.RowGroups, *meta)
	f.meta.NumRows += meta.NumRows
	f.footer += size(meta)
	return f.write(pages)
}

// end writes the footer.
func (f *file) end() error {
	if err := f.begin(); err != nil {
		return err
	}
	var footer bytes.Buffer
	if err := thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(&footer)).Encode(&f.meta); err != nil {
		return err
	}
	text := binary.LittleEndian.AppendUint32(footer.Bytes(), uint32(footer.Len()))
	return f.write(append(text, magic...))
}
