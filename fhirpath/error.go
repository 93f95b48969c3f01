package fhirpath

import (
	"errors"

	"github.com/fhirview/fhirview/internal/expr"
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
	own := &expr.CompileError{Source: e.Source}
	for _, m := range e.Mistakes {
		own.Mistakes = append(own.Mistakes, expr.Mistake(m))
	}
	return own.Error()
}

// Show returns the message and below it the line of the expression that it is about, with a caret under the place.
func (m Mistake) Show(source string) string { return expr.Mistake(m).Show(source) }

// UnknownResourceError says that a model has no resource type of a name.
type UnknownResourceError struct {
	Name, Release string
	// Suggestion is the type that was probably meant, or "".
	Suggestion string
}

func (e *UnknownResourceError) Error() string { return (*expr.UnknownResourceError)(e).Error() }

// EvalError is the failure of an evaluation. It shows the expression, and nothing of the data.
type EvalError struct {
	Source     string
	Start, End int
	Err        error
}

func (e *EvalError) Error() string { return (*expr.EvalError)(e).Error() }

// Unwrap returns the cause.
func (e *EvalError) Unwrap() error { return e.Err }

// public returns an error of package expr as one of this package.
func public(err error) error {
	if e, ok := errors.AsType[*expr.CompileError](err); ok {
		return &CompileError{Source: e.Source, Mistakes: publicMistakes(e.Mistakes)}
	}
	if e, ok := errors.AsType[*expr.UnknownResourceError](err); ok {
		return (*UnknownResourceError)(e)
	}
	if e, ok := errors.AsType[*expr.EvalError](err); ok {
		return (*EvalError)(e)
	}
	return err
}

func publicMistakes(ms []expr.Mistake) []Mistake {
	var out []Mistake
	for _, m := range ms {
		out = append(out, Mistake(m))
	}
	return out
}
