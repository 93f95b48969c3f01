package cli

import (
	"fmt"
	"os"
	"strconv"
	"sync/atomic"

	"github.com/fhirview/fhirview/fhirclient/upload"
	"github.com/fhirview/fhirview/runner/source"
)

// feed hands the records of an input to an upload, and counts what it has handed over.
type feed struct {
	in    *input
	bytes atomic.Int64 // of the input, as it is stored
	err   error        // that ended the input early
}

// records yields each resource with its place. One that cannot be read is a bad record; a source that fails ends the upload.
func (f *feed) records(yield func(upload.Record, error) bool) {
	for block, err := range f.in.src {
		if err != nil {
			f.err = err
			yield(upload.Record{}, err)
			return
		}
		more := f.block(block, yield)
		f.bytes.Add(block.InputBytes)
		block.Release() // the upload has copied what it needs
		if !more {
			return
		}
	}
}

func (f *feed) block(b *source.Block, yield func(upload.Record, error) bool) bool {
	for i := range b.Records {
		r := &b.Records[i]
		if b.Bundle != nil && r.Index >= 0 {
			continue // an entry of a Bundle that is too long, or broken: what its request says and what it refers to is not known
		}
		record := upload.Record{Data: r.Data, Position: position(b.Name, r)}
		var err error
		if r.Err != nil {
			err = fmt.Errorf("%w: %w", upload.ErrBadRecord, r.Err)
			if b.Bundle != nil {
				err = fmt.Errorf("%w; nothing of the Bundle was written", err)
			}
		}
		if !yield(record, err) {
			return false
		}
	}
	return true
}

// position is Patient.ndjson:12, or bundle.json entry 3.
func position(name string, r *source.Record) string {
	switch {
	case r.Line > 0:
		return name + ":" + strconv.FormatInt(r.Line, 10)
	case r.Index >= 0:
		return name + " entry " + strconv.FormatInt(r.Index, 10)
	}
	return name
}

// again is true where the same command would read the same input, and not stop where this one did.
func (f *feed) again() bool { return f.err == nil && f.in.readableAgain() }

// readableAgain is false where something is read from standard input or a pipe: it is gone then.
func (in *input) readableAgain() bool {
	for _, path := range in.paths {
		if info, err := os.Stat(path); path == stdinPath || err == nil && !info.IsDir() && !info.Mode().IsRegular() {
			return false
		}
	}
	return true
}
