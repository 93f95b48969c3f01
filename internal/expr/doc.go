// Package expr compiles FHIRPath expressions and evaluates them, for package fhirpath and for views.
//
// A [Scope] compiles expressions that are evaluated on the same resources, such as the columns of a view: they share what
// is decoded. An [Env] is the memory to evaluate them with. A [Tree] is expressions that are evaluated together.
//
// The packages below are the stages: ast, grammar and parse make a syntax tree of text, check a plan of the tree, with the
// functions of funcs.
package expr
