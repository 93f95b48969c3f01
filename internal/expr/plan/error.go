package plan

import (
	"errors"
	"fmt"

	"github.com/fhirview/fhirview/internal/expr/ast"
)

// Error is a failure of an evaluation. It never contains data.
type Error struct {
	// At is the part of the expression that failed.
	At  ast.Span
	Msg string
	// Err is the cause, or nil.
	Err error
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Msg + ": " + e.Err.Error()
	}
	return e.Msg
}

func (e *Error) Unwrap() error { return e.Err }

// Failf returns an error that has no place yet; the node that it passes through gives it one.
func Failf(format string, args ...any) error { return &Error{Msg: fmt.Sprintf(format, args...)} }

// at gives an error the place of the innermost node that knows one.
func at(span ast.Span, err error) error {
	if err == nil {
		return nil
	}
	var e *Error
	if !errors.As(err, &e) {
		return &Error{At: span, Msg: "cannot be evaluated", Err: err}
	}
	if e.At == (ast.Span{}) {
		placed := *e
		placed.At = span
		return &placed
	}
	return e
}
