// Package cli is the command fhirview: its commands, flags, messages and exit statuses.
//
// Each command has a file. They share an env, which holds the streams, and return errors that become exit statuses in
// exit.go.
package cli

import (
	"context"
	"io"
	"os"

	"golang.org/x/term"
)

// Main runs the command with the arguments that follow its name, and returns the exit status: 0 where all went well, 1
// where it failed, 2 where it was used wrongly, 3 where it finished but some resources failed.
//
// It returns soon after the context ends. A standard output that is closed by its reader is no failure: there was
// enough. stdin has to be the process's standard input, which is what sources read.
func Main(ctx context.Context, args []string, stdin *os.File, stdout, stderr io.Writer) int {
	e := &env{
		stdout:         &guard{w: stdout},
		stderr:         stderr,
		stdinTerminal:  isTerminal(stdin),
		stdinPiped:     isPiped(stdin),
		stdoutTerminal: isTerminal(stdout),
		stderrTerminal: isTerminal(stderr),
	}
	return e.main(ctx, args)
}

// env is what a command works in.
type env struct {
	stdout *guard
	stderr io.Writer
	lock   *lockedWriter // that stderr is, where several goroutines write to it

	stdinTerminal, stdoutTerminal, stderrTerminal bool

	stdinPiped bool // it is a pipe or a file, which somebody may have meant to be read
}

func (e *env) main(ctx context.Context, args []string) int {
	root := e.root()                   //nolint:contextcheck // cobra hands the context to the commands
	args = append([]string{}, args...) // nil would have cobra take the process's
	if len(args) > 0 && args[0] == expressionCommand {
		if cmd, _, err := root.Find(args[:1]); err == nil {
			args = append(args[:1], expressionArgs(cmd.Flags(), args[1:])...)
		}
	}
	if err := checkCommand(root, args); err != nil {
		return e.exit(root, err)
	}
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	return e.exit(cmd, err)
}

// isPiped is false for devices, the terminal and /dev/null among them.
func isPiped(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&(os.ModeDevice|os.ModeCharDevice) == 0
}

func isTerminal(stream any) bool {
	f, ok := stream.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}
