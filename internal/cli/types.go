package cli

import (
	"github.com/fhirview/fhirview/internal/decode"
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
	if b.Bundle != nil {
		delete(w.missing, typeBundle)
	}
	for i := range b.Records {
		w.lookAt(b, &b.Records[i])
	}
}

func (w *typeWatch) lookAt(b *source.Block, r *source.Record) {
	typ, err := decode.Peek(r.Data)
	if err != nil {
		return
	}
	w.saw(typ)
	if string(typ) != typeBundle || b.Bundle != nil || b.Page > 0 || len(w.missing) == 0 {
		return
	}
	entries, _ := sources.Entries(nil, r) // a mistake is for the run to tell
	for i := range entries {
		if typ, err := decode.Peek(entries[i].Data); err == nil {
			w.saw(typ)
		}
	}
}

func (w *typeWatch) saw(typ []byte) {
	if w.missing[string(typ)] {
		delete(w.missing, string(typ))
	}
}
