// Package nodes is what a resource is when it has been read: a table of small nodes, which refer to each other by their
// places in it. Those who fill the table, and those who look into it more closely than programs can, see its insides here: a
// [resource.Resource] is converted to a [Resource]. All others read it as it is.
//
// Packages that read nodes where time counts import this one, too, if only for a type: the compiler puts the methods of a
// table in place of calls to them in packages that import this one themselves, and in no others.
//
// [resource.Resource]: https://pkg.go.dev/github.com/fhirview/fhirview/fhirpath/resource#Resource
package nodes
