package runner

import (
	"context"

	"github.com/fhirview/fhirview/fhirpath"
	"github.com/fhirview/fhirview/internal/decode"
	"github.com/fhirview/fhirview/internal/intake"
	"github.com/fhirview/fhirview/runner/source"
)

const typeBundle = "Bundle"

// sources are the functions of package source that only the runner and the command use.
var sources = intake.Of[source.Source, source.Record]()

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
func (u *bundleUse) needs() intake.Needs {
	return intake.Needs{Whole: u.whole, References: u.References, Resolve: u.Resolve}
}

// unwrapping is a worker's memory for a Bundle that is one record.
type unwrapping struct {
	outer   *source.Record // while its entries are evaluated
	entries []source.Record
	mistake error         // why there are no more
	index   intake.Bundle // of the entries, where references are looked up
}

// isNested is true for a Bundle in a Bundle, and on a page of a search, which is one.
func (w *worker) isNested() bool {
	return w.outer != nil || w.block.Bundle != nil || w.block.Page > 0
}

// bundle evaluates the views of Bundle on one. It is true where it is to be unwrapped: for the other views, and for those of
// Bundle to see the Bundles among its entries.
func (w *worker) bundle(r *source.Record) (unwrap bool) {
	use := &w.run.bundles
	if w.isNested() {
		w.failAll(r, w.flattener.FlattenBundle(r.Data))
		if use.others {
			w.nested++
			if len(w.nestedAt) < maxFailures {
				w.nestedAt = append(w.nestedAt, w.place(r, typeBundle, "", intake.ErrNested))
			}
		}
		return false
	}
	w.entries, w.mistake = sources.Entries(w.entries[:0], r)
	w.index = nil
	if use.References {
		w.index = sources.Index(w.entries)
	}
	if !use.whole {
		w.read--
		return true
	}
	failures := len(w.failures)
	w.surround(r)
	w.failAll(r, w.flattener.FlattenBundle(r.Data))
	if len(w.failures) > failures {
		w.mistake = nil // it has been told
	}
	return true
}

// unwrap evaluates the views on the entries.
func (w *worker) unwrap(ctx context.Context, r *source.Record) {
	w.outer = r
	for i := range w.entries {
		if w.err != nil || i%8 == 0 && !w.mayGoOn(ctx) {
			break
		}
		if w.run.bundles.others || isBundle(w.entries[i].Data) {
			w.one(&w.entries[i])
		}
	}
	w.outer, w.index = nil, nil
	if w.mistake != nil && w.err == nil {
		w.read++
		w.fail(r, typeBundle, "", w.mistake)
		w.count(len(w.failures) - 1)
	}
	clear(w.entries)
}

func isBundle(data []byte) bool {
	typ, err := decode.Peek(data)
	return err == nil && string(typ) == typeBundle
}

// surround tells the views what is around a resource.
func (w *worker) surround(r *source.Record) {
	var around fhirpath.Bundle
	switch {
	case !w.run.bundles.References:
	case w.index != nil:
		around = w.index
	case w.block.Bundle != nil:
		around = w.block.Bundle
	}
	w.flattener.SetEntry(around, r.FullURL)
}

// forget forgets what was around the last resource.
func (w *worker) forget() {
	w.unwrapping = unwrapping{entries: w.entries[:0]}
	w.flattener.SetEntry(nil, nil)
}
