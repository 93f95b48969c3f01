package parse

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/fhirview/fhirview/internal/expr/ast"
	"github.com/fhirview/fhirview/internal/expr/grammar"
)

func (p *parser) literal(t *grammar.LiteralContext) ast.Node {
	if number := t.Number(); number != nil {
		return p.number(number)
	}
	n := &ast.Literal{Span: p.place(t), Text: p.text(t.GetStart())}
	switch t.GetStart().GetTokenType() {
	case grammar.FHIRPathLexerTRUE, grammar.FHIRPathLexerFALSE:
		n.Kind = ast.Boolean
	case grammar.FHIRPathLexerSTRING:
		n.Kind, n.Text = ast.String, p.unquote(n.Span)
	case grammar.FHIRPathLexerLONG:
		n.Kind, n.Text = ast.Long, strings.TrimSuffix(n.Text, "L")
		p.checkInteger(n, isNegated(t))
	case grammar.FHIRPathLexerDATE:
		n.Kind, n.Text = ast.Date, n.Text[len("@"):]
	case grammar.FHIRPathLexerDATETIME:
		n.Kind, n.Text = ast.DateTime, n.Text[len("@"):]
	case grammar.FHIRPathLexerTIME:
		n.Kind, n.Text = ast.Time, n.Text[len("@T"):]
	}
	return n
}

// number converts an integer, a decimal or a quantity, whose number is a decimal however it is written.
func (p *parser) number(t grammar.INumberContext) ast.Node {
	n := &ast.Literal{Span: p.place(t), Kind: ast.Decimal, Text: p.text(t.GetStart())}
	switch unit := t.GetStop(); {
	case t.UNIT() != nil:
		n.Kind, n.Unit, n.Calendar = ast.Quantity, p.text(unit), true
	case t.STRING() != nil:
		n.Kind, n.Unit = ast.Quantity, p.unquote(p.span(unit))
	case t.INTEGER() != nil:
		n.Kind = ast.Integer
		p.checkInteger(n, isNegated(t.GetParent().(antlr.ParserRuleContext)))
	}
	return n
}

// isNegated says whether the literal is all that a minus stands before: it is not in -1.abs(), which negates what abs
// returns.
func isNegated(literal antlr.ParserRuleContext) bool {
	primary := literal.GetParent()
	path, ok := primary.GetParent().(*grammar.PathContext)
	if !ok || path.GetChildCount() > 1 {
		return false
	}
	signed := path.GetParent().(*grammar.SignedContext)
	signs := signed.GetChildCount() - 1
	if signs == 0 {
		return false
	}
	nearest := signed.GetChild(signs - 1).(antlr.TerminalNode)
	return nearest.GetSymbol().GetTokenType() == grammar.FHIRPathLexerMINUS
}
