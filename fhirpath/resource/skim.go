package resource

import "math/bits"

// skimmed is how many blocks of a text Skim looks at before it follows their brackets.
const skimmed = 32

// Skim checks of a resource that is not decoded what the decoder checks of the parts that it skips: that strings are
// closed and brackets match, and that nothing follows the object. An error is an [*Error].
func Skim(data []byte) error {
	i, err := objectStart(data)
	if err != nil {
		return err
	}
	if end := skimAhead(data, i); end >= 0 {
		return atEnd(data, end)
	}
	if i, err = skipBrackets(data, i, 0); err != nil {
		return err
	}
	return atEnd(data, i)
}

// skimAhead returns where the object at i ends, or -1 where this has to be looked at byte by byte: to find out what is
// wrong with the text, or because there is no faster way on this processor.
func skimAhead(data []byte, i int) int {
	if !fastIndex || len(data) < minIndexed {
		return -1
	}
	if canMatch && len(data) >= minMatched*blockSize {
		if end := skimMatched(data, i); end >= 0 {
			return end
		}
	}
	var quotes, brackets, special [skimmed]uint64
	var state scanState
	n := nesting{limit: maxNesting}
	for from := i; from < len(data); from += skimmed * blockSize {
		part := data[from:min(len(data), from+skimmed*blockSize)]
		scan(part, quotes[:], brackets[:], special[:], &state)
		for b := range blocksOf(part) {
			at, done := n.follow(part, brackets[b], b*blockSize)
			if done && (at < 0 || n.bad != 0 || state.stray != 0) {
				return -1
			}
			if done {
				return from + at + 1
			}
		}
	}
	return -1
}

// skimMatched is skimAhead where all brackets of the text match and the first of them and the last are a pair. It takes
// pairs out of the brackets between these. What is left has to be in few others; that pairs were found says the same of
// the rest.
func skimMatched(data []byte, i int) int {
	var quotes, brackets, special [skimmed]uint64
	var counts [skimmed + countsRoom]uint32
	var codes [(skimmed + 2) * blockSize]byte
	var state scanState
	n, last := 0, 0
	for from := i; from < len(data); from += skimmed * blockSize {
		part := data[from:min(len(data), from+skimmed*blockSize)]
		scan(part, quotes[:], brackets[:], special[:], &state)
		blocks := blocksOf(part)
		found := collect(part, brackets[:blocks], counts[:], codes[n:])
		if found == 0 {
			continue
		}
		last = from + lastBit(brackets[:blocks])
		if n += found; n > 2 {
			end := codes[n-1]
			codes[n-1] = 0
			n = reduce(codes[1:], n-2) + 2
			if n > blockSize {
				return -1
			}
			codes[n-1] = end
		}
	}
	if n != 2 || codes[0]+2 != codes[1] || state.stray != 0 {
		return -1
	}
	return last + 1
}

// firstBit returns the place of the first bit that is set, of which there is one.
func firstBit(words []uint64) int {
	b := 0
	for words[b] == 0 {
		b++
	}
	return b*blockSize + bits.TrailingZeros64(words[b])
}

// lastBit returns the place of the last bit that is set, of which there is one.
func lastBit(words []uint64) int {
	b := len(words) - 1
	for words[b] == 0 {
		b--
	}
	return b*blockSize + bits.Len64(words[b]) - 1
}
