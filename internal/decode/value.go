package decode

import (
	"github.com/fhirview/fhirview/internal/jsonscan"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection"
)

// ReadValue reads the value at d.Pos into node n.
func (d *Decoder) ReadValue(n nodes.ID, s *projection.Shape) error {
	switch c := d.Data[d.Pos]; {
	case c == '"':
		return d.str(n)
	case c == '{':
		if d.Out.Nodes[n].Flags&nodes.Extended != 0 {
			return jsonscan.Fail(d.Pos, msgPrimitive)
		}
		return d.object(n, s)
	case c == '-' || '0' <= c && c <= '9':
		return d.number(n)
	case c == 't':
		return d.boolean(n, nodes.True, "true")
	case c == 'f':
		return d.boolean(n, nodes.False, "false")
	case c == '[':
		return jsonscan.Fail(d.Pos, msgNested)
	}
	return jsonscan.Fail(d.Pos, jsonscan.MsgValue)
}

func (d *Decoder) number(n nodes.ID) error {
	end, err := jsonscan.Number(d.Data, d.Pos)
	if err != nil {
		return err
	}
	d.scalar(n, nodes.Number, d.Pos, end)
	d.Pos = end
	return nil
}

func (d *Decoder) boolean(n nodes.ID, kind nodes.Kind, word string) error {
	from := d.Pos
	if err := d.literal(word); err != nil {
		return err
	}
	d.scalar(n, kind, from, d.Pos)
	return nil
}

// literal reads true, false or null.
func (d *Decoder) literal(want string) error {
	rest := d.Data[d.Pos:]
	if len(rest) < len(want) || string(rest[:len(want)]) != want {
		return jsonscan.Fail(d.Pos, jsonscan.MsgValue)
	}
	d.Pos += len(want)
	return nil
}

// str reads the string at d.Pos into node n.
func (d *Decoder) str(n nodes.ID) error {
	from := d.Pos + 1
	end, escapes, err := d.scanString(from)
	if err != nil {
		return err
	}
	d.scalar(n, nodes.String, from, end)
	d.Pos = end + 1
	if !escapes {
		return nil
	}
	raw := d.Data[from:end]
	plain, err := jsonscan.Unescape(d.Arena.Grow(len(raw)), raw, from)
	if err != nil {
		return err
	}
	nd := &d.Out.Nodes[n]
	nd.Flags |= nodes.TextAside
	nd.End = uint32(len(d.Out.Aside))
	d.Out.Aside = append(d.Out.Aside, d.Arena.Keep(plain))
	return nil
}

func (d *Decoder) scalar(n nodes.ID, kind nodes.Kind, start, end int) {
	nd := &d.Out.Nodes[n]
	nd.Kind, nd.Start, nd.End = kind, uint32(start), uint32(end)
}
