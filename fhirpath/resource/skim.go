package resource

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
