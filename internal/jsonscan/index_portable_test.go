//go:build !amd64 || purego

package jsonscan

// scans are the ways to make the index of a text that this processor has.
func scans([]byte) map[string]scanFunc { return map[string]scanFunc{"portable": scanGeneric} }
