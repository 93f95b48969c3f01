// Package resource decodes FHIR JSON into a flat table of nodes.
//
// A resource is one slice of small nodes without pointers, owned by whoever decodes and overwritten by the next
// resource. A [Projection] says which elements are wanted: the decoder builds nodes for those, skips everything else
// at the speed of finding the matching quote or bracket, and resolves on the way what FHIR's JSON format spreads
// out: `valueQuantity` becomes the element value of type Quantity, `_birthDate` becomes the children of birthDate,
// the items of an array become siblings.
//
// Servers write the keys of their objects in the same order again and again. The decoder learns that order, so that the
// next key is mostly compared with one that is expected, and looked up only where it is another. What is learned
// changes how long it takes and nothing else.
//
// In what it reads the decoder is strict: duplicate keys, bad UTF-8, bad escapes, bad numbers and misplaced
// punctuation are errors that give the byte offset. In what it skips, strings must be closed and brackets must
// match. Input that ends early, and anything but white space after the resource, is always an error.
// A strict decoder checks every byte of them, too.
package resource
