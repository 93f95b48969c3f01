// Package nodes is what a resource is when it has been read: a table of small nodes, which refer to each other by their
// places in it. Those who fill the table see its insides here; all others read it as a [resource.Resource].
//
// [resource.Resource]: https://pkg.go.dev/github.com/fhirview/fhirview/fhirpath/resource#Resource
package nodes
