package sink

import (
	"slices"
	"unsafe"
)

// The copies here look at the bytes that they copy, eight at a time: nearly all cells hold nothing to quote or to escape,
// and one way through the text that does both is cheaper than two.
//
// They go by pointers: with slices, what the compiler adds to each load and store is a third of the work. That is sound
// because a text is only read between its first byte and its last, where the last word overlaps the one before it;
// because the same bytes of dst are written and no others, and dst[:n], or who calls copyField, has proved that it has
// them; and because both are bytes, of which the garbage collector knows nothing. Words are copied and looked at byte by byte: it does not
// matter in which order the processor keeps them.

// slack is the room for a cell without text, and for all that stands around a cell's text.
const slack = 32

// room returns buf with room for n bytes and slack from at on.
func room(buf []byte, at, n int) []byte {
	if len(buf)-at >= n+slack {
		return buf
	}
	return grow(buf, at, n+slack)
}

func grow(buf []byte, at, n int) []byte {
	buf = slices.Grow(buf[:at], n)
	return buf[:cap(buf)]
}

// whole returns all the memory of a slice that was appended to, with room for a cell without text, and where what was
// appended ends.
func whole(appended []byte) (buf []byte, at int) {
	at = len(appended)
	return room(appended[:cap(appended)], at, 0), at
}

// copyField copies s to where there is room for it. It reports false where s may have to be quoted in CSV.
func copyField(to unsafe.Pointer, s string) bool {
	n := len(s)
	if n == 0 {
		return false
	}
	from := unsafe.Pointer(unsafe.StringData(s)) //nolint:gosec // see the top of the file
	var marks uint64
	if n < 8 {
		marks = notField(copyShort(to, from, n))
	} else {
		i := 0
		for ; i+16 <= n; i += 16 {
			v, w := copyWord(to, from, i), copyWord(to, from, i+8)
			marks |= notField(v) | notField(w)
		}
		if i+8 < n {
			marks |= notField(copyWord(to, from, i))
		}
		marks |= notField(copyWord(to, from, n-8))
	}
	return marks&highs == 0 && s[0] != ' ' && s[n-1] != ' '
}

// notField has a high bit set if a byte of w is a quote, a comma or a control character.
func notField(w uint64) uint64 { return (quoteOrControl(w) | ((w ^ ','*ones) - ones)) &^ w }

// copyPlain copies s to dst, which is at least as long. It reports false where s is not ASCII that a JSON string holds
// as it is.
func copyPlain(dst []byte, s string) bool {
	n := len(s)
	if n == 0 {
		return true
	}
	from, to := pointers(dst[:n], s)
	var marks uint64
	if n < 8 {
		marks = notPlain(copyShort(to, from, n))
	} else {
		i := 0
		for ; i+16 <= n; i += 16 {
			v, w := copyWord(to, from, i), copyWord(to, from, i+8)
			marks |= notPlain(v) | notPlain(w)
		}
		if i+8 < n {
			marks |= notPlain(copyWord(to, from, i))
		}
		marks |= notPlain(copyWord(to, from, n-8))
	}
	return marks&highs == 0
}

// notPlain has a high bit set if a byte of w is none of those that copyPlain copies.
func notPlain(w uint64) uint64 { return quoteOrControl(w) | ((w ^ '\\'*ones) - ones) | w }

// quoteOrControl has a high bit set if a byte of w, all of them ASCII, is a quote or a control character: to turn the
// second bit over changes places of the quote and the space, and leaves the control characters among themselves.
func quoteOrControl(w uint64) uint64 { return (w ^ 2*ones) - '!'*ones }

// copyKey copies s, whose length is a multiple of eight and not zero, to dst, which is at least as long.
func copyKey(dst []byte, s string) {
	from, to := pointers(dst[:len(s)], s)
	for i := 0; i < len(s); i += 8 {
		copyWord(to, from, i)
	}
}

func pointers(dst []byte, s string) (from, to unsafe.Pointer) {
	return unsafe.Pointer(unsafe.StringData(s)), unsafe.Pointer(unsafe.SliceData(dst)) //nolint:gosec // see the top of the file
}

// copyWord copies the eight bytes at i and returns them.
func copyWord(to, from unsafe.Pointer, i int) uint64 {
	w := *(*uint64)(unsafe.Add(from, i))
	*(*uint64)(unsafe.Add(to, i)) = w
	return w
}

// copyShort copies one to seven bytes and returns them, some of them twice, and in place of others tildes, which mean
// nothing in any format.
func copyShort(to, from unsafe.Pointer, n int) uint64 {
	if n >= 4 {
		v, w := *(*uint32)(from), *(*uint32)(unsafe.Add(from, n-4))
		*(*uint32)(to), *(*uint32)(unsafe.Add(to, n-4)) = v, w
		return uint64(v) | uint64(w)<<32
	}
	u, v, w := *(*byte)(from), *(*byte)(unsafe.Add(from, n/2)), *(*byte)(unsafe.Add(from, n-1))
	*(*byte)(to), *(*byte)(unsafe.Add(to, n/2)), *(*byte)(unsafe.Add(to, n-1)) = u, v, w
	return 0x7e7e7e7e7e<<24 | uint64(u) | uint64(v)<<8 | uint64(w)<<16
}
