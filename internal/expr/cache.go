package expr

import (
	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/parse"
)

// Cache remembers the syntax trees of expressions, which are the larger part of the cost of compiling them: programs
// that compile the same views over and over give one to all. It may be used by many goroutines at once.
type Cache struct{ trees *lru.Cache[string, ast.Node] }

// NewCache returns a cache for the given number of expressions, at least one; those that were not used for the longest
// time make room for new ones.
func NewCache(expressions int) *Cache {
	trees, _ := lru.New[string, ast.Node](max(1, expressions)) // the only error is for a size below one
	return &Cache{trees}
}

// Len returns how many expressions the cache holds.
func (c *Cache) Len() int { return c.trees.Len() }

// parse is parse.Parse, but for expressions that it has parsed before. Those with mistakes are not kept.
func (c *Cache) parse(source string) (ast.Node, []parse.Error) {
	if c == nil {
		return parse.Parse(source)
	}
	if tree, ok := c.trees.Get(source); ok {
		return tree, nil
	}
	tree, mistakes := parse.Parse(source)
	if len(mistakes) == 0 {
		c.trees.Add(source, tree)
	}
	return tree, mistakes
}
