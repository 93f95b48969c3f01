package parse

import (
	"github.com/antlr4-go/antlr/v4"

	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/grammar"
)

// lex returns the tokens of the whole source. The lexer itself never fails: the grammar has a token for whatever is
// wrong.
func (p *parser) lex() *antlr.CommonTokenStream {
	p.offsets = runeOffsets(p.src)
	lexer := grammar.NewFHIRPathLexer(antlr.NewInputStream(p.src))
	lexer.RemoveErrorListeners()
	stream := antlr.NewCommonTokenStream(lexer, antlr.TokenDefaultChannel)
	stream.Fill()
	return stream
}

// runeOffsets translates ANTLR's places, which count runes, to bytes. It is nil where they are the same.
func runeOffsets(src string) []int {
	if isASCII(src) {
		return nil
	}
	offsets := make([]int, 0, len(src)+1)
	for i := range src {
		offsets = append(offsets, i)
	}
	return append(offsets, len(src))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// between is the span from the start of first to the end of last.
func (p *parser) between(first, last antlr.Token) ast.Span {
	span := ast.Span{Start: first.GetStart(), End: last.GetStop() + 1}
	if p.offsets != nil {
		span = ast.Span{Start: p.offsets[span.Start], End: p.offsets[span.End]}
	}
	return span
}

func (p *parser) span(t antlr.Token) ast.Span { return p.between(t, t) }

func (p *parser) text(t antlr.Token) string { return p.in(p.span(t)) }

func (p *parser) in(span ast.Span) string { return p.src[span.Start:span.End] }
