// Command portal is a small web application in which a researcher picks a view, sees its table and downloads it.
//
//	go run ./examples/portal                                               # on a server of its own, with synthetic data
//	FHIRVIEW_SERVER=https://example.org/fhir go run ./examples/portal      # on a real one
//
// README.md says what there is to see, docs/configuration.md what else can be set.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/fhirview/fhirview/examples/portal/internal/demo"
	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/settings"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/registry"
)

const (
	// demoPatients is enough for tables of several pages.
	demoPatients = 200
	// shutdownTime is how long requests that are being answered have when the program ends.
	shutdownTime = 10 * time.Second
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Environ(), os.Stderr, nil)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "portal:", err)
		os.Exit(1)
	}
}

// run serves until the context ends, and then answers what has begun. started is told the portal's address; nil is nobody.
func run(ctx context.Context, environ []string, out io.Writer, started func(url string)) error {
	cfg, err := settings.Load(ctx, &settings.Options{Environ: environ})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var background sync.WaitGroup
	defer background.Wait()
	defer cancel()

	isDemo := cfg.Server == ""
	if isDemo {
		server, err := startDemo(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = server.Close() }()
		cfg.Server = server.url
	}
	log := slog.New(slog.NewTextHandler(out, nil))
	p, tables, err := newService(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer func() { _ = tables.Close() }()
	p.demo = isDemo
	background.Go(func() { p.views.Watch(ctx, 0) })

	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		return err
	}
	url := "http://" + listener.Addr().String()
	what := "the FHIR server of FHIRVIEW_SERVER"
	if isDemo {
		what = fmt.Sprintf("synthetic data of %d patients", demoPatients)
	}
	_, _ = fmt.Fprintf(out, "The portal is at %s, with %s. Ctrl-C ends it.\n", url, what)
	if started != nil {
		started(url)
	}
	return serve(ctx, listener, p.handler(isLoopback(listener.Addr())))
}

// newService makes the parts of the portal: the client, the runner in front of it, and the views.
func newService(ctx context.Context, cfg *settings.Settings, log *slog.Logger) (*portal, *runner.Runner, error) {
	cfg.Client.Logger, cfg.Runner.Logger = log, log
	client, err := cfg.NewClient()
	if err != nil {
		return nil, nil, err
	}
	tables, err := runner.New(client, &cfg.Runner)
	if err != nil {
		return nil, nil, err
	}
	sources := []registry.Source{registry.Starter()}
	if cfg.Views != "" {
		sources = append(sources, registry.Folder(cfg.Views))
	}
	views, err := registry.New(ctx, sources, &registry.Config{View: &viewdef.Options{Model: cfg.Model()}, Log: log})
	if err != nil {
		return nil, nil, errors.Join(err, tables.Close())
	}
	return &portal{tables: tables, views: views, log: log}, tables, nil
}

// serve answers requests until the context ends, and gives those that have begun some time.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	err := server.Shutdown(ctx)
	return errors.Join(err, ended(<-failed))
}

// ended is nil for the error of a server that was told to end.
func ended(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// demoServer is the FHIR server of the portal's own.
type demoServer struct {
	*http.Server

	url string
}

// startDemo listens on the loopback interface only.
func startDemo(ctx context.Context) (*demoServer, error) {
	handler, err := demo.New(demoPatients)
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &demoServer{
		Server: &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second},
		url:    "http://" + listener.Addr().String() + "/fhir",
	}
	go func() { _ = s.Serve(listener) }() // ends with Close
	return s, nil
}

func isLoopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}
