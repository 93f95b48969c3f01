package decode

import "github.com/fhirview/fhirview/internal/jsonscan"

// Prepare makes the index of the text that is decoded, where that is faster than looking at its bytes as they come.
func (d *Decoder) Prepare() {
	d.Indexed = jsonscan.FastIndex && !d.NoIndex && len(d.Data) >= jsonscan.MinIndexed
	if d.Indexed {
		d.Index.Build(d.Data)
		d.Indexed = !d.Index.Odd // what is wrong with the text shows when it is read
	}
}

// scanString is the function of this name for the text that is decoded.
func (d *Decoder) scanString(i int) (end int, hasEscapes bool, err error) {
	if d.Indexed {
		if end = d.Index.Quote(i); end >= 0 && d.Index.Plain(i, end) {
			return end, false, nil
		}
	}
	return jsonscan.String(d.Data, i)
}

// skip passes over the value at d.Pos.
func (d *Decoder) skip() (err error) {
	if d.Indexed {
		switch d.Data[d.Pos] {
		case '"':
			if end := d.Index.Quote(d.Pos + 1); end >= 0 {
				d.Pos = end + 1
				return nil
			}
		case '{', '[':
			return d.SkipBrackets()
		}
	}
	d.Pos, err = jsonscan.SkipValue(d.Data, d.Pos, d.Depth)
	return err
}

// SkipBrackets passes over the object or array at d.Pos.
func (d *Decoder) SkipBrackets() (err error) {
	if d.Indexed {
		d.Pos, err = d.Index.SkipBrackets(d.Data, d.Pos, d.Depth)
		return err
	}
	d.Pos, err = jsonscan.SkipBrackets(d.Data, d.Pos, d.Depth)
	return err
}
