package tables

import (
	"slices"
	"sync"
)

// Model is what a model.Model is inside: each is converted to the other.
type Model struct{ tables *Tables }

// New returns the model that reads t, which must not change from then on. A package variable initialised by New is static
// data, for New is small enough to be inlined.
func New(t *Tables) *Model { return &Model{t} }

// Tables returns what the model reads.
func (m *Model) Tables() *Tables { return m.tables }

var linked struct {
	sync.Mutex
	models []*Model
}

// Register has [Linked] know a model. The packages of the releases call it when they are imported. Of two
// models of one release the first counts.
func Register(m *Model) {
	linked.Lock()
	defer linked.Unlock()
	linked.models = append(linked.models, m)
}

// Linked returns the models of the releases that the program imports, in the order in which they came.
func Linked() []*Model {
	linked.Lock()
	defer linked.Unlock()
	return slices.Clone(linked.models)
}
