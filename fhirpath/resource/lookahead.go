package resource

import "github.com/fhirview/fhirview/internal/jsonscan"

// prepare makes the index of the text that is decoded, where that is faster than looking at its bytes as they come.
func (d *Decoder) prepare() {
	d.indexed = jsonscan.FastIndex && !d.noIndex && len(d.data) >= jsonscan.MinIndexed
	if d.indexed {
		d.index.Build(d.data)
		d.indexed = !d.index.Odd // what is wrong with the text shows when it is read
	}
}

// scanString is the function of this name for the text that is decoded.
func (d *Decoder) scanString(i int) (end int, hasEscapes bool, err error) {
	if d.indexed {
		if end = d.index.Quote(i); end >= 0 && d.index.Plain(i, end) {
			return end, false, nil
		}
	}
	return jsonscan.String(d.data, i)
}

// skip passes over the value at d.pos.
func (d *Decoder) skip() (err error) {
	if d.indexed {
		switch d.data[d.pos] {
		case '"':
			if end := d.index.Quote(d.pos + 1); end >= 0 {
				d.pos = end + 1
				return nil
			}
		case '{', '[':
			return d.skipBrackets()
		}
	}
	d.pos, err = jsonscan.SkipValue(d.data, d.pos, d.depth)
	return err
}

// skipBrackets passes over the object or array at d.pos.
func (d *Decoder) skipBrackets() (err error) {
	if d.indexed {
		d.pos, err = d.index.SkipBrackets(d.data, d.pos, d.depth)
		return err
	}
	d.pos, err = jsonscan.SkipBrackets(d.data, d.pos, d.depth)
	return err
}
