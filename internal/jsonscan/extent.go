package jsonscan

// Extent finds where an object or array ends in a text that comes in parts, as [Value] does, but by counting brackets
// instead of matching each. Where the processor can, it looks at blocks of 64 bytes, about as fast as an index of them is
// made. The zero value is ready for [Extent.Begin].
//
// Counting is enough where nothing is wrong with the text. Where something may be, an Extent is not sure, and a [Value] has
// to be asked, from the value's beginning on. It misses one mistake that a Value finds: brackets inside that cross and are as
// many of each kind as there should be ("[{[}]]"). As most mistakes inside, this is left to whoever reads the value.
type Extent struct {
	quoted
	open  int64  // how many brackets are open
	curly int64  // how many more curly ones were opened than closed
	stray uint64 // not 0 where there was a backslash outside of strings
	most  int64  // how many may be open after a block, so that there are not too many in the next
	first byte   // the bracket that it begins with, 0 before that
}

// Begin makes ready for a value in which so many brackets may be open.
func (x *Extent) Begin(deepest int) { *x = Extent{most: int64(deepest) - blockSize} }

// Next goes on with the next part of a text, the first of which begins with the value. It returns how much of the part is
// the value's, and whether that ends there. There is no going on where it is not sure.
func (x *Extent) Next(part []byte) (n int, done, sure bool) {
	if x.first == 0 && len(part) > 0 {
		x.first = part[0]
		x.bracket(x.first)
		n = 1
	}
	if blocks := (len(part) - n) / blockSize; FastIndex && blocks > 0 {
		n += extent(part[n:], blocks, x)
	}
	if x.open > 0 && x.open <= x.most {
		n += x.bytes(part[n:])
	}
	sure = x.stray == 0 && x.open <= x.most
	if done = x.first != 0 && x.open == 0; done {
		sure = sure && x.curly == 0 && part[n-1] == x.first+2
	}
	return n, done, sure
}

// goesOn is true where the value has not ended, and not too many brackets are open.
func (x *Extent) goesOn() bool { return x.open > 0 && x.open <= x.most }

// bytes is Next for a part of any size.
func (x *Extent) bytes(part []byte) (n int) {
	for n < len(part) {
		c := part[n]
		switch {
		case x.inString != 0:
			n += x.string(part[n:])
			continue
		case structural[c]:
			if c == '"' {
				x.inString = ^uint64(0)
			} else if x.bracket(c); !x.goesOn() {
				return n + 1
			}
		case c == '\\':
			x.stray = 1
		}
		n++
	}
	return n
}

// bracket counts one. [ and ] are 0x5b and 0x5d, { and } are 0x7b and 0x7d.
func (x *Extent) bracket(c byte) {
	by := 1 - int64(c>>1&2)
	x.open += by
	x.curly += by * int64(c>>5&1)
}
