package tables

// Text is what a name may come as: a string from a compiler, bytes from a decoder.
type Text interface{ string | []byte }

// Hash mixes all bytes of s, eight at a time: a name costs one or two multiplications. The last eight bytes may
// overlap those before them. The tables hold its results, so a change of Hash needs them generated anew.
func Hash[S Text](s S) uint64 {
	n := len(s)
	h := uint64(n)
	switch {
	case n >= 8:
		for i := 0; i < n-8; i += 8 {
			h = mix(h, load64(s[i:]))
		}
		return mix(h, load64(s[n-8:]))
	case n >= 4:
		return mix(h, load32(s)|load32(s[n-4:])<<32)
	case n > 0:
		return mix(h, uint64(s[0])|uint64(s[n/2])<<8|uint64(s[n-1])<<16)
	}
	return h
}

func mix(h, word uint64) uint64 {
	h = (h ^ word) * 0x9e3779b97f4a7c15
	return h ^ h>>32
}

func load64[S Text](s S) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func load32[S Text](s S) uint64 {
	_ = s[3]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24
}

// SlotOf returns where the search for a name of type number owner begins in a table of size slots, a power of two.
func SlotOf(h uint64, owner, size int) int {
	return int(mix(h, uint64(owner))>>20) & (size - 1)
}

// TypeOwner stands in for an owner where type names are looked up.
const TypeOwner = 0
