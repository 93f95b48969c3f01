package parse

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/antlr4-go/antlr/v4"

	"github.com/fhirview/fhirview/internal/expr/grammar"
)

// describe says in words what is wrong, and where: at the token before, where that promised something that did not come.
func (p *parser) describe(m mistake) Error {
	if m.last != nil && p.endsInEscape(m.last) {
		return Error{p.span(m.last), `string is not closed: \' stands for a quote in it`}
	}
	switch m.rule.GetRuleIndex() {
	case grammar.FHIRPathParserRULE_primary:
		return p.missingExpression(m)
	case grammar.FHIRPathParserRULE_step:
		return p.missing("a name", m)
	case grammar.FHIRPathParserRULE_name, grammar.FHIRPathParserRULE_memberName, grammar.FHIRPathParserRULE_external:
		return p.missing(nameFor(m.rule), m)
	case grammar.FHIRPathParserRULE_field:
		return p.missing(`":"`, m)
	case grammar.FHIRPathParserRULE_instance:
		if m.token.GetTokenType() == grammar.FHIRPathLexerRBRACE {
			return p.missing(`a field, or ":" for none,`, m)
		}
	}
	return Error{p.span(m.token), p.unexpected(m.token)}
}

// nameFor says what the name is that was to be read in rule, a name's own or one around it.
func nameFor(rule antlr.Tree) string {
	for ; rule != nil; rule = rule.GetParent() {
		switch rule.(type) {
		case *grammar.TypeTestContext:
			return "a type"
		case *grammar.PathContext:
			return "a name"
		}
	}
	return "a name"
}

func (p *parser) missingExpression(m mistake) Error {
	starts := m.last == nil || isOpener(m.last.GetTokenType()) || m.last.GetTokenType() == grammar.FHIRPathLexerCOMMA
	switch {
	case starts && isOperator(m.token.GetTokenType()):
		return Error{p.span(m.token), "expected an expression before " + quoted(p.text(m.token))}
	case m.last == nil:
		return Error{p.span(m.token), p.unexpected(m.token)}
	}
	return p.missing("an expression", m)
}

func (p *parser) missing(what string, m mistake) Error {
	return Error{p.span(m.last), "expected " + what + " after " + quoted(p.text(m.last))}
}

func (p *parser) unexpected(t antlr.Token) string {
	if t.GetTokenType() == antlr.TokenEOF {
		return "unexpected end of the expression"
	}
	return "unexpected " + quoted(p.text(t))
}

// endsInEscape says whether t is a string that was closed by the quote behind a backslash, for want of another one.
// Where that leaves something odd behind the string, it is the likely reason.
func (p *parser) endsInEscape(t antlr.Token) bool {
	if t.GetTokenType() != grammar.FHIRPathLexerSTRING {
		return false
	}
	inner := strings.TrimSuffix(p.text(t), "'")
	backslashes := len(inner) - len(strings.TrimRight(inner, `\`))
	return backslashes%2 == 1
}

// quoted puts a piece of the source into a message: the start of it if it is long, and visibly if it is not.
func quoted(s string) string {
	const most = 30
	if s == `"` {
		return `'"'`
	}
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most-1]) + "…"
	}
	if strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0 {
		return strconv.QuoteToASCII(s)
	}
	return `"` + s + `"`
}
