package resource

import "encoding/binary"

// scanGeneric is scan in portable Go: eight bytes at a time.
func scanGeneric(data []byte, quotes, brackets, special []uint64, state *scanState) {
	whole := len(data) / blockSize
	scanBlocks(data[:whole*blockSize], quotes, brackets, special, state)
	if whole*blockSize < len(data) {
		var last [blockSize]byte
		for i := copy(last[:], data[whole*blockSize:]); i < blockSize; i++ {
			last[i] = ' '
		}
		scanBlocks(last[:], quotes[whole:], brackets[whole:], special[whole:], state)
	}
}

// scanBlocks is scanGeneric for data whose length is a multiple of the block size.
func scanBlocks(data []byte, quotes, brackets, special []uint64, state *scanState) {
	for b := range len(data) / blockSize {
		block := data[b*blockSize:][:blockSize]
		var quote, backslash, bracket, other uint64
		for i := 0; i < blockSize; i += 8 {
			w := binary.LittleEndian.Uint64(block[i:])
			quote |= equal(w, '"') << i
			backslash |= equal(w, '\\') << i
			folded := w | 0x20*lows
			bracket |= (equal(folded, '{') | equal(folded, '}')) << i
			other |= below(w) << i
		}
		special[b] = other | backslash
		state.special |= special[b]
		quote &^= escapes(backslash, state)
		inString := prefixXor(quote) ^ state.inString
		state.inString = uint64(int64(inString) >> 63)
		state.stray |= backslash &^ inString // an escaped one follows one that is not
		quotes[b], brackets[b] = quote, bracket&^inString
		state.jars |= state.preceding.jars(structureOf(block), inString, brackets[b])
		if other != 0 {
			state.strange |= other & (inString | ^whiteSpace(block))
		}
	}
}

// structureOf finds the structural characters of a block.
func structureOf(block []byte) (s structure) {
	for i := 0; i < blockSize; i += 8 {
		w := binary.LittleEndian.Uint64(block[i:])
		s.colon |= equal(w, ':') << i
		s.comma |= equal(w, ',') << i
		s.curly |= equal(w, '{') << i
		s.closing |= equal(w, '}') << i
	}
	return s
}

// whiteSpace returns a bit for each byte that is white space and a control character.
func whiteSpace(block []byte) (white uint64) {
	for i := 0; i < blockSize; i += 8 {
		w := binary.LittleEndian.Uint64(block[i:])
		white |= (equal(w, '\n') | equal(w, '\r') | equal(w, '\t')) << i
	}
	return white
}

// equal returns a bit for each byte of w that is c.
func equal(w uint64, c byte) uint64 {
	x := w ^ uint64(c)*lows
	// Exact for every byte: a byte's high bit is set in y where its low seven bits are not all zero.
	y := (x &^ highs) + 0x7f*lows
	return gather(^(y | x) & highs)
}

// below returns a bit for each byte of w that is a control character or not ASCII.
func below(w uint64) uint64 {
	y := (w &^ highs) + 0x60*lows // the high bit is set for bytes from 0x20 on
	return gather((^y | w) & highs)
}

// gather moves the high bits of eight bytes into the low eight bits.
func gather(x uint64) uint64 { return (x >> 7) * 0x0102040810204080 >> 56 }

// escapes returns a bit for each byte that a backslash before it escapes.
func escapes(backslash uint64, state *scanState) uint64 {
	if backslash|state.escaped == 0 {
		return 0
	}
	const even = 0x5555555555555555
	backslash &^= state.escaped
	follows := backslash<<1 | state.escaped
	odd := backslash &^ (even | follows)
	sum := odd + backslash
	state.escaped = 0
	if sum < odd {
		state.escaped = 1
	}
	return (even ^ sum<<1) & follows
}

// prefixXor returns for each bit the exclusive or of it and all lower ones.
func prefixXor(x uint64) uint64 {
	x ^= x << 1
	x ^= x << 2
	x ^= x << 4
	x ^= x << 8
	x ^= x << 16
	return x ^ x<<32
}
