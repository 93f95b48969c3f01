package settings

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fhirview/fhirview/internal/option"
)

// example is a good value of a setting, another for tests of precedence, and what the first does.
type example struct {
	text, other string
	want        func(*Settings)
}

// examples has one for each setting but credentials.
func examples(folder string) map[string]example {
	return map[string]example{
		"server":       {"https://example.org/fhir", "http://localhost/r4", func(s *Settings) { s.Server = "https://example.org/fhir" }},
		"listen":       {":80", "localhost:0", func(s *Settings) { s.Listen = ":80" }},
		"views":        {folder, "/", func(s *Settings) { s.Views = folder }},
		"fhir_version": {"r5", "R6", func(s *Settings) { s.FHIRVersion = "R5" }},

		"client.max_in_flight": {"8", "9", func(s *Settings) { s.Client.MaxInFlight = 8 }},
		"client.fixed":         {"true", "false", func(s *Settings) { s.Client.Fixed = true }},
		"client.attempts":      {"1", "10", func(s *Settings) { s.Client.Attempts = 1 }},
		"client.rate":          {"2.5", "3", func(s *Settings) { s.Client.Rate = 2.5 }},
		"client.pause":         {"20ms", "1s", func(s *Settings) { s.Client.Pause = 20 * time.Millisecond }},
		"client.timeout":       {"30s", "1s", func(s *Settings) { s.Client.Timeout = 30 * time.Second }},
		"client.idle_timeout":  {"1m30s", "1s", func(s *Settings) { s.Client.IdleTimeout = 90 * time.Second }},
		"client.max_bundle":    {"1GiB", "1", func(s *Settings) { s.Client.MaxBundle = 1 << 30 }},
		"client.header":        {"X-Tenant: a\nX-Purpose: research", "X-Tenant: b", func(s *Settings) { s.Client.Header = http.Header{"X-Tenant": {"a"}, "X-Purpose": {"research"}} }},
		"client.rebase_next":   {"1", "0", func(s *Settings) { s.Client.RebaseNext = true }},

		"runner.sequential":             {"true", "false", func(s *Settings) { s.Runner.Sequential = true }},
		"runner.batch_size":             {"auto", "20", func(s *Settings) { s.Runner.BatchSize = -1 }},
		"runner.page_size":              {"100", "50", func(s *Settings) { s.Runner.PageSize = 100 }},
		"runner.timeout":                {"1h", "1s", func(s *Settings) { s.Runner.Timeout = time.Hour }},
		"runner.max_failures":           {"5", "6", func(s *Settings) { s.Runner.MaxFailures = 5 }},
		"runner.cache_ttl":              {"off", "1s", func(s *Settings) { s.Runner.CacheTTL = -1 }},
		"runner.cache_entries":          {"10", "11", func(s *Settings) { s.Runner.CacheEntries = 10 }},
		"runner.cache_bytes":            {"512 KiB", "1024", func(s *Settings) { s.Runner.CacheBytes = 512 << 10 }},
		"runner.stale_while_revalidate": {"10s", "1s", func(s *Settings) { s.Runner.StaleWhileRevalidate = 10 * time.Second }},
		"runner.cache_truncated":        {"true", "false", func(s *Settings) { s.Runner.CacheTruncated = true }},
		"runner.slow_run":               {"2s", "off", func(s *Settings) { s.Runner.SlowRun = 2 * time.Second }},
	}
}

func defaults() *Settings { return &Settings{Listen: "localhost:8080"} }

// writeFile writes a configuration file with settings, in groups, and returns its path.
func writeFile(t *testing.T, settings map[string]any) string {
	t.Helper()
	root := map[string]any{}
	for key, v := range settings {
		group, name, ok := strings.Cut(key, ".")
		if !ok {
			root[key] = v
			continue
		}
		if root[group] == nil {
			root[group] = map[string]any{}
		}
		root[group].(map[string]any)[name] = v
	}
	data, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return writeText(t, string(data))
}

func writeText(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "fhirview.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// load reads settings that have to be right.
func load(t *testing.T, file string, environ ...string) *Settings {
	t.Helper()
	s, err := Load(t.Context(), &Options{File: file, Environ: append([]string{}, environ...)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDefaults(t *testing.T) {
	if diff := cmp.Diff(defaults(), load(t, "")); diff != "" {
		t.Error(diff)
	}
}

// TestEachSetting gives each setting alone: in the environment, in the file, and in both.
func TestEachSetting(t *testing.T) {
	all := examples(t.TempDir())
	settings := table()
	for i := range settings {
		key := settings[i].Key
		if settings[i].Credential {
			continue
		}
		e, ok := all[key]
		if !ok {
			t.Errorf("%s has no example here", key)
			continue
		}
		want := defaults()
		e.want(want)
		inEnv := option.Variable(key) + "=" + e.text
		for name, got := range map[string]*Settings{
			"environment":           load(t, "", inEnv),
			"file":                  load(t, writeFile(t, map[string]any{key: e.text})),
			"environment over file": load(t, writeFile(t, map[string]any{key: e.other}), inEnv),
			"empty variable":        load(t, writeFile(t, map[string]any{key: e.text}), option.Variable(key)+"="),
		} {
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s from the %s (-want +got):\n%s", key, name, diff)
			}
		}
		delete(all, key)
	}
	if left := slices.Collect(maps.Keys(all)); len(left) > 0 {
		t.Errorf("examples of settings that do not exist: %v", left)
	}
}

// TestFileForms takes JSON's own numbers and truth values, null for nothing, a byte order mark, and the path of the file
// from its variable.
func TestFileForms(t *testing.T) {
	file := writeText(t, "\uFEFF"+`{"client": {"header": ["X-Tenant: a"], "max_in_flight": 8, "rate": 2.5, "fixed": true, "pause": null}, "runner": {}}`)
	want := defaults()
	want.Client.MaxInFlight, want.Client.Rate, want.Client.Fixed, want.Client.Header = 8, 2.5, true, http.Header{"X-Tenant": {"a"}}
	if diff := cmp.Diff(want, load(t, "", "FHIRVIEW_CONFIG="+file)); diff != "" {
		t.Error(diff)
	}
}

// TestPaths holds that a path in the file is relative to the file, and one in a variable to the working directory.
func TestPaths(t *testing.T) {
	file := writeFile(t, map[string]any{"views": "views"})
	folder := filepath.Join(filepath.Dir(file), "views")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if got := load(t, file).Views; got != folder {
		t.Errorf("got %s, want %s", got, folder)
	}
	t.Chdir(filepath.Dir(file))
	if got := load(t, "", "FHIRVIEW_VIEWS=views").Views; got != "views" {
		t.Errorf("got %s, want views", got)
	}
}

// TestForeignVariables are those that Kubernetes and the command have.
func TestForeignVariables(t *testing.T) {
	load(t, "",
		"FHIRVIEW_PORT=tcp://10.0.0.1:80", "FHIRVIEW_SERVICE_HOST=10.0.0.1", "FHIRVIEW_SERVICE_PORT=80", "FHIRVIEW_SERVICE_PORT_HTTP=80",
		"FHIRVIEW_PORT_80_TCP=tcp://10.0.0.1:80", "FHIRVIEW_PORT_80_TCP_PROTO=tcp", "FHIRVIEW_PORTAL_PORT_80_TCP_ADDR=10.0.0.1",
		"FHIRVIEW_UPLOAD_METHOD=put", "FHIRVIEW_SHARED=/data", "FHIRVIEW_JUDGES=python", "FHIRVIEW_TEST_SERVER=x", "OTHER=x", "FHIRVIEW=x")
}

func TestModel(t *testing.T) {
	for version, want := range map[string]string{"R4": "4.0", "R4B": "4.3", "R5": "5.0", "R6": "6.0", "4.0.1": "4.0", "4.3": "4.3", "5.0.0": "5.0", "6.0.0-ballot": "6.0"} {
		if got := load(t, "", "FHIRVIEW_FHIR_VERSION="+version).Model().Version(); !strings.HasPrefix(got, want) {
			t.Errorf("%s: got the model of %s, want that of %s", version, got, want)
		}
	}
	if got := load(t, "").Model(); got != nil { // each view's own
		t.Errorf("without a release there is the model of %s", got.Version())
	}
}

func TestNoServer(t *testing.T) {
	_, err := load(t, "").NewClient()
	if want := "settings: no FHIR server is named: set FHIRVIEW_SERVER"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
