package source

import (
	"errors"
	"fmt"

	"github.com/fhirview/fhirview/internal/jsonscan"
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
		if name == fieldEntry && beginsEntries(d.b.buf[d.pos:]) {
			d.limit = min(d.limit, longLine) // a Bundle, if it is long: no other resource has such entries
		}
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
	if !d.fixed {
		d.window.bundle = &bundleIndex{from: from, maxRecord: d.maxRecord, file: d.in.file}
	}
	isBundle, typed, entries := false, false, false
	err := d.fields(d.maxRecord, func(name fieldName) (err error) {
		switch {
		case name == fieldType && typed:
			err = d.wrong(d.at(), "the object has two types")
		case name == fieldType:
			typed = true
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

// entryRest is how much of an entry there may be beside the resource.
const entryRest = 64 << 10

// entryFound is what an entry has, by offsets in the text, which is held to the entry's end: the fullUrl may come after
// the resource.
type entryFound struct {
	first    byte // of the resource, 0 where there is none
	from, to int64
	url      [2]int64 // with its quotes; nothing where there is none
	named    bool     // there is a fullUrl, also one that is too long
	whole    bool     // the resource was read to its end
	lost     bool     // the entry is too long to be held
}

func (d *document) entry(first byte) error {
	if first != '{' {
		return d.resource(first, d.index)
	}
	if ok, err := d.wholeEntry(); ok {
		return err
	}
	start, most := d.at(), d.maxRecord+entryRest
	d.hold(most)
	e, err := d.entryFields()
	if err != nil && err != errStopped && !e.lost {
		d.pos, d.exact = int(start-d.base), true // perhaps it began in the resource
		e, err = d.entryFields()
	}
	e.lost = e.lost || d.at()-start > int64(most) // whatever the size of blocks
	d.release()
	if err == errStopped {
		return err
	}
	if stopped := d.addEntry(&e); stopped != nil {
		return stopped
	}
	return err
}

// wholeEntry is entry for one that is as most are, of which all is in memory. Where ok is false, nothing has happened.
func (d *document) wholeEntry() (ok bool, err error) {
	if d.exact {
		return false, nil
	}
	buf := d.b.buf
	from, url := entryHead(buf, d.pos)
	if from == len(buf) {
		return false, nil
	}
	d.extent.Begin(maxDepth)
	n, done, sure := d.extent.Next(buf[from:])
	end := from + n
	after := jsonscan.SkipSpace(buf, end)
	if !done || !sure || after >= len(buf) || buf[after] != '}' || n > d.maxRecord || after-d.pos >= d.maxRecord+entryRest {
		return false, nil
	}
	d.b.Records = append(d.b.Records, Record{Data: buf[from:end:end], Index: d.index, Offset: d.base + int64(from), FullURL: url})
	if d.pos = after + 1; len(d.b.Records) >= maxRecords {
		return true, d.advance(d.pos)
	}
	return true, nil
}

// entryHead returns where the resource of an entry at i begins that begins as most do, with a fullUrl, or none, and then the
// resource, and the fullUrl. Where it does not begin so, or not so much of it is there, that is the length of the text.
func entryHead(text []byte, i int) (resource int, url []byte) {
	if from, end := plainField(text, i, fieldFullURL); from < len(text) {
		i, url = end, text[from+1:end-1:end-1]
	}
	if resource = fieldAfter(text, i, fieldResource); resource < len(text) && text[resource] != '{' {
		resource = len(text)
	}
	return resource, url
}

// entryFields consumes the entry at pos, which is held.
func (d *document) entryFields() (e entryFound, err error) {
	err = d.fields(d.maxRecord, func(name fieldName) error {
		e.lost = e.lost || d.over
		err := d.entryField(&e, name)
		e.lost = e.lost || d.over
		return err
	})
	e.lost = e.lost || d.over
	return e, err
}

// fieldAfter returns where the value of a field is that comes after the bracket or comma at i or after space; where it is
// another field, or not all of that is there, the length of the text.
func fieldAfter(text []byte, i int, name fieldName) int {
	key := fieldNames[name]
	i = jsonscan.SkipSpace(text, i)
	if i >= len(text) || text[i] != '{' && text[i] != ',' {
		return len(text)
	}
	i = jsonscan.SkipSpace(text, i+1)
	if len(text)-i < len(key) || string(text[i:i+len(key)]) != key {
		return len(text)
	}
	i = jsonscan.SkipSpace(text, i+len(key))
	if i >= len(text) || text[i] != ':' {
		return len(text)
	}
	return jsonscan.SkipSpace(text, i+1)
}

// plainField is fieldAfter for a value that is a string of ASCII without escapes, and returns where that ends, too.
func plainField(text []byte, i int, name fieldName) (from, end int) {
	from = fieldAfter(text, i, name)
	if from < len(text) && text[from] == '"' {
		if end = jsonscan.PlainText(text, from+1); end < len(text) && text[end] == '"' {
			return from, end + 1
		}
	}
	return len(text), len(text)
}

func (d *document) entryField(e *entryFound, name fieldName) error {
	first, from := d.b.buf[d.pos], d.at()
	switch {
	case name == fieldFullURL && e.named:
		return d.wrong(d.at(), "the entry has two fullUrls")
	case name == fieldFullURL && first == '"':
		e.named = true
		text, err := d.checked(d.maxRecord)
		if text != nil {
			e.url = [2]int64{from, d.at()}
		}
		return err
	case name != fieldResource || first == 'n':
		_, err := d.checked(d.maxRecord)
		return err
	case e.first != 0:
		return d.wrong(d.at(), "the entry has two resources")
	}
	e.first, e.from = first, from
	err := d.value()
	e.to, e.whole = d.at(), err == nil
	return err
}

// addEntry makes the resource of an entry a record.
func (d *document) addEntry(e *entryFound) error {
	switch {
	case !e.whole:
		return nil
	case e.first != '{':
		d.fail(e.from, d.index, fmt.Errorf("expected a resource, not %s", kindOf(e.first)))
		return nil
	case e.to-e.from > int64(d.maxRecord):
		d.fail(e.from, d.index, d.tooLong)
		return nil
	case e.lost:
		d.fail(e.from, d.index, fmt.Errorf("the entry is longer than the limit of %d bytes, and its resource is not (raise the limit: MaxRecord, --max-record)",
			d.maxRecord+entryRest))
		return nil
	}
	r := Record{Data: d.between(e.from, e.to), Index: d.index, Offset: e.from}
	if e.url[1] > 0 {
		url := unescaped(d.between(e.url[0], e.url[1]))
		r.FullURL = url[1 : len(url)-1]
	}
	d.b.Records = append(d.b.Records, r)
	if len(d.b.Records) >= maxRecords {
		return d.advance(d.pos)
	}
	return nil
}

// between is the text from one offset to another, which is held, or was until now.
func (d *document) between(from, to int64) []byte {
	start, end := int(from-d.base), int(to-d.base)
	return d.b.buf[start:end:end]
}
