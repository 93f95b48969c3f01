// Package source yields FHIR resources as bytes, in blocks that know where they came from.
//
// NDJSON and JSON read one reader; Open reads files, folders, globs and standard input; Bytes and Values take resources
// that the program already has. All of them find the resources and leave their decoding to the consumer: a record may
// still turn out not to be JSON.
//
// Two inputs are never taken for good by mistake: compressed data that ends early or fails its checksum, and a JSON
// document that is cut off or goes on after its end, are failures that say where: records with an Err. What stands before
// that place is read, and so are the other files.
package source

import "iter"

// Source is a sequence of blocks in input order. A failure of the source itself (a path that does not exist, a disk or a
// connection that fails) is yielded as an error, with a nil block, after which the sequence ends; everything that was
// whole before the failure has been yielded by then. What is wrong with the data is not a failure of the source: it
// arrives in its block as a record with an Err, for a resource that is too long or cannot be one, and for the rest of a
// file that is cut off, corrupt or malformed. So whoever skips and counts broken resources does the same with files.
//
// Whether a Source can be ranged over again is said by the function that made it. Ranging over it stops when the loop
// does, and leaves neither an open file nor a goroutine behind. There is no context: a Read that blocks, on a pipe or a
// connection, is interrupted only by closing what is read.
type Source = iter.Seq2[*Block, error]

// Block is a number of whole resources. The consumer owns it, and everything in it, until it calls Release. A consumer
// may hold several blocks and release them in any order and from any goroutine; a source's memory is bounded by the
// blocks that are held.
type Block struct {
	// Name is where the block was read from: a file's path as given, "stdin", Options.Name, or "" where there is no
	// name. All records of a block have the same.
	Name string
	// Records are the resources, in input order. There may be none, where a stretch of input holds no resource.
	Records []Record
	// InputBytes is how far the source has come with this block: the number of input bytes (as stored, so compressed
	// ones where the input is compressed) read since the block before it. It feeds progress and stats. Over an input
	// that was read to its end, the blocks' InputBytes add up to its size.
	InputBytes int64
	// Page is the 1-based number of the page of a search that the block is of, 0 for other input.
	Page int64
	// Fetching is true where the next page was still on its way to this process when the block was handed over. Receiving it
	// takes a processor, too: who works on all of them with blocks that are Fetching waits for the next page the longer.
	Fetching bool
	// Bundle is the Bundle of which all records are entries: the one that the document consists of, read piece by piece.
	// It is nil for other input; a Bundle that is a line, or an item of a list, is one record.
	Bundle *bundleIndex
	// Free is what Release calls, nil where the block is left to the garbage collector: with it a source uses blocks, and what
	// they are parts of, again.
	Free func(*Block)

	buf   []byte
	large []byte // the whole of buf, where that is a large one
	usual []byte // the buffer that the block has otherwise, meanwhile
	text  []byte // the stretch of a Bundle's text that came with this block
	start int64  // its offset in the input
}

// Record is one resource of a block.
type Record struct {
	// Data is the resource's JSON text, without space around it. It is nil where Err is not.
	Data []byte
	// Line is the 1-based line of NDJSON input, 0 for other input.
	Line int64
	// Index is the 0-based position in an array, among a Bundle's entries, on a page, or among the resources given to Bytes
	// or Values; -1 where the input is a resource by itself or NDJSON.
	Index int64
	// Offset is the byte offset of Data in the (decompressed) input; 0 where the input is not a text.
	Offset int64
	// FullURL is the fullUrl of an entry of a Bundle, nil where it has none.
	FullURL []byte
	// Err says why the record could not be read: it was longer than the limit, for example. It names no data, and no
	// position either: that is in the fields above. For the rest of a file that cannot be read, Line is 0, Index is -1 and
	// the Err has the place.
	Err error
}

// Release returns the block to its source, which may fill it again. Nothing in it may be used afterwards. Calling
// Release is not required for correctness: a block that is never released is garbage like any other.
func (b *Block) Release() {
	if b.Free != nil {
		b.Free(b)
	}
}
