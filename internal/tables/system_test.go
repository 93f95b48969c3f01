package tables

import "testing"

func TestSystemType(t *testing.T) {
	for i, name := range systemNames {
		id, ok := SystemType(name)
		if want := name != ""; ok != want || want && int(id) != i {
			t.Errorf("%q is %d, %t, want %d", name, id, ok, i)
		}
		if ok && (!IsSystem(id) || SystemName(id) != name || Namespace(id) != "System") {
			t.Errorf("%d is a System type: %t, name %q, namespace %q", id, IsSystem(id), SystemName(id), Namespace(id))
		}
	}
	for _, name := range []string{"string", "System.String", "Patient", "boolean"} {
		if id, ok := SystemType(name); ok || id != 0 {
			t.Errorf("%q is %d, %t", name, id, ok)
		}
	}
	for id, want := range map[uint16]string{0: "", FirstFHIR: "FHIR", 1000: "FHIR"} {
		if IsSystem(id) || Namespace(id) != want {
			t.Errorf("%d is a System type: %t, namespace %q", id, IsSystem(id), Namespace(id))
		}
	}
}
