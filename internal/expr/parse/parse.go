// Package parse turns the source of a FHIRPath expression into the tree of package ast.
//
// A source goes through four steps: the generated lexer makes tokens of it (lex.go), scan.go finds what is wrong with the
// tokens themselves (characters, brackets, nesting), the generated parser builds ANTLR's tree while strategy.go
// collects what it cannot make sense of, and convert.go makes our tree of that one.
package parse

import (
	"unicode/utf8"

	"github.com/antlr4-go/antlr/v4"

	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/grammar"
)

// The limits keep a hostile expression from exhausting the stack, here and in whatever walks the tree. Real expressions
// have less than a hundredth of each.
const (
	maxSource  = 1 << 20 // bytes
	maxNesting = 500     // brackets within brackets: each costs the parser one frame a level of precedence
	maxDepth   = 10_000  // nodes from the root of the tree to a leaf: a chain a + b + … is as deep as it is long
	maxErrors  = 20
)

// Error is one mistake in the source of an expression.
type Error struct {
	Span ast.Span // in bytes; empty only where the source is
	Msg  string   // in lower case, without place and source
}

// Parse returns the tree of src or, where it is no FHIRPath expression, a nil Node and every mistake found, at least one,
// in the order of the source, no two at the same place. The tree shares no memory with any other; Parse can be
// called by many goroutines at once.
func Parse(src string) (ast.Node, []Error) {
	p := &parser{src: src}
	root := p.parse()
	if p.failed() {
		return nil, p.sorted()
	}
	return root, nil
}

// parser is the state of one call of Parse.
type parser struct {
	src     string
	offsets []int // where each rune of src begins, and src ends; nil where src is ASCII
	errorList
}

func (p *parser) parse() ast.Node {
	if !p.checkSource() {
		return nil
	}
	stream := p.lex()
	tokens := stream.GetAllTokens()
	p.checkValues(tokens)
	scan := p.scan(tokens)
	if scan.stop {
		return nil
	}
	tree := p.tree(stream, scan.end)
	if p.failed() {
		return nil
	}
	return p.convert(tree)
}

// checkSource finds what keeps src from being read at all.
func (p *parser) checkSource() bool {
	if len(p.src) > maxSource {
		p.addf(ast.Span{Start: maxSource, End: len(p.src)}, "expression is longer than %d bytes", maxSource)
		return false
	}
	for i := 0; i < len(p.src); {
		r, size := utf8.DecodeRuneInString(p.src[i:])
		if r == utf8.RuneError && size == 1 {
			p.addf(ast.Span{Start: i, End: i + 1}, "expression is not valid UTF-8")
			return false
		}
		i += size
	}
	return true
}

// tree runs the generated parser. What it cannot make sense of at end or later is dropped: there, tokens or brackets are
// already known to be wrong, and what follows from that is no news.
func (p *parser) tree(stream *antlr.CommonTokenStream, end int) antlr.Tree {
	generated := grammar.NewFHIRPathParser(stream)
	generated.RemoveErrorListeners()
	generated.SetErrorHandler(newStrategy(func(m mistake) {
		if p.span(m.token).Start < end {
			p.errors = append(p.errors, p.describe(m))
		}
	}))
	// The grammar needs no context beyond the rule at hand (a test checks that), so the second, full attempt that ANTLR
	// makes by default could only fail again.
	generated.GetInterpreter().SetPredictionMode(antlr.PredictionModeSLL)
	return generated.Source()
}
