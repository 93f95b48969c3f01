package parse

import (
	"github.com/antlr4-go/antlr/v4"

	"github.com/fhirview/fhirview/internal/expr/grammar"
)

// strategy replaces ANTLR's recovery, which guesses tokens to drop or to add and then reports what follows from a wrong
// guess. Ours gives up on the rule at hand and goes on at the comma or closing bracket around it, so that a mistake hides
// what stands beside it but not what stands in the next argument.
type strategy struct {
	*antlr.DefaultErrorStrategy // for the method that only ANTLR can write; every other is replaced
	report                      func(mistake)
	recovering                  bool // nothing was matched since the last report
}

// mistake is a token that cannot stand where it does.
type mistake struct {
	rule  antlr.RuleContext // in which it was met
	last  antlr.Token       // the token before, nil at the start
	token antlr.Token
}

func newStrategy(report func(mistake)) *strategy {
	return &strategy{DefaultErrorStrategy: antlr.NewDefaultErrorStrategy(), report: report}
}

func (s *strategy) InErrorRecoveryMode(antlr.Parser) bool { return s.recovering }

func (s *strategy) ReportMatch(antlr.Parser) { s.recovering = false }

// RecoverInline makes the rule at hand fail.
func (s *strategy) RecoverInline(p antlr.Parser) antlr.Token {
	p.SetError(antlr.NewInputMisMatchException(p))
	return nil
}

func (s *strategy) ReportError(p antlr.Parser, _ antlr.RecognitionException) {
	if s.recovering {
		return
	}
	s.recovering = true
	s.report(mistake{rule: p.GetParserRuleContext(), last: p.GetTokenStream().LT(-1), token: p.GetCurrentToken()})
}

// Sync is called before a rule decides whether to go round a loop once more. A list goes on after a mistake behind one of
// its items; in all other rules the token may well belong to the rule around.
func (s *strategy) Sync(p antlr.Parser) {
	switch p.GetParserRuleContext().GetRuleIndex() {
	case grammar.FHIRPathParserRULE_arguments, grammar.FHIRPathParserRULE_fields:
		if !isDelimiter(p.GetTokenStream().LA(1)) {
			s.ReportError(p, nil)
			skip(p, isDelimiter)
		}
	}
}

// Recover skips what is left of the rule that failed. The rules that own a pair of brackets take the closing one too.
func (s *strategy) Recover(p antlr.Parser, _ antlr.RecognitionException) {
	switch p.GetParserRuleContext().GetRuleIndex() {
	case grammar.FHIRPathParserRULE_source:
		skip(p, func(int) bool { return false })
	case grammar.FHIRPathParserRULE_group, grammar.FHIRPathParserRULE_empty, grammar.FHIRPathParserRULE_index,
		grammar.FHIRPathParserRULE_argumentList, grammar.FHIRPathParserRULE_instance:
		skip(p, isCloser)
		p.Consume()
	default:
		skip(p, isDelimiter)
	}
}

// skip consumes tokens up to the first outside of brackets that satisfies stop, or the end.
func skip(p antlr.Parser, stop func(kind int) bool) {
	for depth := 0; ; {
		kind := p.GetTokenStream().LA(1)
		if kind == antlr.TokenEOF || depth == 0 && stop(kind) {
			return
		}
		switch {
		case isOpener(kind):
			depth++
		case isCloser(kind) && depth > 0:
			depth--
		}
		p.Consume()
	}
}

func isOpener(kind int) bool {
	return kind == grammar.FHIRPathLexerLPAREN || kind == grammar.FHIRPathLexerLBRACKET ||
		kind == grammar.FHIRPathLexerLBRACE
}

func isCloser(kind int) bool {
	return kind == grammar.FHIRPathLexerRPAREN || kind == grammar.FHIRPathLexerRBRACKET ||
		kind == grammar.FHIRPathLexerRBRACE
}

func isDelimiter(kind int) bool {
	return kind == antlr.TokenEOF || kind == grammar.FHIRPathLexerCOMMA || isCloser(kind)
}
