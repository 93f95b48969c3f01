package upload

import (
	"encoding/binary"
	"errors"
	"hash/crc32"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// The journal's format. A file is a line that names the format, then frames:
//
//	length of the payload, uvarint | payload | CRC-32C of length and payload, 4 bytes, little-endian
//
// A payload is a row of entries, each a byte for its kind and what belongs to it. Frames only ever get appended, each in one
// write that is on the disk before the next one begins, so that a crash can harm the last one alone. Done records are written
// as spans in order of their numbers, two bytes or so each: a million records take about 2 MB.
const journalMagic = "fhirclient upload journal 1\n"

const (
	kindSettings   = 's' // 8 bytes: what the upload was set to, as a checksum; the first entry, and the only one of its kind
	kindCheckpoint = 'c' // uvarint: records read since the last one; 8 bytes: checksum of all records so far
	kindDone       = 'd' // spans of records that are on the server
	kindIntent     = 'i' // spans of records that are about to be sent, where a repeat could do harm
	kindName       = 'n' // uvarint: a record; uvarint and bytes: the id that the server gave it
	kindCleared    = 'x' // spans of records of which the server took nothing, which ends their intent
)

// maxFrame bounds what a length can make the reader believe.
const maxFrame = 16 << 20

var crcTable = crc32.MakeTable(crc32.Castagnoli)

var errFrame = errors.New("malformed frame")

// checkpoint is the checksum of the first n records of the input.
type checkpoint struct {
	n   uint64
	sum uint64
}

// journalState is what a journal says.
type journalState struct {
	settings    uint64
	known       bool // settings were there
	checkpoints []checkpoint
	done        numbers
	intents     numbers // sent perhaps, and not done
	names       map[uint64]string
}

// storedName is the id that the server gave to a record.
type storedName struct {
	index uint64
	id    string
}

// lastCheckpoint covers every record that the journal mentions.
func (s *journalState) lastCheckpoint() checkpoint {
	if len(s.checkpoints) == 0 {
		return checkpoint{}
	}
	return s.checkpoints[len(s.checkpoints)-1]
}

// appendFrame frames a payload.
func appendFrame(out, payload []byte) []byte {
	begin := len(out)
	out = binary.AppendUvarint(out, uint64(len(payload)))
	out = append(out, payload...)
	return binary.LittleEndian.AppendUint32(out, crc32.Checksum(out[begin:], crcTable))
}

// nextFrame returns the payload of the first frame and the length of the frame. The length is 0 where there is no whole
// and sound frame; torn is true where that is because the data ends too early.
func nextFrame(data []byte) (payload []byte, length int, torn bool) {
	size, head := binary.Uvarint(data)
	if head == 0 {
		return nil, 0, true
	}
	if head < 0 || size == 0 || size > maxFrame {
		return nil, 0, false
	}
	length = head + int(size) + crc32.Size
	if length > len(data) {
		return nil, 0, true
	}
	body, sum := data[:length-crc32.Size], data[length-crc32.Size:length]
	if crc32.Checksum(body, crcTable) != binary.LittleEndian.Uint32(sum) {
		return nil, 0, length == len(data)
	}
	return body[head:], length, false
}

func appendSettings(out []byte, settings uint64) []byte {
	return binary.LittleEndian.AppendUint64(append(out, kindSettings), settings)
}

func appendCheckpoint(out []byte, last, c checkpoint) []byte {
	out = binary.AppendUvarint(append(out, kindCheckpoint), c.n-last.n)
	return binary.LittleEndian.AppendUint64(out, c.sum)
}

// appendSpans writes a set: how many spans, then for each the distance to the one before and its length.
func appendSpans(out []byte, kind byte, set *numbers) []byte {
	if set.empty() {
		return out
	}
	out = binary.AppendUvarint(append(out, kind), uint64(len(set.spans)))
	at := uint64(0)
	for _, s := range set.spans {
		out = binary.AppendUvarint(out, s.lo-at)
		out = binary.AppendUvarint(out, s.hi-s.lo)
		at = s.hi
	}
	return out
}

func appendNames(out []byte, names []storedName) []byte {
	for _, n := range names {
		out = binary.AppendUvarint(append(out, kindName), n.index)
		out = append(binary.AppendUvarint(out, uint64(len(n.id))), n.id...)
	}
	return out
}

// apply adds what a payload says. After an error the state may hold part of it.
func (s *journalState) apply(payload []byte) error {
	r := frameReader{data: payload}
	for len(r.data) > 0 && !r.bad {
		switch kind := r.byte(); kind {
		case kindSettings:
			if s.known {
				return errFrame
			}
			s.settings, s.known = r.fixed(), true
		case kindCheckpoint:
			last := s.lastCheckpoint()
			next := checkpoint{n: last.n + r.uvarint(), sum: r.fixed()}
			if next.n <= last.n {
				return errFrame
			}
			s.checkpoints = append(s.checkpoints, next)
		case kindName:
			index, id := r.uvarint(), r.text()
			if fhir.CheckID(id) != nil {
				return errFrame
			}
			if s.names == nil {
				s.names = map[uint64]string{}
			}
			s.names[index] = id
		case kindDone, kindIntent, kindCleared:
			r.spans(s.lastCheckpoint().n, func(one span) { s.note(kind, one) })
		default:
			return errFrame
		}
		if !s.known {
			return errFrame
		}
	}
	if r.bad {
		return errFrame
	}
	return nil
}

func (s *journalState) note(kind byte, one span) {
	switch kind {
	case kindDone:
		s.done.add(one)
		s.intents.remove(one)
	case kindIntent:
		s.intents.add(one)
	case kindCleared:
		s.intents.remove(one)
	}
}

// frameReader takes a payload apart. Once something is missing, everything is zero and bad is set.
type frameReader struct {
	data []byte
	bad  bool
}

func (r *frameReader) byte() byte {
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

func (r *frameReader) uvarint() uint64 {
	x, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.bad, r.data = true, nil
		return 0
	}
	r.data = r.data[n:]
	return x
}

func (r *frameReader) text() string {
	n := r.uvarint()
	if n > uint64(len(r.data)) {
		r.bad, r.data = true, nil
		return ""
	}
	text := string(r.data[:n])
	r.data = r.data[n:]
	return text
}

func (r *frameReader) fixed() uint64 {
	if len(r.data) < 8 {
		r.bad, r.data = true, nil
		return 0
	}
	x := binary.LittleEndian.Uint64(r.data)
	r.data = r.data[8:]
	return x
}

// spans reads a set of numbers, which must be below a limit.
func (r *frameReader) spans(limit uint64, each func(span)) {
	at := uint64(0)
	for count := r.uvarint(); count > 0 && !r.bad; count-- {
		gap, length := r.uvarint(), r.uvarint()
		if gap > limit-at || length > limit-at-gap || length == 0 {
			r.bad, r.data = true, nil
			return
		}
		each(span{at + gap, at + gap + length})
		at += gap + length
	}
}
