// Package intake is what the runner and the command see of package source, and its callers do not.
package intake

import "errors"

// ErrNested is the cause where a Bundle stands in a Bundle.
var ErrNested = errors.New("a Bundle in a Bundle is not unwrapped: its entries are not read")

// Needs say what a consumer needs of Bundles beside their entries, one after the other.
type Needs struct {
	// Whole is for views of Bundle: a Bundle that is a document becomes one record, as one that is a line is always. A Bundle
	// that is longer than MaxRecord becomes a record with an Err, followed by its entries.
	Whole bool
	// References has Block.Bundle find entries by their fullUrl. A small Bundle becomes one record all the same, for
	// Hooks.Index.
	References bool
	// Resolve has it find them by type and id, too, and return their text.
	Resolve bool
}

// Bundle finds the entries of a Bundle by what references say: it is what fhirpath.Bundle is.
type Bundle interface {
	ByURL(url string, after int) int
	ByID(typ, id string, after int) int
	Entry(i int) (fullURL, typ, id string)
	Text(i int) ([]byte, error)
}

// Hooks are functions of package source. Source and Record are its types, which cannot be named here.
type Hooks[Source, Record any] struct {
	// Gather returns a source of the same resources with what is needed of Bundles. Those that are documents are read to
	// their end before their first entry is yielded, and then a second time, if they are not small: from the file, or, if
	// they came compressed or from a stream, from a temporary file, which is gone when the blocks are released.
	Gather func(src Source, needs Needs) Source
	// Entries appends the resources of a Bundle that is one record, as a line or an item of a list is, and returns the
	// extended slice. Their Data is part of the Bundle's, Index is the position among the entries, and Line the Bundle's.
	// After an error, which is a mistake in the Bundle's text between the resources, those before it are there.
	Entries func(dst []Record, bundle *Record) ([]Record, error)
	// Index returns the index of a Bundle that is in memory: that of its entries.
	Index func(entries []Record) Bundle
	// Size is the number of bytes that source.Open would read for the same paths, as stored. It is false where that is not
	// known: for standard input and pipes, and where a path cannot be looked up.
	Size func(paths ...string) (int64, bool)
}

var hooks any

// Set is called by package source, once.
func Set[Source, Record any](h *Hooks[Source, Record]) { hooks = h }

// Of returns the functions of package source: Of[source.Source, source.Record]().
func Of[Source, Record any]() *Hooks[Source, Record] { return hooks.(*Hooks[Source, Record]) }
