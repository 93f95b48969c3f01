package jsonscan

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
		var quote, backslash, low uint64
		var s structure
		for i := 0; i < blockSize; i += 8 {
			w := binary.LittleEndian.Uint64(block[i:])
			seven := w &^ highs
			folded := seven | 0x20*lows
			quote |= gather(^(w|unequal(seven, '"'))&highs) << i
			backslash |= gather(^(w|unequal(seven, '\\'))&highs) << i
			low |= gather((^(seven+0x60*lows)|w)&highs) << i // the sum has the high bit for bytes from 0x20 on
			others := w | unequal(folded, '{')&unequal(folded, '}')&unequal(seven, ':')&unequal(seven, ',')
			structural := ^others & highs
			s.bit6 |= gather(w<<1&structural) << i
			s.bit5 |= gather(w<<2&structural) << i
			s.bit1 |= gather(w<<6&structural) << i
		}
		special[b] = low | backslash
		state.special |= special[b]
		quote &^= escapes(backslash, state)
		inString := prefixXor(quote) ^ state.inString
		state.inString = uint64(int64(inString) >> 63)
		state.stray |= backslash &^ inString // an escaped one follows one that is not
		s.bit6, s.bit5 = s.bit6&^inString, s.bit5&^inString
		quotes[b], brackets[b] = quote, s.bit6
		state.jars |= state.preceding.jars(s)
		if low != 0 {
			foreign, white := foreignAndWhite(block)
			state.foreign |= foreign
			state.strange |= strange(inString, low, foreign, white)
		}
	}
}

// foreignAndWhite returns a bit for each byte that is not ASCII, and for each that is white space and a control character.
func foreignAndWhite(block []byte) (foreign, white uint64) {
	for i := 0; i < blockSize; i += 8 {
		w := binary.LittleEndian.Uint64(block[i:])
		seven := w &^ highs
		foreign |= gather(w&highs) << i
		white |= gather(^(w|unequal(seven, '\n')&unequal(seven, '\r')&unequal(seven, '\t'))&highs) << i
	}
	return foreign, white
}

// unequal returns the high bit for each byte of w that is not c, and something in the other bits. None is over 0x7f.
func unequal(w uint64, c byte) uint64 { return (w ^ uint64(c)*lows) + 0x7f*lows }

// gather moves the high bits of eight bytes into the low eight bits. All other bits are 0.
func gather(x uint64) uint64 { return x * 0x0002040810204081 >> 56 }

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
