package settings

import (
	"math"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/runner"
)

// unbounded is the upper bound of numbers that have none.
const unbounded = math.MaxInt32

// table has all settings, in the order of docs/configuration.md. It is made when the first settings are loaded, and not
// changed.
var table = sync.OnceValue(func() []setting {
	return slices.Concat(serviceTable(), credentialTable(), clientTable(), runnerTable())
})

func serviceTable() []setting {
	return []setting{
		serverSetting(),
		listenSetting(),
		viewsSetting(),
		versionSetting(),
	}
}

func credentialTable() []setting {
	return []setting{
		secret("auth.token", "a token", "bearer token that never changes"),
		credential("auth.token_file", "the path of a file", "file with the bearer token; read again for each request, so it may be replaced"),
		credential("auth.user", "a name without a colon", "user's name for basic authentication"),
		secret("auth.password", "a password", "password of that user"),
		credential("auth.password_file", "the path of a file", "file with the password; read once"),
		credential("smart.client_id", "the client's id", "id of a client of SMART Backend Services"),
		credential("smart.key_file", "the path of a PEM or JWK file", "private key of that client; read once"),
		credential("smart.key_id", "a key's id", "which key of a key set to use; needed only where there are several"),
		credential("smart.token_url", "an absolute URL", "where tokens are asked for; by default the server is asked for the place"),
		scopesSetting(),
		credential("smart.key_set_url", "an absolute URL", "where the public key can be fetched, for servers that ask for it"),
	}
}

func clientTable() []setting {
	return []setting{
		number("client.max_in_flight", 100, "100", "how many requests are under way at most", func(s *Settings) *int { return &s.Client.MaxInFlight }),
		truth("client.fixed", "keep max_in_flight requests under way, rather than as many as the server is seen to bear", func(s *Settings) *bool { return &s.Client.Fixed }),
		number("client.attempts", 10, "3", "how often a request is sent at most, where a repeat can do no harm", func(s *Settings) *int { return &s.Client.Attempts }),
		rate("client.rate", "no limit", "how many requests are sent in a second at most", func(s *Settings) *float64 { return &s.Client.Rate }),
		duration("client.pause", "none", "least time between the starts of two requests", func(s *Settings) *time.Duration { return &s.Client.Pause }),
		duration("client.timeout", "2m", "how long to wait for the head of an answer", func(s *Settings) *time.Duration { return &s.Client.Timeout }),
		duration("client.idle_timeout", "1m", "how long to wait for the next bytes of an answer", func(s *Settings) *time.Duration { return &s.Client.IdleTimeout }),
		size("client.max_bundle", "256MiB", "how long a page of a search may be", func(s *Settings) *int64 { return &s.Client.MaxBundle }),
		headerSetting(),
		truth("client.rebase_next", "follow links to further pages that name another origin at the server's own address", func(s *Settings) *bool { return &s.Client.RebaseNext }),
	}
}

func runnerTable() []setting {
	return []setting{
		truth("runner.sequential", "evaluate one resource after the other", func(s *Settings) *bool { return &s.Runner.Sequential }),
		batchSetting(),
		number("runner.page_size", unbounded, "500", "how many resources to ask for in a page of a search (`_count`)", func(s *Settings) *int { return &s.Runner.PageSize }),
		duration("runner.timeout", "none", "how long fetching and evaluating a table may take", func(s *Settings) *time.Duration { return &s.Runner.Timeout }),
		number("runner.max_failures", unbounded, "no limit", "how many resources may fail before the table does", func(s *Settings) *int { return &s.Runner.MaxFailures }),
		switchedDuration("runner.cache_ttl", "5m", "how long a table is served from the cache", func(s *Settings) *time.Duration { return &s.Runner.CacheTTL }),
		number("runner.cache_entries", unbounded, "256", "how many tables the cache holds at most", func(s *Settings) *int { return &s.Runner.CacheEntries }),
		size("runner.cache_bytes", "64MiB", "how much memory the cache takes at most", func(s *Settings) *int64 { return &s.Runner.CacheBytes }),
		duration("runner.stale_while_revalidate", "not at all", "how long past its time a table is still served while a new one is fetched", func(s *Settings) *time.Duration { return &s.Runner.StaleWhileRevalidate }),
		truth("runner.cache_truncated", "keep tables in the cache that the server did not send all of", func(s *Settings) *bool { return &s.Runner.CacheTruncated }),
		switchedDuration("runner.slow_run", "500ms", "from when on a run is logged as slow", func(s *Settings) *time.Duration { return &s.Runner.SlowRun }),
	}
}

// serverSetting lets the client judge the URL. Its error does not repeat it.
func serverSetting() setting {
	t := text("server", "the base URL of a FHIR server", "none", "the FHIR server, such as `https://example.org/fhir`", func(s *Settings) *string { return &s.Server })
	t.set = func(s *Settings, v *value) error {
		if _, err := fhirclient.New(v.text, nil); err != nil {
			return err
		}
		s.Server = v.text
		return nil
	}
	return t
}

func listenSetting() setting {
	t := text("listen", "an address such as localhost:8080 or :80", "localhost:8080", "where the service itself answers", nil)
	wrong := t.wrong()
	t.set = func(s *Settings, v *value) error {
		if !checkAddress(v.text) {
			return wrong
		}
		s.Listen = v.text
		return nil
	}
	return t
}

func viewsSetting() setting {
	t := text("views", "the path of a folder", "none", "folder of ViewDefinitions", nil)
	wrong := t.wrong()
	t.set = func(s *Settings, v *value) error {
		if info, err := os.Stat(v.path()); err != nil || !info.IsDir() {
			return wrong
		}
		s.Views = v.path()
		return nil
	}
	return t
}

func versionSetting() setting {
	t := text("fhir_version", "R4, R4B, R5 or R6, or a version such as 4.0.1", "each view's fhirVersion, else R4", "FHIR release that the data is of", nil)
	wrong := t.wrong()
	t.set = func(s *Settings, v *value) error {
		m, err := model.ForRelease(v.text)
		if err != nil {
			return wrong
		}
		s.FHIRVersion = m.Release()
		return nil
	}
	return t
}

func scopesSetting() setting {
	t := credential("smart.scopes", "scopes with spaces between; in the file also an array", "the rights to ask for")
	t.standard, t.list = "system/*.read", " "
	return t
}

// headerSetting lets the client judge what HTTP allows. Credentials have settings of their own, because a header of every
// request goes before them.
func headerSetting() setting {
	t := setting{
		key: "client.header", form: "Name: value, a line each; in the file also an array; without Authorization",
		standard: "none", about: "headers to send with every request, such as a tenant's name", list: "\n",
	}
	wrong := t.wrong()
	t.set = func(s *Settings, v *value) error {
		h := http.Header{}
		for line := range strings.Lines(v.text) {
			name, text, found := strings.Cut(strings.TrimSpace(line), ":")
			if !found || strings.EqualFold(name, "Authorization") {
				return wrong
			}
			h.Add(name, strings.TrimSpace(text))
		}
		if _, err := fhirclient.New("http://localhost", &fhirclient.Config{Header: h}); err != nil {
			return wrong
		}
		s.Client.Header = h
		return nil
	}
	return t
}

// batchSetting is a number or auto.
func batchSetting() setting {
	t := setting{key: "runner.batch_size", form: "a whole number from 1, or auto", standard: "10", about: "how many resources a worker evaluates at a time"}
	plain := number(t.key, unbounded, "", "", func(s *Settings) *int { return &s.Runner.BatchSize })
	wrong := t.wrong()
	t.set = func(s *Settings, v *value) error {
		if v.text == "auto" {
			s.Runner.BatchSize = runner.Auto
			return nil
		}
		if plain.set(s, v) != nil {
			return wrong
		}
		return nil
	}
	return t
}
