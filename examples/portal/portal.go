package main

import (
	"context"
	"embed"
	"encoding/json"
	"html/template"
	"log/slog"
	"net/http"

	"github.com/fhirview/fhirview/runner"
	"github.com/fhirview/fhirview/viewdef"
	"github.com/fhirview/fhirview/viewdef/registry"
)

//go:embed web
var web embed.FS

var pageTemplate = template.Must(template.ParseFS(web, "web/*.html"))

// tables is what the portal needs of a runner.
type tables interface {
	Execute(ctx context.Context, plan *viewdef.Plan, query runner.Query) (*runner.Table, error)
	Health(ctx context.Context) runner.Health
}

// portal answers requests of browsers. It keeps nothing of its own between them: tables lie in the runner's cache.
type portal struct {
	tables tables
	views  *registry.Registry
	log    *slog.Logger
	// demo says on the page that the data is synthetic.
	demo bool
}

// handler returns all of the portal. local is true where it listens on this machine alone.
func (p *portal) handler(local bool) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.page)
	mux.HandleFunc("POST /refresh", p.refresh)
	mux.HandleFunc("GET /download", p.download)
	mux.HandleFunc("GET /healthz", p.health)
	mux.HandleFunc("GET /style.css", asset("web/style.css", "text/css; charset=utf-8"))
	mux.HandleFunc("GET /icon.svg", asset("web/icon.svg", "image/svg+xml"))
	h := http.NewCrossOriginProtection().Handler(mux)
	if local {
		h = onlyLocalNames(h)
	}
	return logged(p.log, secured(h))
}

// asset serves a file of the program's own.
func asset(name, mediaType string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", mediaType)
		w.Header().Set("Cache-Control", "no-cache")
		http.ServeFileFS(w, r, web, name)
	}
}

// health answers 503 where no new tables can be had, so that whoever distributes requests sends them elsewhere.
func (p *portal) health(w http.ResponseWriter, r *http.Request) {
	health := p.tables.Health(r.Context())
	status := http.StatusOK
	if health.Status == runner.HealthDown {
		status = http.StatusServiceUnavailable
	}
	data, err := json.Marshal(health)
	if err != nil {
		http.Error(w, "the answer could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data) // who asked went away
}
