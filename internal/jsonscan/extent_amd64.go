//go:build amd64 && !purego

package jsonscan

// extent goes on with so many blocks, up to the bracket at which none is open, or the first block after which too many may
// be. It returns how many bytes that is.
func extent(part []byte, blocks int, x *Extent) int {
	part = part[:blocks*blockSize] // as long as it has to be
	if hasAVX512 {
		return extentAVX512(&part[0], blocks, x)
	}
	return extentAVX2(&part[0], blocks, x)
}

//go:noescape
func extentAVX2(data *byte, blocks int, x *Extent) int

//go:noescape
func extentAVX512(data *byte, blocks int, x *Extent) int
