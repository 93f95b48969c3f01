package source

import (
	"fmt"
	"io"
)

// JSON reads one JSON document: a resource, an array of resources, or a Bundle, whose entries' resources are yielded.
// The content decides which. Arrays and Bundles are streamed: neither has to fit in memory.
//
// A Bundle is unwrapped by one level: a Bundle in an entry, or in an array, is a record like any other. Those in an array,
// and in lines, are unwrapped by Run. Entries without a resource yield no record, but count in Index; a null stands for an
// absent entry list or resource. An item of an array, an entry, or an entry's resource that is not an object becomes a
// record with an Err.
//
// Other resources than Bundles have a field called entry, so the type must be known before entries are yielded. Where
// resourceType comes late, the object is held in memory until it comes, but no longer than MaxRecord bytes: after that
// the object can only be a Bundle, or too long. Should it then turn out to be neither, that is a mistake of the document.
//
// A document that is cut off, broken between its resources, or followed by something else ends there: after all resources
// before that place comes a record with an Err that says where and why. Broken JSON within a resource is left for the
// consumer to find, unless it makes the resource's end uncertain. Data that is compressed with gzip or zstd is recognized
// and decompressed.
//
// The source can be ranged over once; after that it yields an error. r is not closed.
func JSON(r io.Reader, o *Options) Source {
	return fromReader(r, o, readJSON)
}

// document reads one JSON document.
type document struct {
	scanner
	maxRecord int
	tooLong   error
}

func readJSON(in *input, p *pool, maxRecord int, yield func(*Block, error) bool) bool {
	d := &document{maxRecord: maxRecord, tooLong: errTooLong(maxRecord)}
	d.window = window{in: in, pool: p, yield: yield, b: p.first(in), base: in.start, held: -1}
	err := d.read()
	if err == errLinesFollow {
		return d.lines()
	}
	if err != nil && err != errStopped && !isReadError(err) {
		d.fail(d.at(), -1, err) // the end of this document only
		err = nil
	}
	if err == errStopped || !d.send(d.b, d.base, len(d.b.buf)) {
		return false
	}
	if err != nil {
		yield(nil, err)
	}
	return err == nil
}

func (d *document) read() error {
	c, err := d.nonSpace()
	if err != nil {
		return err
	}
	switch c {
	case '{':
		err = d.object()
	case '[':
		err = d.items("item", func(c byte) error { return d.resource(c, d.index) })
	default:
		err = d.wrong(d.at(), "expected a JSON object or array")
	}
	if err != nil {
		return err
	}
	return d.end()
}

// lines reads what follows a Bundle as lines.
func (d *document) lines() bool {
	if err := d.advance(d.pos); err != nil {
		return false
	}
	l := &lineReader{
		in: d.in, pool: d.pool, limit: d.maxRecord, tooLong: d.tooLong, yield: d.yield, b: d.b, offset: d.base, line: d.in.bundleLine,
	}
	return l.read()
}

// resource makes the value at pos, which begins with first, a record.
func (d *document) resource(first byte, index int64) error {
	from := d.at()
	if first != '{' {
		if err := d.value(); err != nil {
			return err
		}
		d.fail(from, index, fmt.Errorf("expected a resource, not %s", kindOf(first)))
		return nil
	}
	d.hold(d.maxRecord)
	if err := d.value(); err != nil {
		return err
	}
	d.release()
	if d.over || d.at()-from > int64(d.maxRecord) {
		d.fail(from, index, d.tooLong)
		return nil
	}
	d.b.Records = append(d.b.Records, Record{Data: d.since(from), Index: index, Offset: from})
	if len(d.b.Records) >= maxRecords {
		return d.advance(d.pos)
	}
	return nil
}

func (d *document) fail(offset, index int64, err error) {
	d.b.Records = append(d.b.Records, Record{Index: index, Offset: offset, Err: err})
}

// kindOf names the kind of a value by its first byte.
func kindOf(first byte) string {
	switch first {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}
