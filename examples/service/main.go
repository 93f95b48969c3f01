// Command service is the smallest service: one view over what a FHIR server has, as JSON, with health and metrics.
//
//	FHIRVIEW_SERVER=http://localhost:8080/fhir FHIRVIEW_LISTEN=localhost:8081 go run .
//	curl 'localhost:8081/patients?name=quill'  # the rows
//	curl localhost:8081/health                 # 503 where nothing can be had from the FHIR server
//	curl localhost:8081/metrics                # for Prometheus: fhirview_runner_… and fhirview_client_…
//
// The view is patients.view.json beside this file, and the struct patient has its columns; to serve other rows, change both.
// docs/configuration.md has all that it can be told. It is a module of its own, for the sake of Prometheus.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	otelprometheus "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/sdk/metric"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/settings"
	"github.com/fhirview/fhirview/viewdef"
)

//go:embed patients.view.json
var view []byte

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := serve(ctx)
	stop()
	if err != nil {
		slog.Error(err.Error())
		os.Exit(1)
	}
}

func serve(ctx context.Context) error {
	cfg, err := settings.Load(ctx, nil)
	if err != nil {
		return err
	}
	s, err := newService(cfg)
	if err != nil {
		return err
	}
	server := &http.Server{Addr: cfg.Listen, Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		_ = server.Shutdown(last) // what is not answered by then is given up
	}()
	slog.Info("listening", "address", cfg.Listen)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-ended
	return s.tables.Close()
}

// service answers from one view.
type service struct {
	plan    *viewdef.Plan
	tables  *runner.Runner
	metrics *prometheus.Registry
}

func newService(cfg *settings.Settings) (*service, error) {
	s := &service{metrics: prometheus.NewRegistry()}
	exporter, err := otelprometheus.New(otelprometheus.WithRegisterer(s.metrics))
	if err != nil {
		return nil, err
	}
	meter := metric.NewMeterProvider(metric.WithReader(exporter))
	cfg.Client.Meter, cfg.Client.Logger = meter, slog.Default()
	cfg.Runner.Meter, cfg.Runner.Logger = meter, slog.Default()
	client, err := cfg.NewClient()
	if err != nil {
		return nil, err
	}
	if s.plan, err = viewdef.Compile(view, &viewdef.Options{Model: cfg.Model()}); err != nil {
		return nil, err
	}
	s.tables, err = runner.New(client, &cfg.Runner)
	return s, err
}

func (s *service) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /patients", s.patients)
	mux.HandleFunc("GET /health", s.health)
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics, promhttp.HandlerOpts{}))
	return mux
}

// patient is a row of the view, as a struct.
type patient struct {
	ID        string  `json:"id"`
	Family    *string `json:"family"`
	BirthDate *string `fhirview:"birth_date" json:"birthDate"`
}

// patients answers with the rows of all patients, or of those of a name. Equal requests are one search of the server.
func (s *service) patients(w http.ResponseWriter, r *http.Request) {
	q := runner.Query{Params: url.Values{}, Limit: 1000}
	if name := r.FormValue("name"); name != "" {
		q.Params.Set("name", name)
	}
	table, err := s.tables.Execute(r.Context(), s.plan, q)
	if err != nil {
		slog.Error("patients", "error", err) // which holds nothing of patients
		http.Error(w, "the FHIR server does not answer", http.StatusBadGateway)
		return
	}
	rows, err := runner.Scan[patient](table)
	if err != nil {
		slog.Error("patients", "error", err)
		http.Error(w, "the view and the program do not fit together", http.StatusInternalServerError)
		return
	}
	answer(w, http.StatusOK, rows)
}

// health answers 503 where nothing can be had from the FHIR server.
func (s *service) health(w http.ResponseWriter, r *http.Request) {
	health, status := s.tables.Health(r.Context()), http.StatusOK
	if health.Status == runner.HealthDown {
		status = http.StatusServiceUnavailable
	}
	answer(w, status, health)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) //nolint:errchkjson // rows and health can be encoded, and whoever asked may have gone
}
