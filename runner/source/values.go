package source

import (
	"errors"
	"fmt"
	"iter"
)

var errNoData = errors.New("the resource has no data")

// Bytes yields resources that are in memory, each the JSON text of a resource or of a Bundle, which Run unwraps. They are
// not copied, so nothing may change them until their blocks are released; MaxRecord does not apply. An empty one becomes a
// record with an Err. The source can be ranged over any number of times, also at the same time.
func Bytes(resources ...[]byte) Source {
	return func(yield func(*Block, error) bool) {
		p := newPool(0)
		for next := 0; next < len(resources); {
			b := p.get("", 0)
			var size int64
			for ; next < len(resources) && size < defaultBlockSize && len(b.Records) < maxRecords; next++ {
				b.Records = append(b.Records, recordOf(resources[next], int64(next)))
				size += int64(len(resources[next]))
			}
			b.InputBytes = size
			if !yield(b, nil) {
				return
			}
		}
	}
}

func recordOf(data []byte, index int64) Record {
	if len(data) == 0 {
		return Record{Index: index, Err: errNoData}
	}
	return Record{Data: data, Index: index}
}

// Values yields the resources of a sequence, such as the results of a search, as they come. Each is copied, so the
// sequence may use its memory again. An error of the sequence ends the source, after the resources before it. InputBytes
// counts the resources' bytes.
//
// A block is yielded when it is full: a smaller BlockSize brings results sooner where the sequence is slow. The source
// can be ranged over again if the sequence can.
func Values(resources iter.Seq2[[]byte, error], o *Options) Source {
	set := o.orDefaults(defaultValuesBlock)
	return func(yield func(*Block, error) bool) {
		v := &valueReader{Options: set, pool: newPool(set.BlockSize), tooLong: errTooLong(set.MaxRecord)}
		v.b = v.pool.get(set.Name, 0)
		for data, err := range resources {
			if err != nil {
				if v.flush(0, yield) {
					yield(nil, named(set.Name, fmt.Errorf("after %d resources: %w", v.index, err)))
				}
				return
			}
			if !v.add(data, yield) {
				return
			}
		}
		v.flush(0, yield)
	}
}

type valueReader struct {
	Options
	pool    *pool
	tooLong error
	b       *Block
	bytes   int64 // in b, counting those that were too long to keep
	index   int64
}

func (v *valueReader) add(data []byte, yield func(*Block, error) bool) bool {
	kept := data
	if len(data) > v.MaxRecord {
		kept = nil
	}
	full := len(v.b.buf)+len(kept) > cap(v.b.buf) || len(v.b.Records) == maxRecords
	if full && !v.flush(len(kept), yield) {
		return false
	}
	record := recordOf(v.copied(kept), v.index)
	if len(data) > v.MaxRecord {
		record.Err = v.tooLong
	}
	v.b.Records = append(v.b.Records, record)
	v.bytes += int64(len(data))
	v.index++
	return true
}

// copied appends data to the block's buffer, which has room.
func (v *valueReader) copied(data []byte) []byte {
	start := len(v.b.buf)
	v.b.buf = append(v.b.buf, data...)
	return v.b.buf[start:len(v.b.buf):len(v.b.buf)]
}

// flush yields the block and begins another that takes at least room bytes.
func (v *valueReader) flush(room int, yield func(*Block, error) bool) bool {
	b, taken := v.b, v.bytes
	v.b, v.bytes = v.pool.get(v.Name, room), 0
	return send(b, taken, yield)
}
