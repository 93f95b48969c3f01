package parse

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/grammar"
)

// scanned says what the parser may make of the tokens.
type scanned struct {
	end  int  // where the first mistake of the scan stands: nothing can be said of the tokens from there on
	stop bool // the parser must not run
}

// scan finds the mistakes that can be seen without knowing the grammar: tokens that are none, brackets that do not
// match, and nesting that is too deep to be parsed by recursion.
func (p *parser) scan(tokens []antlr.Token) scanned {
	before := len(p.errors)
	s := scanner{parser: p, open: []bracket{{}}}
	stop := s.run(tokens)
	end := len(p.src) + 1
	for _, err := range p.errors[before:] {
		end = min(end, err.Span.Start)
	}
	return scanned{end: end, stop: stop}
}

type scanner struct {
	*parser
	open []bracket // from the outermost; the first stands for the whole source
}

// bracket is an open bracket, with what is known of the depth of the tree that it will become.
type bracket struct {
	token   antlr.Token
	closer  int
	chain   int // operators and steps since the bracket or the last comma: each is one node above the one before
	inside  int // depth of the deepest bracket among them
	deepest int // chain + inside of the deepest item so far
}

func (b *bracket) depth() int { return max(b.deepest, b.chain+b.inside) }

// run returns whether the parser must be kept from the tokens.
func (s *scanner) run(tokens []antlr.Token) bool {
	for _, t := range tokens {
		if s.unusable(t) {
			return false
		}
		s.count(t)
		if len(s.open) > maxNesting+1 {
			s.addf(s.span(t), "expression is nested more than %d brackets deep", maxNesting)
			return true
		}
	}
	for _, b := range s.open[1:] {
		s.unclosed(b)
	}
	return s.empty(tokens) || s.tooDeep()
}

func (s *scanner) empty(tokens []antlr.Token) bool {
	if tokens[0].GetTokenType() != antlr.TokenEOF {
		return false
	}
	s.addf(ast.Span{End: len(s.src)}, "expression is empty")
	return true
}

func (s *scanner) tooDeep() bool {
	if s.open[0].depth() <= maxDepth {
		return false
	}
	s.addf(ast.Span{End: len(s.src)}, "expression has more than %d operators and steps in a row", maxDepth)
	return true
}

// count follows the brackets and, in them, the depth of the tree.
func (s *scanner) count(t antlr.Token) {
	top := &s.open[len(s.open)-1]
	switch kind := t.GetTokenType(); kind {
	case grammar.FHIRPathLexerLPAREN:
		s.push(t, grammar.FHIRPathLexerRPAREN)
	case grammar.FHIRPathLexerLBRACKET:
		top.chain++
		s.push(t, grammar.FHIRPathLexerRBRACKET)
	case grammar.FHIRPathLexerLBRACE:
		s.push(t, grammar.FHIRPathLexerRBRACE)
	case grammar.FHIRPathLexerRPAREN, grammar.FHIRPathLexerRBRACKET, grammar.FHIRPathLexerRBRACE:
		s.close(t)
	case grammar.FHIRPathLexerCOMMA:
		*top = bracket{token: top.token, closer: top.closer, deepest: top.depth()}
	default:
		if kind == grammar.FHIRPathLexerDOT || isOperator(kind) {
			top.chain++
		}
	}
}

func (s *scanner) push(t antlr.Token, closer int) {
	s.open = append(s.open, bracket{token: t, closer: closer})
}

// close finds the bracket that t closes. Those in between were forgotten; t itself was if there is none.
func (s *scanner) close(t antlr.Token) {
	for i := len(s.open) - 1; i > 0; i-- {
		if s.open[i].closer != t.GetTokenType() {
			continue
		}
		for len(s.open) > i+1 {
			s.unclosed(s.open[len(s.open)-1])
			s.pop()
		}
		s.pop()
		return
	}
	s.addf(s.span(t), "unexpected %s", quoted(s.text(t)))
}

func (s *scanner) pop() {
	last := len(s.open) - 1
	outer := &s.open[last-1]
	outer.inside = max(outer.inside, s.open[last].depth()+1)
	s.open = s.open[:last]
}

func (s *scanner) unclosed(b bracket) {
	s.addf(s.span(b.token), "%s is not closed", quoted(s.text(b.token)))
}

// unusable reports the tokens that stand for something wrong. It returns true where nothing can be said of the rest of
// the source, because it may all be part of a string.
func (s *scanner) unusable(t antlr.Token) bool {
	span := s.span(t)
	switch t.GetTokenType() {
	case grammar.FHIRPathLexerOPEN_STRING:
		s.addf(span, "string is not closed")
		return true
	case grammar.FHIRPathLexerOPEN_NAME:
		s.addf(span, "name in backticks is not closed")
		return true
	case grammar.FHIRPathLexerOPEN_COMMENT:
		span.End = span.Start + len("/*")
		s.addf(span, "comment is not closed")
		return true
	case grammar.FHIRPathLexerBAD_DATE:
		span.End += lenDateLike(s.src[span.End:])
		s.addf(span, "%s is not a date, dateTime or time", quoted(s.in(span)))
	case grammar.FHIRPathLexerZONED_TIME:
		s.addf(span, "a time has no time zone")
	case grammar.FHIRPathLexerBAD_VARIABLE:
		s.addf(span, "%s is not a variable: only $this, $index and $total are", quoted(s.in(span)))
	case grammar.FHIRPathLexerDOUBLE_QUOTED:
		s.addf(span, "strings stand in single quotes, not in double ones")
	case grammar.FHIRPathLexerUNKNOWN_CHARACTER:
		s.addf(span, "unexpected %s", quoted(s.in(span)))
	}
	return false
}

// lenDateLike is the length of the text at the start of s that was probably meant as part of a date.
func lenDateLike(s string) int {
	return len(s) - len(strings.TrimLeftFunc(s, func(r rune) bool {
		return r == '-' || r == ':' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}))
}

// isOperator says whether a token of this kind can stand between two operands. Words like is can also be names, which
// makes a tree look deeper than it is by one.
func isOperator(kind int) bool {
	switch kind {
	case grammar.FHIRPathLexerSTAR, grammar.FHIRPathLexerSLASH, grammar.FHIRPathLexerDIV, grammar.FHIRPathLexerMOD,
		grammar.FHIRPathLexerPLUS, grammar.FHIRPathLexerMINUS, grammar.FHIRPathLexerAMPERSAND,
		grammar.FHIRPathLexerIS, grammar.FHIRPathLexerAS, grammar.FHIRPathLexerPIPE,
		grammar.FHIRPathLexerGREATER, grammar.FHIRPathLexerGREATER_OR_EQUAL,
		grammar.FHIRPathLexerLESS, grammar.FHIRPathLexerLESS_OR_EQUAL,
		grammar.FHIRPathLexerEQUAL, grammar.FHIRPathLexerNOT_EQUAL,
		grammar.FHIRPathLexerEQUIVALENT, grammar.FHIRPathLexerNOT_EQUIVALENT,
		grammar.FHIRPathLexerIN, grammar.FHIRPathLexerCONTAINS, grammar.FHIRPathLexerAND,
		grammar.FHIRPathLexerXOR, grammar.FHIRPathLexerOR, grammar.FHIRPathLexerIMPLIES:
		return true
	}
	return false
}
