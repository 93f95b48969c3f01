package resource

// minIndexed is how long a text has to be for an index of it to pay.
const minIndexed = 2 * blockSize

// prepare makes the index of the text that is decoded, where that is faster than looking at its bytes as they come.
func (d *Decoder) prepare() {
	d.indexed = fastIndex && !d.noIndex && len(d.data) >= minIndexed
	if d.indexed {
		d.index.build(d.data)
		d.indexed = !d.index.odd // what is wrong with the text shows when it is read
	}
}

// scanString is the function of this name for the text that is decoded.
func (d *Decoder) scanString(i int) (end int, hasEscapes bool, err error) {
	if d.indexed {
		if end = d.index.quote(i); end >= 0 && d.index.plain(i, end) {
			return end, false, nil
		}
	}
	return scanString(d.data, i)
}

// skip passes over the value at d.pos.
func (d *Decoder) skip() (err error) {
	if d.indexed {
		switch d.data[d.pos] {
		case '"':
			if end := d.index.quote(d.pos + 1); end >= 0 {
				d.pos = end + 1
				return nil
			}
		case '{', '[':
			return d.skipBrackets()
		}
	}
	d.pos, err = skipValue(d.data, d.pos, d.depth)
	return err
}

// skipBrackets passes over the object or array at d.pos.
func (d *Decoder) skipBrackets() (err error) {
	if d.indexed {
		d.pos, err = d.index.skipBrackets(d.data, d.pos, d.depth)
		return err
	}
	d.pos, err = skipBrackets(d.data, d.pos, d.depth)
	return err
}
