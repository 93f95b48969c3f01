package source

import (
	"errors"
	"fmt"
)

const (
	defaultMaxRecord   = 64 << 20
	defaultBlockSize   = 256 << 10 // what is read stays in the cache of the processor that goes on with it
	defaultValuesBlock = 64 << 10
)

// maxRecords is how many records a block has at most.
const maxRecords = 4096

// Options configure a source. The zero value and a nil pointer mean the defaults.
type Options struct {
	// Name is what blocks and errors call the input. Open does not use it: there the path is the name. Default: "".
	Name string
	// MaxRecord is the length in bytes that one resource may have; a longer one becomes a record with an Err.
	// What is longer than 2 GiB cannot be decoded. Default: 64 MiB.
	MaxRecord int
	// BlockSize is how many bytes a block holds, about: a resource that does not fit makes its block larger.
	// It has fewer where resources are tiny, for
	// the memory that they take does not depend on their size alone. Default: 256 KiB, for Values 64 KiB.
	BlockSize int
	// PassedOver is told by Open of each file of a folder or a glob that is not read, while the source is ranged over, with
	// the reason in a few words, such as "a named pipe". There is none for a document that holds no resource. Default: nobody
	// is told.
	PassedOver func(path, why string)
}

// ErrTooLong is what the Err of a record is that is longer than Options.MaxRecord (errors.Is).
var ErrTooLong = errors.New("resource is too long")

// tooLongError is ErrTooLong with the limit.
type tooLongError struct{ Limit int }

func (e *tooLongError) Is(target error) bool { return target == ErrTooLong }

func (e *tooLongError) Error() string {
	return fmt.Sprintf("resource is longer than the limit of %s (raise MaxRecord to read it)", e.Size())
}

// Size is the limit as people write it, 64 MiB: the command says it with its own words.
func (e *tooLongError) Size() string {
	units := []string{"bytes", "KiB", "MiB", "GiB"}
	n, unit := e.Limit, 0
	for n >= 1024 && n%1024 == 0 && unit < len(units)-1 {
		n, unit = n/1024, unit+1
	}
	return fmt.Sprintf("%d %s", n, units[unit])
}

func (o *Options) orDefaults(blockSize int) Options {
	var set Options
	if o != nil {
		set = *o
	}
	if set.MaxRecord <= 0 {
		set.MaxRecord = defaultMaxRecord
	}
	if set.BlockSize <= 0 {
		set.BlockSize = blockSize
	}
	return set
}
