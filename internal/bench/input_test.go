package bench

import (
	"bytes"
	"encoding/json"
	"testing"
)

// TestForms reads what is written in each form, which has to be the same resources.
func TestForms(t *testing.T) {
	sample, err := Sample("../..", "Procedure", 20_000)
	check(t, err)
	if size := len(NDJSON.Write(sample)); size < 20_000 || size > 60_000 || bytes.Count(NDJSON.Write(sample), []byte("\n")) != len(sample) {
		t.Errorf("%d bytes of %d resources", size, len(sample))
	}
	for _, f := range Forms()[1:] {
		var all []json.RawMessage
		if f == List {
			check(t, json.Unmarshal(f.Write(sample), &all))
		} else {
			var bundle struct {
				Entry []struct{ Resource json.RawMessage }
			}
			check(t, json.Unmarshal(f.Write(sample), &bundle))
			for _, e := range bundle.Entry {
				all = append(all, e.Resource)
			}
		}
		if len(all) != len(sample) {
			t.Fatalf("%s: %d resources, want %d", f, len(all), len(sample))
		}
		for i := range all {
			var compact bytes.Buffer
			check(t, json.Compact(&compact, all[i]))
			if f == BundlePretty && i == 0 && bytes.Equal(all[i], compact.Bytes()) {
				t.Errorf("%s is not indented", f)
			}
			if !bytes.Equal(compact.Bytes(), sample[i]) {
				t.Fatalf("%s: %s\nwant %s", f, &compact, sample[i])
			}
		}
	}
}
