package row_test

import (
	"fmt"
	"testing"

	"github.com/fhirview/fhirview/viewdef/row"
)

// TestNames prints all types and kinds, and what is none.
func TestNames(t *testing.T) {
	var types, kinds []fmt.Stringer
	for i := row.String; i <= row.JSON+1; i++ {
		types = append(types, i)
	}
	for i := row.KindNull; i <= row.KindList+1; i++ {
		kinds = append(kinds, i)
	}
	if have, want := fmt.Sprint(types), "[string boolean integer integer64 decimal json unknown]"; have != want {
		t.Errorf("types: %s, want %s", have, want)
	}
	if have, want := fmt.Sprint(kinds), "[null boolean integer decimal string json list unknown]"; have != want {
		t.Errorf("kinds: %s, want %s", have, want)
	}
}
