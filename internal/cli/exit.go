package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"
)

// The exit statuses.
const (
	exitOK      = 0
	exitFailed  = 1
	exitUsage   = 2
	exitPartial = 3
)

// failure is the end of a command that was used correctly. err is nil where everything has been said already.
type failure struct {
	status int
	err    error
}

func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit status %d", f.status)
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// failed ends a command that has said what went wrong.
func failed() error { return &failure{status: exitFailed} }

// usageError says that a command was used wrongly.
type usageError struct{ msg string }

func (u *usageError) Error() string { return u.msg }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// command makes a cobra function of a command. An error of cobra's own is wrong usage, so those of the command are
// marked as failures, unless they are about usage, too.
func (e *env) command(f func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := f(cmd.Context(), args)
		if err == nil {
			err = e.stdout.err
		}
		_, isFailure := errors.AsType[*failure](err)
		_, isUsage := errors.AsType[*usageError](err)
		switch {
		case err == nil, errors.Is(err, errClosed):
			return nil
		case isFailure, isUsage:
			return err
		case cmd.Context().Err() != nil && errors.Is(err, cmd.Context().Err()):
			err = errors.New("interrupted")
		}
		return &failure{exitFailed, err}
	}
}

// exit tells the error and returns the exit status.
func (e *env) exit(cmd *cobra.Command, err error) int {
	if err == nil {
		return exitOK
	}
	if f, ok := errors.AsType[*failure](err); ok {
		e.tell(f.err)
		return f.status
	}
	e.tell(err)
	e.sayf("\n%s", shortUsage(cmd))
	return exitUsage
}

// shortUsage leaves out the flags, below which the error would scroll away. The command without a name has none.
func shortUsage(cmd *cobra.Command) string {
	if cmd.HasSubCommands() {
		return cmd.UsageString()
	}
	return fmt.Sprintf("Usage:\n  %s\n\n\"%s --help\" has the flags and examples.\n", cmd.UseLine(), cmd.CommandPath())
}

// tell writes an error to standard error; one that joins others, each by itself and none twice.
func (e *env) tell(err error) { e.tellNew(err, map[string]bool{}) }

func (e *env) tellNew(err error, told map[string]bool) {
	if err == nil || told[err.Error()] {
		return
	}
	told[err.Error()] = true
	// Only a joined error itself is taken apart, not one with a message around it.
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		if errs := many.Unwrap(); len(errs) > 1 {
			for _, one := range errs {
				e.tellNew(one, told)
			}
			return
		}
	}
	// "stat" is how a file was looked for, which helps nobody.
	if pe, ok := errors.AsType[*fs.PathError](err); ok && pe.Op == "stat" && pe.Error() == err.Error() {
		err = fmt.Errorf("%s: %w", pe.Path, pe.Err)
	}
	e.sayf("fhirview: %s\n", err)
}

// sayf writes to standard error. Where that fails, nobody is left to be told.
func (e *env) sayf(format string, args ...any) { _, _ = fmt.Fprintf(e.stderr, format, args...) }

// printf writes to standard output, which keeps its first error for the end of the command.
func (e *env) printf(format string, args ...any) { _, _ = fmt.Fprintf(e.stdout, format, args...) }
