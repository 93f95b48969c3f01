package fhirpath

import "github.com/fhirview/fhirview/internal/expr"

// Cache remembers the syntax trees of expressions, which are the larger part of the cost of compiling them: programs
// that compile the same views over and over give one to all. It may be used by many goroutines at once.
type Cache expr.Cache

// NewCache returns a cache for the given number of expressions, at least one; those that were not used for the longest
// time make room for new ones.
func NewCache(expressions int) *Cache { return (*Cache)(expr.NewCache(expressions)) }

// Len returns how many expressions the cache holds.
func (c *Cache) Len() int { return (*expr.Cache)(c).Len() }
