package resource

import (
	"math"

	"github.com/fhirview/fhirview/internal/jsonscan"
)

// key is a JSON key: its text without escapes, and where it begins in the input.
type key struct {
	text    []byte
	start   int
	escaped bool
}

// key reads a key and the colon after it, up to the value.
func (d *Decoder) key() (k key, err error) {
	if d.pos >= len(d.data) {
		return k, jsonscan.Fail(d.pos, jsonscan.MsgTruncated)
	}
	if d.data[d.pos] != '"' {
		return k, jsonscan.Fail(d.pos, jsonscan.MsgKey)
	}
	k.start = d.pos + 1
	end, escapes, err := d.scanString(k.start)
	if err != nil {
		return k, err
	}
	k.text = d.data[k.start:end]
	if escapes {
		k.escaped = true
		if k.text, err = jsonscan.Unescape(d.Arena.Grow(len(k.text)), k.text, k.start); err != nil {
			return k, err
		}
		d.Arena.Keep(k.text)
	}
	d.pos, err = jsonscan.AfterColon(d.data, end+1)
	return k, err
}

// setKey notes what key the member's elements stand under.
func (d *Decoder) setKey(m *member, k *key) {
	name, start := k.text, k.start
	if m.companion {
		name, start = name[1:], start+1
	}
	if !k.escaped && len(name) <= math.MaxUint16 {
		m.key, m.keyLen = uint32(start), uint16(len(name))
		return
	}
	m.flags, m.key = m.flags|keyAside, uint32(len(d.out.aside))
	d.out.aside = append(d.out.aside, text(name))
}
