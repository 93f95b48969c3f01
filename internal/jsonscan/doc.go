// Package jsonscan finds its way in JSON text without building anything: where a string, an object or an array ends,
// where a text is not JSON, and what its strings and numbers are. It knows bytes, and nothing of FHIR.
//
// There are two ways to the same answers. The functions look at one byte after the other. An [Index] looks at the whole
// text first, 64 bytes at a time where the processor can (AVX-512 or AVX2), and then answers from a bit for each quote
// and each bracket. Where an index finds anything odd, the functions are asked, which tell what is wrong and where.
//
// Both want all of a text, and that it is JSON. Who cuts a stream or a page into resources wants to know where each ends and
// nothing else: an [Extent] counts brackets, and a [Value] matches them where the count does not come out right.
package jsonscan
