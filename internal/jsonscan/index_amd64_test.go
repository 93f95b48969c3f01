//go:build amd64 && !purego

package jsonscan

// scans are the ways to make the index of a text that this processor has.
func scans(data []byte) map[string]scanFunc {
	all := map[string]scanFunc{"portable": scanGeneric}
	if hasAVX2 && len(data) >= blockSize {
		all["AVX2"] = func(data []byte, quotes, brackets, special []uint64, state *scanState) {
			scanNarrow(data, quotes, brackets, special, state)
		}
	}
	if hasAVX512 && len(data) >= blockSize {
		all["AVX-512"] = func(data []byte, quotes, brackets, special []uint64, state *scanState) {
			scanWide(data, quotes, brackets, special, state)
		}
	}
	return all
}
