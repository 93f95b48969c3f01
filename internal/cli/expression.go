package cli

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/pflag"
)

// expressionCommand is the command that takes an expression.
const expressionCommand = "fhirpath"

var (
	// misspelt is what can only have been meant as a flag: no expression begins like that.
	misspelt = pattern(`^--[A-Za-z][A-Za-z0-9-]*(=.*)?$`)
	// oneWord may be a short flag as well as an expression.
	oneWord = pattern(`^-[A-Za-z]+$`)
	oneDash = pattern(`^-([a-z][a-z-]*)(=.*)?$`)
)

// pattern returns a regular expression that is compiled when it is asked for first.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

// expressionArgs puts the arguments of a command that takes an expression into an order in which an expression that
// begins with a minus is not taken for flags: the flags, --, and the rest. Arguments without such an expression stay as
// they are.
func expressionArgs(flags *pflag.FlagSet, args []string) []string {
	var before, rest []string
	signed, doubtful := false, false
	for i := 0; i < len(args); {
		arg := args[i]
		n := flagArgs(flags, arg)
		switch {
		case arg == "--":
			rest = append(rest, args[i+1:]...)
			n = len(args)
		case n == 0 && isSigned(flags, arg):
			signed, doubtful = true, doubtful || oneWord().MatchString(arg)
			fallthrough
		case arg == stdinPath || !strings.HasPrefix(arg, "-"):
			rest = append(rest, arg)
		default:
			before = append(before, args[i:min(i+max(n, 1), len(args))]...)
		}
		i += max(n, 1)
	}
	if !signed || doubtful && len(rest) > 1 {
		return args
	}
	return slices.Concat(before, []string{"--"}, rest)
}

// flagArgs returns how many arguments a flag takes, itself included; 0 for what is no flag.
func flagArgs(flags *pflag.FlagSet, arg string) int {
	name, ok := strings.CutPrefix(arg, "--")
	if arg == "-h" || arg == "--help" {
		return 1
	}
	name, _, whole := strings.Cut(name, "=")
	f := flags.Lookup(name)
	switch {
	case !ok || f == nil:
		return 0
	case whole || f.NoOptDefVal != "":
		return 1
	}
	return 2
}

// isSigned is true for what may be an expression that begins with a minus, rather than a flag that there is not.
func isSigned(flags *pflag.FlagSet, arg string) bool {
	if arg == stdinPath || !strings.HasPrefix(arg, "-") {
		return false
	}
	if parts := oneDash().FindStringSubmatch(arg); parts != nil && (flags.Lookup(parts[1]) != nil || parts[1] == "help") {
		return false // -in for --in
	}
	return !misspelt().MatchString(arg)
}
