// Package decode is the plain way from the text of a resource to nodes: it decodes all that a projection reads, whatever
// the text is, and owns the errors. It is the inside of a [resource.Decoder], which the fast way (package direct) shares:
// what that cannot put into frames, it has decoded here.
//
// There are three ways to read an object. Where the type of the object is known when the projection is made, the members
// of its shape are read in the order in which they came before (typed.go): the next key is mostly known and only has to be
// compared. A key that comes otherwise is looked up (ReadMember). Where the type is found in the data, each key is looked
// up in the model (untyped.go).
//
// [resource.Decoder]: https://pkg.go.dev/github.com/fhirview/fhirview/fhirpath/resource#Decoder
package decode
