package plan

import (
	"strings"
	"testing"
)

// TestHasDelimiter puts every byte at every place of ids of all lengths around that of a machine word.
func TestHasDelimiter(t *testing.T) {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."
	for size := 1; size <= len(letters); size++ {
		for _, id := range []string{letters[:size], letters[len(letters)-size:]} {
			if hasDelimiter(id) {
				t.Fatalf("%q has no delimiter", id)
			}
			for i := range size {
				for _, c := range []byte("/?#:") {
					if changed := id[:i] + string(c) + id[i+1:]; !hasDelimiter(changed) {
						t.Fatalf("%q has a delimiter", changed)
					}
				}
			}
		}
	}
	for _, c := range []string{"/", "?", "#", ":"} {
		if text := strings.Repeat("\xff", 9) + c + strings.Repeat("\xff", 9); !hasDelimiter(text) {
			t.Errorf("%q has a delimiter", text)
		}
	}
}
