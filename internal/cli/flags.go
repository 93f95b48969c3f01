package cli

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/fhirpath/model/r4"
	_ "github.com/fhirview/fhirview/fhirpath/model/r4b" // The command knows all releases.
	_ "github.com/fhirview/fhirview/fhirpath/model/r5"
	_ "github.com/fhirview/fhirview/fhirpath/model/r6"
)

// choice is a flag that takes one of some words.
type choice struct {
	value string
	from  []string
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return strings.Join(c.from, "|") }

func (c *choice) Set(s string) error {
	if !slices.Contains(c.from, s) {
		last := len(c.from) - 1
		return fmt.Errorf("use %s or %s", strings.Join(c.from[:last], ", "), c.from[last])
	}
	c.value = s
	return nil
}

// count is a flag that takes a whole number.
type count int64

func (c *count) String() string { return strconv.FormatInt(int64(*c), 10) }
func (c *count) Type() string   { return "N" }

func (c *count) Set(s string) error {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return errors.New("use a whole number, 0 or more")
	}
	*c = count(n)
	return nil
}

// atLeastOne is wrong usage where a command has no arguments.
func atLeastOne(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usagef("name %s", what)
		}
		return nil
	}
}

// span is a flag that takes a length of time.
type span time.Duration

func (s *span) Type() string { return "duration" }

// String is empty for none, as help would show it as the default.
func (s *span) String() string {
	if *s == 0 {
		return ""
	}
	return time.Duration(*s).String()
}

func (s *span) Set(text string) error {
	d, err := time.ParseDuration(text)
	if err != nil {
		return errors.New("use a time with its unit, such as 10ms, 30s or 2m")
	}
	*s = span(d)
	return nil
}

// release is a flag that takes a FHIR release. Without a model it was not given.
type release struct{ model *model.Model }

func (r *release) String() string {
	if r.model == nil {
		return ""
	}
	return r.model.Release()
}

func (r *release) Type() string { return "R4|R4B|R5|R6" }

func (r *release) Set(s string) error {
	m, err := model.ForRelease(s)
	if err != nil { // the message about a flag has its value already
		return errors.New(strings.TrimPrefix(err.Error(), strconv.Quote(s)+": "))
	}
	r.model = m
	return nil
}

// addRelease adds the flag for commands that run views, each of which says for which releases it is meant.
func addRelease(flags *pflag.FlagSet) *release {
	r := &release{}
	flags.Var(r, "fhir-version", "FHIR release of the resources, also as a version such as 4.0.1\n(default what each view's fhirVersion says, else R4)")
	return r
}

// addReleaseR4 adds the flag for expressions, which say nothing of releases.
func addReleaseR4(flags *pflag.FlagSet) *release {
	r := &release{model: r4.Model()}
	flags.Var(r, "fhir-version", "FHIR release of the resources, also as a version such as 4.0.1")
	return r
}

// recordLimit is a flag that takes the length that a resource may have, with or without a unit.
type recordLimit int64

// defaultRecordLimit is what sources have, and maxRecordLimit what the decoder takes.
const (
	defaultRecordLimit recordLimit = 64 << 20
	maxRecordLimit     recordLimit = math.MaxInt32
)

func (l *recordLimit) String() string {
	if *l > 0 && *l%(1<<20) == 0 {
		return strconv.FormatInt(int64(*l>>20), 10) + "M"
	}
	return strconv.FormatInt(int64(*l), 10)
}

func (l *recordLimit) Type() string { return "SIZE" }

// sizeUnits are those of GNU's commands: K is 1024, and KB 1000.
var sizeUnits = map[string]int64{
	"": 1, "B": 1,
	"K": 1 << 10, "KIB": 1 << 10, "KB": 1e3,
	"M": 1 << 20, "MIB": 1 << 20, "MB": 1e6,
	"G": 1 << 30, "GIB": 1 << 30, "GB": 1e9,
}

// parseSize returns how many bytes a size with or without a unit is, or most and one where it is more.
func parseSize(s string, most int64) (int64, error) {
	digits := strings.TrimRight(s, "kKmMgGiIbB ")
	n, err := strconv.ParseInt(digits, 10, 64)
	unit, known := sizeUnits[strings.ToUpper(strings.TrimSpace(s[len(digits):]))]
	switch {
	case errors.Is(err, strconv.ErrRange) || err == nil && known && n > most/unit:
		return most + 1, nil
	case err != nil || !known || n <= 0:
		return 0, errors.New("use a size above 0 with its unit, such as 256M or 1GiB")
	}
	return n * unit, nil
}

func (l *recordLimit) Set(s string) error {
	n, err := parseSize(s, int64(maxRecordLimit))
	if err == nil && n > int64(maxRecordLimit) {
		err = fmt.Errorf("a resource can have %d bytes at most, a byte less than 2 GiB (2047M is possible)", maxRecordLimit)
	}
	if err == nil {
		*l = recordLimit(n)
	}
	return err
}

// fileSize is a flag that takes the size of a file, with or without a unit; 0 is any.
type fileSize int64

func (f *fileSize) String() string { return strconv.FormatInt(int64(*f), 10) }
func (f *fileSize) Type() string   { return "SIZE" }

func (f *fileSize) Set(s string) error {
	n, err := parseSize(s, math.MaxInt64-1)
	if err == nil {
		*f = fileSize(n)
	}
	return err
}

func addRecordLimit(flags *pflag.FlagSet, l *recordLimit) {
	*l = defaultRecordLimit
	flags.Var(l, "max-record", "how long a resource may be, such as 256M or 1GiB")
}

// addInput adds the flag for inputs; more says what else it takes.
func addInput(flags *pflag.FlagSet, paths *[]string, more string) {
	flags.StringArrayVar(paths, "in", nil,
		"`SRC` to read: a .ndjson or .json file (also .gz and .zst), a folder with all below, a glob (** too), "+more+"or - for standard input;\n"+
			"can be given several times (default standard input)")
}
