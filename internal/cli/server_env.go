package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/fhirview/fhirview/internal/option"
)

// serverVariable names the server where the command line names none.
var serverVariable = option.Variable("server")

// refuse is an error where the command line has a flag that is about servers.
func refuse(flags *pflag.FlagSet, why string) error {
	about := []string{"verbose"}
	for i := range option.Table {
		about = append(about, option.Table[i].Flag)
	}
	for _, flag := range about {
		if flags.Changed(flag) {
			return usagef("--%s: %s", flag, why)
		}
	}
	return nil
}

// fromEnvironment sets flags that only the command has, where the command line leaves them alone. Those that can be given
// several times take a line each.
func fromEnvironment(flags *pflag.FlagSet) error {
	var errs []error
	for i := range option.Table {
		o := &option.Table[i]
		value, f := os.Getenv(o.Variable()), flags.Lookup(o.Flag)
		if !o.Command || value == "" || f == nil || f.Changed {
			continue
		}
		values := []string{value}
		if _, many := f.Value.(pflag.SliceValue); many {
			values = strings.Split(strings.TrimSpace(value), "\n")
		}
		for _, one := range values {
			if flags.Set(o.Flag, one) != nil {
				errs = append(errs, fmt.Errorf("%s: the value is not one that --%s takes", o.Variable(), o.Flag))
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return usagef("%v", err)
	}
	return nil
}
