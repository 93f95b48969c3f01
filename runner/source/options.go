package source

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
	// Default: 64 MiB.
	MaxRecord int
	// BlockSize is how many bytes a block holds, about: a resource that does not fit makes its block larger.
	// It has fewer where resources are tiny, for
	// the memory that they take does not depend on their size alone. Default: 256 KiB, for Values 64 KiB.
	BlockSize int
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
