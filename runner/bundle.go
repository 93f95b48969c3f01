package runner

import (
	"context"
	"errors"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/runner/source"
)

const typeBundle = "Bundle"

// ErrNested is the Err of Stats.Nested.
var ErrNested = errors.New("a Bundle in a Bundle is not unwrapped: its entries are not read")

// bundleUse is what the views of a run want of Bundles.
type bundleUse struct {
	fhirpath.BundleUse
	whole  bool // a view reads Bundles themselves
	others bool // a view reads other resources: entries, too
}

func bundleUseOf(jobs []Job) bundleUse {
	var u bundleUse
	for _, j := range jobs {
		of := j.Plan.BundleUse()
		u.Keys = u.Keys || of.Keys
		u.References = u.References || of.References || of.Resolve
		u.Resolve = u.Resolve || of.Resolve
		if j.Plan.Resource() == typeBundle {
			u.whole = true
		} else {
			u.others = true
		}
	}
	return u
}

// needs is what the source has to do.
func (u *bundleUse) needs() source.BundleNeeds {
	return source.BundleNeeds{Whole: u.whole, References: u.References, Resolve: u.Resolve}
}

// unwrapping is a shard's memory for a Bundle that is one record.
type unwrapping struct {
	outer   *source.Record // while its entries are evaluated
	entries []source.Record
	mistake error          // why there are no more
	index   *source.Bundle // of the entries, where references are looked up

	// What the evaluators know of the Bundle around the resource.
	around  fhirpath.Bundle
	fullURL []byte
}

// isNested is true for a Bundle in a Bundle, and on a page of a search, which is one.
func (s *shard) isNested() bool {
	return s.outer != nil || s.block.Bundle != nil || s.block.Page > 0
}

// bundle evaluates the views of Bundle on one. It is true where it is to be unwrapped: for the other views, and for those of
// Bundle to see the Bundles among its entries.
func (s *shard) bundle(r *source.Record, typ []byte) (unwrap bool) {
	use := &s.run.bundles
	if s.isNested() {
		s.ofType(r, typ)
		if use.others {
			s.nested++
			if len(s.nestedAt) < maxFailures {
				s.nestedAt = append(s.nestedAt, s.place(r, typeBundle, "", ErrNested))
			}
		}
		return false
	}
	s.entries, s.mistake = source.AppendEntries(s.entries[:0], r)
	s.index = nil
	if use.References {
		s.index = source.NewBundle(s.entries)
	}
	if !use.whole {
		s.read--
		return true
	}
	failures := len(s.failures)
	s.surround(r)
	s.ofType(r, typ)
	if len(s.failures) > failures {
		s.mistake = nil // it has been told
	}
	return true
}

// unwrap evaluates the views on the entries.
func (s *shard) unwrap(ctx context.Context, r *source.Record) {
	s.outer = r
	for i := range s.entries {
		if s.err != nil || i%8 == 0 && !s.mayGoOn(ctx) {
			break
		}
		if s.run.bundles.others || isBundle(s.entries[i].Data) {
			s.one(&s.entries[i])
		}
	}
	s.outer, s.index = nil, nil
	if s.mistake != nil && s.err == nil {
		s.read++
		s.fail(r, typeBundle, "", s.mistake)
		s.count(len(s.failures) - 1)
	}
	clear(s.entries)
}

func isBundle(data []byte) bool {
	typ, err := resource.Peek(data)
	return err == nil && string(typ) == typeBundle
}

// surround tells the evaluators what is around a resource.
func (s *shard) surround(r *source.Record) {
	var around fhirpath.Bundle
	switch {
	case !s.run.bundles.References:
	case s.index != nil:
		around = s.index
	case s.block.Bundle != nil:
		around = s.block.Bundle
	}
	if around == nil && r.FullURL == nil && s.around == nil && s.fullURL == nil {
		return
	}
	s.around, s.fullURL = around, r.FullURL
	for _, e := range s.evaluators {
		e.SetEntry(around, r.FullURL)
	}
}

// leave has the evaluators forget what was around the last resource.
func (s *shard) leave() {
	s.unwrapping = unwrapping{entries: s.entries[:0]}
	for _, e := range s.evaluators {
		e.SetEntry(nil, nil)
	}
}
