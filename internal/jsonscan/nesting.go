package jsonscan

import "math/bits"

// maxNesting is how many brackets a nesting has room for. FHIR data stays under 40.
const maxNesting = 63

// nesting follows the brackets of an object or array to the one that closes it.
type nesting struct {
	stack [maxNesting + 1]byte // the open brackets; above them stands anything
	open  int
	limit int  // how many may be open, at most maxNesting
	bad   byte // not 0 where a bracket did not match
}

// follow goes on with the brackets of one block, a bit for each. Done is true at the bracket that closes the first,
// and where more are open than may be: at is -1 there. It is -1 also where the block does not end it.
//
// There is no branch on whether a bracket opens or closes, which the processor could not foresee.
func (n *nesting) follow(data []byte, brackets uint64, block int) (at int, done bool) {
	bad, open, limit := n.bad, n.open, uint(n.limit)
	for ; brackets != 0; brackets &= brackets - 1 {
		at = block + bits.TrailingZeros64(brackets)
		// [ and ] are 0x5b and 0x5d, { and } are 0x7b and 0x7d.
		c := data[at]
		closes := c >> 2 & 1
		n.stack[open&maxNesting] = c
		bad |= (n.stack[(open-1)&maxNesting] + 2 ^ c) & -closes
		open += 1 - int(2*closes)
		if uint(open-1) >= limit {
			n.bad = bad
			if open == 0 {
				return at, true
			}
			return -1, true
		}
	}
	n.bad, n.open = bad, open
	return -1, false
}
