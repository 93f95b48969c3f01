// Package option has the one table of what a service and the command can be told: by a variable of the environment, in a
// configuration file, by a flag of the command. Package settings reads it, the command makes its flags by it, and the
// documentation is written from it.
package option

import (
	"errors"
	"slices"
	"strings"
)

// Prefix is what all variables begin with.
const Prefix = "FHIRVIEW_"

// ConfigVariable names the file. It is in no file, because that cannot name itself.
const ConfigVariable = Prefix + "CONFIG"

// Option is a line of the table.
type Option struct {
	// Key is the name in the file, such as client.max_in_flight. What stands before the dot is the group.
	Key string
	// Flag is that of the command, without the hyphens; "" where it has none.
	Flag string
	// Of is run or upload where only that command has the flag.
	Of string
	// Form says what a value looks like, in messages and in the table.
	Form string
	// Default is what holds without the option, as the table has it.
	Default string
	// About says what the option is for.
	About string
	// List is what is between the items of a value that the file may have as an array of texts; "" allows no array.
	List string
	// Secret keeps the option out of the file.
	Secret bool
	// Credential options only mean something together.
	Credential bool
	// Command options are those of the command alone: no service has them.
	Command bool
}

// Variable is the name of the option's variable.
func (o *Option) Variable() string { return Variable(o.Key) }

// Variable is the name of the variable of a key.
func Variable(key string) string {
	return Prefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// Group is what stands before the dot of a key, or the key.
func Group(key string) string {
	group, _, _ := strings.Cut(key, ".")
	return group
}

// Wrong is the error of a value that has not the form. It does not repeat the value.
func (o *Option) Wrong() error {
	text := "the value must be " + o.Form
	if o.Default != "" {
		text += "; leave it out for " + o.Default
	}
	return errors.New(text)
}

// Find returns the option of a key, or nil.
func Find(key string) *Option {
	if i := slices.IndexFunc(Table, func(o Option) bool { return o.Key == key }); i >= 0 {
		return &Table[i]
	}
	return nil
}
