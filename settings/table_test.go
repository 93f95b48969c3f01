package settings

import "testing"

// TestTable: every option of a service is set by something, and nothing is set that is no option.
func TestTable(t *testing.T) {
	known := map[string]bool{}
	all := table()
	for i := range all {
		known[all[i].Key] = true
		if all[i].Credential != (all[i].set == nil) {
			t.Errorf("%s is not set", all[i].Key)
		}
	}
	for key := range setters {
		if !known[key] {
			t.Errorf("%s is no option of a service", key)
		}
	}
}
