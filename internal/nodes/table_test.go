package nodes

import (
	"reflect"
	"testing"
)

// TestNodesHoldNoPointers keeps node tables out of the collector's sight.
func TestNodesHoldNoPointers(t *testing.T) {
	node := reflect.TypeFor[Node]()
	for f := range node.Fields() {
		if k := f.Type.Kind(); k < reflect.Bool || k > reflect.Complex128 {
			t.Errorf("%s is a %s", f.Name, f.Type)
		}
	}
	if node.Size() > 32 {
		t.Errorf("a node takes %d bytes", node.Size())
	}
}
