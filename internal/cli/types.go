package cli

import (
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/runner/source"
)

// typeWatch passes blocks on and remembers which types of resources it has not seen. It looks no further when it has
// seen all.
type typeWatch struct{ missing map[string]bool }

func watchTypes(views []*viewFile) *typeWatch {
	w := &typeWatch{missing: map[string]bool{}}
	for _, v := range views {
		w.missing[v.plan.Resource()] = true
	}
	return w
}

func (w *typeWatch) source(src source.Source) source.Source {
	return func(yield func(*source.Block, error) bool) {
		for block, err := range src {
			if block != nil && len(w.missing) > 0 {
				w.look(block)
			}
			if !yield(block, err) {
				return
			}
		}
	}
}

func (w *typeWatch) look(b *source.Block) {
	for i := range b.Records {
		typ, err := resource.Peek(b.Records[i].Data)
		if err == nil && w.missing[string(typ)] {
			delete(w.missing, string(typ))
		}
	}
}
