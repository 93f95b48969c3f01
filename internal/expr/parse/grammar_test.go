package parse

import (
	"testing"

	"github.com/antlr4-go/antlr/v4"

	"github.com/fhirview/fhirview/internal/expr/grammar"
)

// ambiguity notes every decision that needed the rules around it, or that could have gone two ways.
type ambiguity struct {
	antlr.DefaultErrorListener
	found int
}

func (a *ambiguity) ReportAmbiguity(antlr.Parser, *antlr.DFA, int, int, bool, *antlr.BitSet, *antlr.ATNConfigSet) {
	a.found++
}

func (a *ambiguity) ReportAttemptingFullContext(antlr.Parser, *antlr.DFA, int, int, *antlr.BitSet, *antlr.ATNConfigSet) {
	a.found++
}

// TestGrammarIsSLL lets Parse do without ANTLR's second attempt: no source here makes the full algorithm look at more than
// SLL does.
func TestGrammarIsSLL(t *testing.T) {
	var sources []string
	for _, c := range cases {
		sources = append(sources, c.src)
	}
	for _, c := range badCases {
		sources = append(sources, c.src)
	}
	for _, src := range sources {
		var listener ambiguity
		parser := grammar.NewFHIRPathParser((&parser{src: src}).lex())
		parser.RemoveErrorListeners()
		parser.AddErrorListener(&listener)
		parser.SetErrorHandler(newStrategy(func(mistake) {}))
		parser.GetInterpreter().SetPredictionMode(antlr.PredictionModeLLExactAmbigDetection)
		parser.Source()
		if listener.found > 0 {
			t.Errorf("%q: %d decisions depend on the rule around", src, listener.found)
		}
	}
}
