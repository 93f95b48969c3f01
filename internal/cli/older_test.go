package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/fhirview/fhirview/fhirpath/model"
)

// TestOlderSigns asks each release that is supported whether it knows what is taken for a sign of an older one.
func TestOlderSigns(t *testing.T) {
	for _, m := range model.Linked() {
		for _, typ := range olderTypes {
			if _, ok := m.Lookup(typ); ok {
				t.Errorf("%s has the type %s", m.Release(), typ)
			}
		}
		for name, keys := range olderElements {
			typ, ok := m.Lookup(name)
			for _, key := range keys {
				if _, _, known := m.ElementByKey(typ, []byte(key)); ok && known {
					t.Errorf("%s has %s.%s", m.Release(), name, key)
				}
			}
		}
		for name, keys := range olderTexts {
			typ, _ := m.Lookup(name)
			for _, key := range keys {
				_, own, ok := m.ElementByKey(typ, []byte(key))
				if !ok || m.Kind(own) != model.KindComplex {
					t.Errorf("%s: %s.%s is no object", m.Release(), name, key)
				}
			}
		}
	}
}

// TestNoOlderSigns looks at resources of R4.
func TestNoOlderSigns(t *testing.T) {
	files, err := filepath.Glob("../../testdata/synthetic/*.ndjson")
	if err != nil || len(files) == 0 {
		t.Fatalf("no data: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		w := watchOlder()
		for line := range bytes.Lines(data) {
			w.look(line)
		}
		if w.found != "" {
			t.Errorf("%s has a %s that is taken for one of an older release", file, w.found)
		}
	}
}
