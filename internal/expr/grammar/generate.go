// Package grammar holds the grammar of FHIRPath, FHIRPath.g4, and the lexer and parser that ANTLR generates from it.
//
// Only package parse imports it; everybody else works on the tree of package ast.
package grammar

//go:generate ./generate.sh
