package decode

import (
	"math"

	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
)

// Key is a JSON key: its text without escapes, and where it begins in the input.
type Key struct {
	Text    []byte
	Start   int
	Escaped bool
}

// ReadKey reads a key and the colon after it, up to the value.
func (d *Decoder) ReadKey() (k Key, err error) {
	if d.Pos >= len(d.Data) {
		return k, jsonscan.Fail(d.Pos, jsonscan.MsgTruncated)
	}
	if d.Data[d.Pos] != '"' {
		return k, jsonscan.Fail(d.Pos, jsonscan.MsgKey)
	}
	k.Start = d.Pos + 1
	end, escapes, err := d.scanString(k.Start)
	if err != nil {
		return k, err
	}
	k.Text = d.Data[k.Start:end]
	if escapes {
		k.Escaped = true
		if k.Text, err = jsonscan.Unescape(d.Arena.Grow(len(k.Text)), k.Text, k.Start); err != nil {
			return k, err
		}
		d.Arena.Keep(k.Text)
	}
	d.Pos, err = jsonscan.AfterColon(d.Data, end+1)
	return k, err
}

// setKey notes what key the member's elements stand under.
func (d *Decoder) setKey(m *member, k *Key) {
	name, start := k.Text, k.Start
	if m.companion {
		name, start = name[1:], start+1
	}
	if !k.Escaped && len(name) <= math.MaxUint16 {
		m.key, m.keyLen = uint32(start), uint16(len(name))
		return
	}
	m.flags, m.key = m.flags|nodes.KeyAside, uint32(len(d.Out.Aside))
	d.Out.Aside = append(d.Out.Aside, nodes.AsText(name))
}
