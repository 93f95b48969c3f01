package resource

import (
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/projection"
)

// value reads the value at d.pos into node n.
func (d *Decoder) value(n NodeID, s *projection.Shape) error {
	switch c := d.data[d.pos]; {
	case c == '"':
		return d.str(n)
	case c == '{':
		if d.out.nodes[n].flags&extended != 0 {
			return jsonscan.Fail(d.pos, msgPrimitive)
		}
		return d.object(n, s)
	case c == '-' || '0' <= c && c <= '9':
		return d.number(n)
	case c == 't':
		return d.boolean(n, True, "true")
	case c == 'f':
		return d.boolean(n, False, "false")
	case c == '[':
		return jsonscan.Fail(d.pos, msgNested)
	}
	return jsonscan.Fail(d.pos, jsonscan.MsgValue)
}

func (d *Decoder) number(n NodeID) error {
	end, err := jsonscan.Number(d.data, d.pos)
	if err != nil {
		return err
	}
	d.scalar(n, Number, d.pos, end)
	d.pos = end
	return nil
}

func (d *Decoder) boolean(n NodeID, kind Kind, word string) error {
	from := d.pos
	if err := d.literal(word); err != nil {
		return err
	}
	d.scalar(n, kind, from, d.pos)
	return nil
}

// literal reads true, false or null.
func (d *Decoder) literal(want string) error {
	rest := d.data[d.pos:]
	if len(rest) < len(want) || string(rest[:len(want)]) != want {
		return jsonscan.Fail(d.pos, jsonscan.MsgValue)
	}
	d.pos += len(want)
	return nil
}

// str reads the string at d.pos into node n.
func (d *Decoder) str(n NodeID) error {
	from := d.pos + 1
	end, escapes, err := d.scanString(from)
	if err != nil {
		return err
	}
	d.scalar(n, String, from, end)
	d.pos = end + 1
	if !escapes {
		return nil
	}
	raw := d.data[from:end]
	plain, err := jsonscan.Unescape(d.Arena.Grow(len(raw)), raw, from)
	if err != nil {
		return err
	}
	nd := &d.out.nodes[n]
	nd.flags |= textAside
	nd.end = uint32(len(d.out.aside))
	d.out.aside = append(d.out.aside, d.Arena.Keep(plain))
	return nil
}

func (d *Decoder) scalar(n NodeID, kind Kind, start, end int) {
	nd := &d.out.nodes[n]
	nd.kind, nd.start, nd.end = kind, uint32(start), uint32(end)
}
