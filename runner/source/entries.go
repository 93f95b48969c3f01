package source

import "slices"

// AppendEntries appends the resources of a Bundle that is one record, as a line or an item of a list is, and returns the
// extended slice. Their Data is part of the Bundle's, Index is the position among the entries, and Line the Bundle's.
// After an error, which is a mistake in the Bundle's text between the resources, those before it are there.
func AppendEntries(dst []Record, bundle *Record) ([]Record, error) {
	text := slices.Clip(bundle.Data)
	d := &document{maxRecord: max(len(text), minHold)}
	b := &Block{buf: text, Records: dst}
	d.window = window{in: &input{}, b: b, base: bundle.Offset, held: -1, fixed: true}
	_, err := d.nonSpace()
	if err == nil {
		err = d.bundle(d.at())
	}
	if err == nil {
		err = d.end()
	}
	for i := len(dst); i < len(b.Records); i++ {
		b.Records[i].Line = bundle.Line
	}
	return b.Records, err
}

// identity returns the resourceType and the id of a resource, as far as they can be found.
func identity(data []byte) (typ, id []byte) {
	d := &scanner{window: window{in: &input{}, b: &Block{buf: slices.Clip(data)}, held: -1, fixed: true}}
	_ = d.fields(len(data), func(name fieldName) error {
		from := d.pos
		if err := d.value(); err != nil {
			return err
		}
		if name != fieldType && name != fieldID || data[from] != '"' {
			return nil
		}
		text := unescaped(data[from:d.pos])
		switch {
		case len(text) < 2:
		case name == fieldType:
			typ = text[1 : len(text)-1]
		default:
			id = text[1 : len(text)-1]
		}
		if typ != nil && id != nil {
			return errTypeKnown
		}
		return nil
	})
	return typ, id
}
