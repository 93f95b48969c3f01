// Package paths walks many paths through a resource in one pass. A path is a list of steps: to the children of a name, to
// those of them that have a type or a text, to the first. A [Tree] holds the paths of a view: what they have in common is
// walked once, and what they come to is put into [Frames], one for each element that rows are made for.
//
// A tree is walked from nodes by a [Walker], and from the text of a resource by package direct.
package paths
