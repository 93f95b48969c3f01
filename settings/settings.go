package settings

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirpath/model"
	_ "github.com/fhirview/fhirview/fhirpath/model/r4" // A service that is configured by text knows all releases.
	_ "github.com/fhirview/fhirview/fhirpath/model/r4b"
	_ "github.com/fhirview/fhirview/fhirpath/model/r5"
	_ "github.com/fhirview/fhirview/fhirpath/model/r6"
	"github.com/fhirview/fhirview/internal/option"
	"github.com/fhirview/fhirview/runner"
)

// Settings are the configuration of a service. Client and Runner are meant to be completed with what no text can say, such
// as a logger, and then handed on.
type Settings struct {
	// Server is the base URL of the FHIR server, or "" where none is named.
	Server string
	// Listen is the address at which the service itself answers. Default: localhost:8080.
	Listen string
	// Views is a folder of ViewDefinitions, or "" where none is named.
	Views string
	// FHIRVersion is the release that the data is of: R4, R4B, R5 or R6. Default: "", so that each view is compiled for the
	// release that it is meant for, see [Settings.Model].
	FHIRVersion string
	// Client is the configuration of the client, with Auth where credentials are given.
	Client fhirclient.Config
	// Runner is the configuration of the runner.
	Runner runner.Config
}

// Options say where settings come from. The zero value, and nil, are the defaults.
type Options struct {
	// File is the path of the JSON file. Default: that in FHIRVIEW_CONFIG, else none is read.
	File string
	// Environ are the variables, each NAME=value. Default: those of the process.
	Environ []string
	// Flags are values that a program has from its command line, by the key of the setting. They go before variables and
	// file. Where credentials are among them, those of other kinds elsewhere count for nothing. Default: none.
	Flags map[string]string
	// Groups are what is read beside Flags: of client, for one, the settings whose keys begin with client. What is not
	// theirs is passed over, misspelt names too. It is for programs that share variables and file with others. Default:
	// all settings are read, and what is none is an error.
	Groups []string
	// Scopes are the rights that a SMART client asks for where no setting says so. Default: system/*.read.
	Scopes string
}

// Load reads the file and the environment. The error has everything that is wrong, a line each, that names the variable or
// the key and says what its value has to look like. It never holds a value, for that may be a secret in the wrong place.
//
// An empty variable counts as one that is not there. A variable that begins with FHIRVIEW_ and is no setting is an error,
// as is an unknown key of the file, so that nothing is left out because of a typing error. Spared are the variables of the
// command fhirview, those that Kubernetes makes for a service called fhirview, and those of this repository's own tests.
//
// Where a file is a pipe that nobody writes to, Load waits until the context ends.
func Load(ctx context.Context, opts *Options) (*Settings, error) {
	var o Options
	if opts != nil {
		o = *opts
	}
	if o.Environ == nil {
		o.Environ = os.Environ()
	}
	l := &loader{ctx: ctx, groups: o.Groups, scopes: o.Scopes, values: map[string]value{}}
	l.readAll(&o)
	s := &Settings{}
	l.apply(s)
	if err := errors.Join(l.problems...); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	return s, nil
}

// NewClient returns a client for the server. It sends nothing.
func (s *Settings) NewClient() (*fhirclient.Client, error) {
	if s.Server == "" {
		return nil, errors.New("settings: no FHIR server is named: set " + option.Variable("server"))
	}
	return fhirclient.New(s.Server, &s.Client)
}

// Model returns the types of the FHIR release, for [viewdef.Options]; nil where none is set. All releases are linked into
// a program that imports this package.
//
// [viewdef.Options]: https://pkg.go.dev/github.com/fhirview/fhirview/viewdef#Options
func (s *Settings) Model() *model.Model {
	m, _ := model.ForRelease(s.FHIRVersion) // a program that sets another text asks for the default
	return m
}
