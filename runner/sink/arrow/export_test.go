package arrow

import "testing"

// SetMaxTexts makes chunks end early for the time of a test.
func SetMaxTexts(t *testing.T, n int) {
	t.Helper()
	before := maxTexts
	maxTexts = n
	t.Cleanup(func() { maxTexts = before })
}
