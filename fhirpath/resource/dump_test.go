package resource_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
	"github.com/fhirview/fhirview/internal/nodes"
	"github.com/fhirview/fhirview/internal/projection/projectiontest"
)

// dump writes the tree of a resource, a line a node: its name, its key where that is another, its type and value.
func dump(r *resource.Resource) string {
	var b strings.Builder
	dumpNode(&b, r, r.Root(), "")
	return b.String()
}

func dumpNode(b *strings.Builder, r *resource.Resource, n resource.NodeID, indent string) {
	name, key := tableOf(r).Nodes[n].Name.String(), string(r.Key(n))
	switch {
	case n == r.Root():
		name = "^"
	case name == "":
		name = "?" + key
	case name != key:
		name += "/" + key
	}
	fmt.Fprintf(b, "%s%s %s%s\n", indent, name, typeName(r, n), valueOf(r, n))
	for c := r.Child(n); c != 0; c = r.Next(c) {
		dumpNode(b, r, c, indent+"  ")
	}
}

func typeName(r *resource.Resource, n resource.NodeID) string {
	if r.Type(n) == model.Unknown {
		return "?"
	}
	return r.Model().TypeName(r.Type(n))
}

func valueOf(r *resource.Resource, n resource.NodeID) string {
	switch r.Kind(n) {
	case resource.None:
		return " -"
	case resource.String:
		return fmt.Sprintf(" %q", r.Text(n))
	case resource.Object:
		return ""
	}
	return " " + r.Text(n)
}

// tableOf returns the nodes of a resource.
func tableOf(r *resource.Resource) *nodes.Table { return (*nodes.Resource)(r).Table() }

// readBy returns a projection of paths.
func readBy(tb testing.TB, m *model.Model, typ string, paths ...string) *resource.Projection {
	tb.Helper()
	return (*resource.Projection)(projectiontest.Of(tb, m, typ, paths...))
}
