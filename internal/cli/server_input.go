package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/prefetch"
	"github.com/fhirview/fhirview/runner/source"
)

// pageSize is how many resources are asked for in a page, unless --param _count says otherwise. Servers give fewer where
// they do not like that many.
const pageSize = "500"

// search reads resources of some types from a server, one type after the other.
type search struct {
	server string
	client *fhirclient.Client
	types  []string
	params []param
	most   int     // pages of each type; 0 is all
	ahead  bool    // more pages are fetched than one ahead: several workers want them
	short  []error // the searches that are incomplete
	tell   *notices
}

// param is a search parameter, of one type or, where typ is empty, of all.
type param struct{ typ, name, value string }

// parseParams reads the flag: name=value, or Type?name=value.
func parseParams(texts []string) ([]param, error) {
	var params []param
	for _, text := range texts {
		name, value, ok := strings.Cut(text, "=")
		typ, rest, typed := strings.Cut(name, "?")
		if typed {
			name = rest
		} else {
			typ = ""
		}
		if !ok || name == "" || typed && typ == "" {
			return nil, usagef("--param: write it as name=value, or Type?name=value for the searches of one type")
		}
		params = append(params, param{typ, name, value})
	}
	return params, nil
}

// values returns the parameters of the search of a type.
func (s *search) values(typ string) url.Values {
	values := url.Values{}
	for _, p := range s.params {
		if p.typ == "" || p.typ == typ {
			values.Add(p.name, p.value)
		}
	}
	if !values.Has("_count") {
		values.Set("_count", pageSize)
	}
	return values
}

// checkParams refuses parameters of types that are not searched, which can only be a mistake.
func (s *search) checkParams() error {
	for _, p := range s.params {
		if p.typ != "" && !slices.Contains(s.types, p.typ) {
			return usagef("--param: no view is for %s", printable(p.typ))
		}
	}
	return nil
}

// source reads the pages of the searches. A search that cannot go on is an error; one that comes to its end and may have
// found more than it handed over is noted.
func (s *search) source(ctx context.Context) source.Source {
	return func(yield func(*source.Block, error) bool) {
		for _, typ := range s.types {
			if !s.search(ctx, typ, yield) {
				return
			}
		}
	}
}

// search yields the resources of one type. Nothing is copied: the blocks hold what was received.
func (s *search) search(ctx context.Context, typ string, yield func(*source.Block, error) bool) bool {
	opts := &fhirclient.SearchOptions{Keep: true, Strict: len(s.params) > 0, MaxPages: s.most}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	found := s.client.Search(ctx, typ, s.values(typ), opts)
	name, pages := s.server+typ, &serverPages{fetching: func() bool { return false }}
	all := found.Pages()
	if s.ahead {
		var ahead prefetch.Pages[fhirclient.Page]
		all, pages.fetching = ahead.All(all, stop), ahead.Fetching
	}
	for page, err := range all {
		if err != nil {
			s.tell.said(err)
			yield(nil, fmt.Errorf("%s: %w", s.server, hinted(err)))
			return false
		}
		if !pages.get().blocks(name, &page, yield) {
			return false
		}
	}
	for _, o := range found.Info().Outcomes {
		s.tell.outcome(o)
	}
	if err := found.Incomplete(); err != nil {
		s.short = append(s.short, err)
	}
	return true
}

// hinted adds what the command can do about an error.
func hinted(err error) error {
	if errors.Is(err, fhirclient.ErrForeignNext) {
		return fmt.Errorf("%w; --rebase-next follows it at the server's own address", err)
	}
	return err
}

// typesOf returns the types that the views are for, each once, in the order of the views.
func typesOf(views []*viewFile) []string {
	var types []string
	for _, v := range views {
		if typ := v.plan.Resource(); !slices.Contains(types, typ) {
			types = append(types, typ)
		}
	}
	return types
}

// searchServers returns what reads from a server that --in names.
func (e *env) searchServers(o *runOptions, views []*viewFile) (openServer, error) {
	params, err := parseParams(o.param)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, server string) (source.Source, error) {
		if err := checkServer(o.serverFrom(), server); err != nil {
			return nil, err
		}
		cfg, err := o.server.config(ctx, server, "system/*.read")
		if err != nil {
			return nil, err
		}
		tell := e.notices(&o.server, o.quiet)
		cfg.Waiting = tell.waiting
		client, err := e.client(o.serverFrom(), server, cfg)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(server, "/") + "/"
		s := &search{server: name, client: client, types: typesOf(views), params: params, most: int(o.maxPages), tell: tell}
		s.ahead = o.parallel != 1 && o.limit == 0
		o.searches = append(o.searches, s)
		return s.source(ctx), s.checkParams()
	}, nil
}

// serverFromEnvironment has the server of the environment read where the command line names no input. Whoever pipes
// something in is told that it is not read.
func (e *env) serverFromEnvironment(o *runOptions) error {
	server := os.Getenv(serverVariable)
	if len(o.in) > 0 || server == "" || o.explain {
		return nil
	}
	if !isURL(server) {
		return usagef("%s: the URL of a server begins with http:// or https://", serverVariable)
	}
	if e.stdinPiped && !o.quiet {
		e.sayf("reading from the server of %s; --in - reads standard input\n", serverVariable)
	}
	o.in, o.fromEnv = []string{server}, true
	return nil
}

// serverFrom is what named the server.
func (o *runOptions) serverFrom() string {
	if o.fromEnv {
		return serverVariable
	}
	return "--in"
}

// closeIdle leaves no connections to servers behind.
func (o *runOptions) closeIdle() {
	for _, s := range o.searches {
		s.client.CloseIdleConnections()
	}
}

// short tells of searches that may have found more than they handed over, and is true where there are any.
func (e *env) short(searches []*search) bool {
	found := false
	for _, s := range searches {
		for _, err := range s.short {
			found = true
			e.sayf("fhirview: warning: %s: %v\n", s.server, err)
		}
	}
	return found
}
