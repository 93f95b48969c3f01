package source

import (
	"errors"
	"fmt"
)

// objectKind is what the top-level object turns out to be.
type objectKind uint8

const (
	kindUnknown objectKind = iota // so far
	kindBundle
	kindResource
)

var errTypeKnown = errors.New("the type is known")

// object reads the top-level object, as a Bundle or as one resource.
func (d *document) object() error {
	from := d.at()
	kind, err := d.peekKind()
	if err != nil {
		return err
	}
	d.rewind(from)
	if kind == kindResource {
		return d.resource('{', -1)
	}
	return d.bundle(from)
}

// peekKind looks ahead for the resourceType, holding all that it passes. It gives up, with kindUnknown, where it has
// passed the limit or something is wrong with the text: reading that as a Bundle yields what can be had of it, and comes
// to the same error again.
func (d *document) peekKind() (objectKind, error) {
	d.hold(max(d.maxRecord, minHold))
	d.firm = true
	defer func() { d.firm = false }()
	kind := kindUnknown
	err := d.fields(d.maxRecord, func(name fieldName) error {
		if name != fieldType {
			return d.value()
		}
		kind = kindResource
		isBundle, err := d.isBundle()
		if isBundle {
			kind = kindBundle
		}
		if err != nil {
			return err
		}
		return errTypeKnown
	})
	switch err {
	case nil:
		return kindResource, nil // without a type, which is for the decoder to complain about
	case errTypeKnown:
		return kind, nil
	case errStopped:
		return kindUnknown, err
	}
	return kindUnknown, nil
}

// isBundle consumes the value of a resourceType.
func (d *document) isBundle() (bool, error) {
	text, err := d.checked(d.maxRecord)
	return err == nil && string(unescaped(text)) == `"Bundle"`, err
}

// bundle yields the entries of the object at pos. That it is a Bundle may be certain only at its end.
func (d *document) bundle(from int64) error {
	isBundle, entries := false, false
	err := d.fields(d.maxRecord, func(name fieldName) (err error) {
		switch {
		case name == fieldType:
			isBundle, err = d.isBundle()
		case name == fieldEntry && entries:
			err = d.wrong(d.at(), "the Bundle has two entry lists")
		case name == fieldEntry:
			entries, err = true, d.entries()
		default:
			_, err = d.checked(d.maxRecord)
		}
		return err
	})
	switch {
	case err != nil || isBundle:
		return err
	case entries:
		return fmt.Errorf("the object at byte %d has entries but is not a Bundle, and is too long for a resource "+
			"(put resourceType first, or raise the limit)", from)
	}
	d.fail(from, -1, d.tooLong)
	return nil
}

func (d *document) entries() error {
	switch d.b.buf[d.pos] {
	case '[':
		return d.items("entry", d.entry)
	case 'n':
		_, err := d.checked(d.maxRecord)
		return err
	}
	return d.wrong(d.at(), "the Bundle's entry is not an array")
}

func (d *document) entry(first byte) error {
	if first != '{' {
		return d.resource(first, d.index)
	}
	found := false
	return d.fields(d.maxRecord, func(name fieldName) error {
		first := d.b.buf[d.pos]
		switch {
		case name != fieldResource || first == 'n':
			_, err := d.checked(d.maxRecord)
			return err
		case found:
			return d.wrong(d.at(), "the entry has two resources")
		}
		found = true
		return d.resource(first, d.index)
	})
}
