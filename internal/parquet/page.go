package parquet

import (
	"bytes"
	"fmt"
	"math"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// Compression says how pages are compressed.
type Compression uint8

// The ways to compress. Zstd is at its fastest level, which is nearly as fast as Snappy here, for most of what there is to
// compress has become numbers of texts.
const (
	Zstd Compression = iota
	Snappy
	Uncompressed
)

func (c Compression) codec() format.CompressionCodec {
	return [...]format.CompressionCodec{Zstd: format.Zstd, Snappy: format.Snappy, Uncompressed: format.Uncompressed}[c]
}

// pager turns buffers into pages.
type pager struct {
	compression Compression
	zstd        *zstd.Encoder
	out         bytes.Buffer // pages
	plain       int64        // how many bytes the pages would have without compression
	body        []byte       // memory of page, and so are those below
	part        []byte
	packed      []byte
	thrift      *thrift.Encoder
}

func newPager(c Compression) *pager {
	p := &pager{compression: c}
	p.thrift = thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(&p.out))
	return p
}

// column appends the pages of a column and returns what the footer has to say of them. Offsets count from the start of out.
func (p *pager) column(b *buffer) (format.ColumnMetaData, error) {
	b.endPage()
	start, plain := p.out.Len(), p.plain
	meta := format.ColumnMetaData{
		Type: b.physical(), Encoding: []format.Encoding{format.RLE}, PathInSchema: b.path(), Codec: p.compression.codec(),
		NumValues: int64(len(b.levels)), Statistics: b.statistics(),
	}
	texts := b.dict.len()
	if texts > 0 {
		meta.DictionaryPageOffset = int64(start)
		meta.Encoding = append(meta.Encoding, format.RLEDictionary)
		if err := p.dictionary(b); err != nil {
			return meta, err
		}
	}
	meta.Encoding = append(meta.Encoding, format.Plain)
	meta.DataPageOffset = int64(p.out.Len())
	var from mark
	for _, to := range b.pages {
		if err := p.data(b, from, to); err != nil {
			return meta, err
		}
		from = to
	}
	meta.TotalCompressedSize, meta.TotalUncompressedSize = int64(p.out.Len()-start), p.plain-plain
	return meta, nil
}

func (p *pager) dictionary(b *buffer) error {
	return p.page(b.dict.values, format.PageHeader{
		Type: format.DictionaryPage,
		DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{
			NumValues: int32(b.dict.len()), Encoding: format.Plain,
		}),
	})
}

// data appends a page of what the buffer has between two marks.
func (p *pager) data(b *buffer, from, to mark) error {
	p.body = p.body[:0]
	if b.List {
		if err := p.levels(b.starts[from.slots:to.slots], 1); err != nil {
			return err
		}
	}
	width := 1
	if b.List {
		width = 2
	}
	if err := p.levels(b.levels[from.slots:to.slots], width); err != nil {
		return err
	}
	encoding := format.Plain
	switch {
	case to.index > from.index:
		encoding = format.RLEDictionary
		var err error
		if p.part, err = new(rle.DictionaryEncoding).EncodeInt32(p.part, b.index[from.index:to.index]); err != nil {
			return err
		}
		p.body = append(p.body, p.part...)
	case b.Type == Boolean:
		p.body = appendBits(p.body, b.values[from.values:to.values])
	default:
		p.body = append(p.body, b.values[from.values:to.values]...)
	}
	return p.page(p.body, format.PageHeader{
		Type: format.DataPage,
		DataPageHeader: thrift.New(format.DataPageHeader{
			NumValues: int32(to.slots - from.slots), Encoding: encoding,
			DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE,
		}),
	})
}

// levels appends levels to the body, after their length.
func (p *pager) levels(levels []byte, width int) error {
	var err error
	if p.part, err = (&rle.Encoding{BitWidth: width}).EncodeLevels(p.part, levels); err != nil {
		return err
	}
	p.body = append(appendUint32(p.body, uint32(len(p.part))), p.part...)
	return nil
}

// page appends a page with its header.
func (p *pager) page(body []byte, header format.PageHeader) error {
	if len(body) > math.MaxInt32 {
		return fmt.Errorf("parquet: a page has %d bytes, and may have %d", len(body), math.MaxInt32)
	}
	packed, err := p.compress(body)
	if err != nil {
		return err
	}
	header.UncompressedPageSize, header.CompressedPageSize = int32(len(body)), int32(len(packed))
	start := p.out.Len()
	if err := p.thrift.Encode(&header); err != nil {
		return err
	}
	p.plain += int64(p.out.Len() - start + len(body))
	p.out.Write(packed)
	return nil
}

func (p *pager) compress(body []byte) ([]byte, error) {
	switch p.compression {
	case Snappy:
		p.packed = snappy.Encode(p.packed[:cap(p.packed)], body)
	case Zstd:
		if p.zstd == nil {
			var err error
			p.zstd, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
				zstd.WithEncoderCRC(false), zstd.WithWindowSize(pageBytes), zstd.WithZeroFrames(true))
			if err != nil {
				return nil, err
			}
		}
		p.packed = p.zstd.EncodeAll(body, p.packed[:0])
	default:
		return body, nil
	}
	return p.packed, nil
}

// appendBits appends booleans, each of a byte, as bits.
func appendBits(dst, values []byte) []byte {
	for len(values) > 0 {
		n := min(8, len(values))
		var bits byte
		for i, v := range values[:n] {
			bits |= v << i
		}
		dst, values = append(dst, bits), values[n:]
	}
	return dst
}
