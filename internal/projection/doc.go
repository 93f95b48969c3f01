// Package projection says which elements of resources are read. A [Builder] collects them while expressions are compiled
// and makes a [Projection] of them: a graph of shapes, one for each place of a resource that is read in a way of its own,
// in which decoders find by its JSON key what an element is and what is read below it. Inputs that are not JSON ask the
// same of a [Place].
//
// Most shapes are typed: the type of the object is known when the expression is compiled, and so which keys stand for
// which elements. An untyped shape is that of objects whose type only the data tells, such as the resources in contained.
package projection
