package upload

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// unit is what a record comes to: an item, or the group of a Bundle.
type unit struct {
	one   *item
	group *group
}

// readAll turns the input into jobs. What a journal has not yet recognised as its own input is held back.
func (up *upload) readAll(records iter.Seq2[Record, error]) error {
	var held []unit
	for record, err := range records {
		sure, err := up.readRecord(record, err, &held)
		if err != nil {
			return err
		}
		if !sure {
			continue
		}
		for _, u := range held {
			if !up.accept(u) {
				return context.Cause(up.going)
			}
		}
		clear(held)
		held = held[:0]
	}
	return up.readEnd()
}

// readRecord takes a record to those that are held, and is true where they are known to belong to the journal's input.
func (up *upload) readRecord(record Record, bad error, held *[]unit) (sure bool, err error) {
	if up.going.Err() != nil {
		return false, context.Cause(up.going)
	}
	if bad != nil && !errors.Is(bad, ErrBadRecord) {
		return false, bad
	}
	before := up.read
	*held = append(*held, up.take(record, bad))
	return up.recognise(record.Data, uint64(up.read-before))
}

// readEnd has the rest sent: a batch that is not full, and what an earlier upload may have sent.
func (up *upload) readEnd() error {
	if up.journal != nil && up.going.Err() == nil {
		if err := up.journal.input.end(); err != nil {
			return err
		}
	}
	if !up.dispatch(up.batch.take()) {
		return context.Cause(up.going)
	}
	for i, items := range up.unknown {
		if !up.dispatch(items) {
			for _, rest := range up.unknown[i+1:] {
				up.abandon(rest)
			}
			return context.Cause(up.going)
		}
	}
	return nil
}

func (up *upload) recognise(data []byte, numbers uint64) (bool, error) {
	if up.journal == nil {
		return true, nil
	}
	return up.journal.read(data, numbers)
}

// take makes an item of a record, or a group.
func (up *upload) take(record Record, bad error) unit {
	if bad == nil && len(record.Data) > up.cfg.MaxRecord {
		bad = fmt.Errorf("record: %w", fhirclient.ErrTooLarge)
	}
	if bad == nil {
		if typ, id, err := fhir.ResourceName(record.Data); err == nil && typ == "Bundle" && !up.keepsWhole(record.Data, id) {
			g := up.takeBundle(record)
			up.read += g.size
			up.tally.add(func(r *Report) { r.Read += g.count() })
			return unit{group: g}
		}
	}
	it := &item{Record: record, index: up.read, bad: bad}
	up.read++
	up.tally.add(func(r *Report) { r.Read++ })
	if bad == nil {
		it.typ, it.id, it.bad = fhir.ScanResource(record.Data)
	}
	it.Data = bytes.Clone(fhir.WithoutMark(record.Data))
	if it.bad == nil {
		it.bad = up.identify(it)
	}
	if it.bad == nil {
		up.planLinks(it)
	}
	return unit{one: it}
}

// identify finds out what a record replaces on the server, or which search finds it there.
func (up *upload) identify(it *item) error {
	it.method = http.MethodPost
	switch {
	case !up.cfg.Create && it.id == "":
		return errNoID
	case !up.cfg.Create:
		it.method, it.key = http.MethodPut, it.typ+"/"+it.id
	case up.cfg.Key != nil:
		text, err := up.cfg.Key(it.Record)
		if err != nil {
			return err
		}
		it.search, err = url.ParseQuery(text)
		if err != nil || len(it.search) == 0 {
			return errNoKey
		}
		it.key = fhir.ConditionKey(it.typ, it.search)
	default:
		it.harmful = true
	}
	return nil
}
