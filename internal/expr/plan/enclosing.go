package plan

import (
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/resource"
)

// path returns the nodes from the root down to a node. Nodes are numbered as they are read, so that what is below an
// object has the numbers that follow its own.
func path(r *resource.Resource, to resource.NodeID) []resource.NodeID {
	at := r.Root()
	nodes := []resource.NodeID{at}
	for at != to {
		var below resource.NodeID
		for n := r.Child(at); n != 0; n = r.Next(n) {
			if n <= to && n > below {
				below = n
			}
		}
		if below == 0 {
			return nodes
		}
		at = below
		nodes = append(nodes, at)
	}
	return nodes
}

// enclosing returns the resources that a node is part of, the innermost first.
func enclosing(r *resource.Resource, n resource.NodeID) []resource.NodeID {
	var found []resource.NodeID
	for _, at := range path(r, n) {
		if at == r.Root() || r.Model().Kind(r.Type(at)) == model.KindResource {
			found = append([]resource.NodeID{at}, found...)
		}
	}
	return found
}

// ElementPath returns the path of the definition of a node in the base definitions of FHIR: Patient.contact.name,
// HumanName.given, Observation.value[x]. It is "" where the model does not know the element.
func ElementPath(r *resource.Resource, n resource.NodeID) string {
	m := r.Model()
	if n == r.Root() {
		return m.TypeName(r.Type(n))
	}
	nodes := path(r, n)
	if len(nodes) < 2 || nodes[len(nodes)-1] != n {
		return ""
	}
	parent := r.Type(nodes[len(nodes)-2])
	e, _, ok := m.ElementByKey(parent, r.Key(n))
	switch {
	case m.Kind(r.Type(n)) == model.KindResource:
		return m.TypeName(r.Type(n))
	case !ok:
		return ""
	case e.Choice:
		return m.TypeName(parent) + "." + e.Name + "[x]"
	}
	return m.TypeName(parent) + "." + e.Name
}

// child returns the first child that stands under a JSON key, or 0.
func child(r *resource.Resource, n resource.NodeID, key string) resource.NodeID {
	for n = r.Child(n); n != 0; n = r.Next(n) {
		if string(r.Key(n)) == key {
			return n
		}
	}
	return 0
}

// childByKey returns the text of the first child that stands under a JSON key, or "".
func childByKey(r *resource.Resource, n resource.NodeID, key string) string {
	if n = child(r, n, key); n == 0 {
		return ""
	}
	return r.Text(n)
}
