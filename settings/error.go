package settings

import "fmt"

// lineError is something wrong in a line of a configuration file.
type lineError struct {
	line int
	text string
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.text) }

// placedError is about another setting than the one that chose the credentials.
type placedError struct {
	from string
	err  error
}

func (e *placedError) Error() string { return e.from + ": " + e.err.Error() }
func (e *placedError) Unwrap() error { return e.err }

// secretError leaves out the path, which is in the setting: someone may have put the secret there.
type secretError struct{ err error }

func (e *secretError) Error() string { return "the file cannot be used: " + e.err.Error() }
func (e *secretError) Unwrap() error { return e.err }
