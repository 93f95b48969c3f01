package expr

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/expr/funcs"
	"github.com/fhirview/fhirview/internal/spelling"
)

// CompileError holds all the mistakes of an expression.
type CompileError struct {
	// Source is the expression.
	Source string
	// Mistakes are in the order of their places.
	Mistakes []Mistake
}

// Mistake is one of the things that are wrong with an expression, or doubtful about it.
type Mistake struct {
	// Start and End are the byte offsets of the part that is wrong. They are equal where something is missing.
	Start, End int
	Msg        string
	// Unsupported is true where the expression may be right, but needs a part of the specifications that is not there
	// yet.
	Unsupported bool
}

// Error shows every mistake with the line of the expression that it is in and a caret under its place.
func (e *CompileError) Error() string {
	var b strings.Builder
	for i, m := range e.Mistakes {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(m.Show(e.Source))
	}
	return b.String()
}

// Show returns the message and below it the line of the expression that it is about, with a caret under the place.
func (m Mistake) Show(source string) string { return m.Msg + "\n" + caret(source, m.Start, m.End) }

// UnknownResourceError says that a model has no resource type of a name.
type UnknownResourceError struct {
	Name, Release string
	// Suggestion is the type that was probably meant, or "".
	Suggestion string
}

func (e *UnknownResourceError) Error() string {
	msg := fmt.Sprintf("%q is no resource type of FHIR %s", e.Name, e.Release)
	if e.Suggestion != "" {
		msg += "; did you mean " + e.Suggestion + "?"
	}
	return msg
}

func suggestResource(m *model.Model, name string) string {
	return spelling.Closest(name, func(yield func(string) bool) {
		for t := range m.Types() {
			if m.Kind(t) == model.KindResource && !m.Abstract(t) && !yield(m.TypeName(t)) {
				return
			}
		}
	})
}

func builtin(name string) bool {
	_, ok := funcs.Lookup(name)
	return ok
}

// EvalError is the failure of an evaluation. It shows the expression, and nothing of the data.
type EvalError struct {
	Source     string
	Start, End int
	Err        error
}

func (e *EvalError) Error() string {
	return e.Err.Error() + "\n" + caret(e.Source, e.Start, e.End)
}

// Unwrap returns the cause.
func (e *EvalError) Unwrap() error { return e.Err }

// caret returns the line that a place is in, and below it a caret and tildes under the place. Of a long line it returns
// what is around the place.
func caret(source string, start, end int) string {
	start = min(max(start, 0), len(source))
	end = min(max(end, start), len(source))
	from, to := lineAround(source, start)
	end = min(end, to)
	width := utf8.RuneCountInString(source[start:max(start, end)])
	indent := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, source[from:start])
	return fmt.Sprintf("    %s\n    %s^%s", source[from:to], indent, strings.Repeat("~", max(0, width-1)))
}

// before and behind are how many bytes of a line are shown to both sides of the place in question.
const (
	before = 120
	behind = 240
)

// lineAround returns where the line that a place is in begins and ends, or what is shown of it.
func lineAround(source string, at int) (from, to int) {
	from = strings.LastIndexByte(source[:at], '\n') + 1
	to = len(source)
	if i := strings.IndexByte(source[at:], '\n'); i >= 0 {
		to = at + i
	}
	to = at + len(strings.TrimRight(source[at:to], "\r"))
	if at-from > before {
		from = at - before
	}
	if to-at > behind {
		to = at + behind
	}
	for from > 0 && from < at && !utf8.RuneStart(source[from]) {
		from++
	}
	for to < len(source) && to > at && !utf8.RuneStart(source[to]) {
		to--
	}
	return from, to
}
