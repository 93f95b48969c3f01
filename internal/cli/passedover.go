package cli

import (
	"fmt"
	"strings"
	"sync"

	"github.com/fhirview/fhirview/runner/source"
)

// passedOver are the files of folders and globs that were not read.
type passedOver struct {
	mu    sync.Mutex
	count int64
	first []string
}

// mostPassed is how many files that were passed over are told by name.
const mostPassed = 5

// add takes note of a file.
func (p *passedOver) add(path, why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.count++; p.count > mostPassed {
		return
	}
	path = printable(path)
	if why != "" {
		path += " (" + why + ")"
	}
	p.first = append(p.first, path)
}

// passedOver tells in one line what of the folders was not read.
func (e *env) passedOver(p *passedOver) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.count == 0 {
		return
	}
	names := strings.Join(p.first, ", ")
	if more := p.count - int64(len(p.first)); more > 0 {
		names += fmt.Sprintf(" and %s more", thousands(more))
	}
	verb := "hold"
	if p.count == 1 {
		verb = "holds"
	}
	e.sayf("fhirview: passed over %s of the folders that %s no resources: %s\n", counted(p.count, "file"), verb, names)
}

// limited has the failure of a record that is too long name the flag that helps.
func limited(src source.Source) source.Source {
	var told error
	return func(yield func(*source.Block, error) bool) {
		for block, err := range src {
			if block != nil {
				told = nameFlag(block, told)
			}
			if !yield(block, err) {
				return
			}
		}
	}
}

// nameFlag replaces the errors of a block. There is one for all.
func nameFlag(b *source.Block, told error) error {
	for i := range b.Records {
		long, ok := b.Records[i].Err.(interface{ Size() string }) // source.ErrTooLong, as the source has made it
		if !ok {
			continue
		}
		if told == nil {
			told = fmt.Errorf("resource is longer than the limit of %s; --max-record raises it", long.Size())
		}
		b.Records[i].Err = told
	}
	return told
}
