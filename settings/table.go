package settings

import (
	"math"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirpath/model"
	"github.com/fhirview/fhirview/internal/option"
)

// unbounded is the upper bound of numbers that have none.
const unbounded = math.MaxInt32

// setting is an option of a service, and what a value of it does.
type setting struct {
	*option.Option

	set setter // nil for credentials
}

// setter sets a field, or returns an error that says what is wrong with a value.
type setter func(s *Settings, v *value) error

// table has all settings, in the order of docs/configuration.md. It is made when the first settings are loaded, and not
// changed.
var table = sync.OnceValue(func() []setting {
	var all []setting
	for i := range option.Table {
		o := &option.Table[i]
		if o.Command {
			continue
		}
		t := setting{Option: o}
		if newSetter := setters[o.Key]; newSetter != nil {
			t.set = newSetter(o.Wrong())
		}
		all = append(all, t)
	}
	return all
})

// setters has, by key, what makes a setter that says of all that is wrong the same.
var setters = map[string]func(wrong error) setter{
	"server":       serverURL,
	"listen":       listen,
	"views":        views,
	"fhir_version": release,

	"client.max_in_flight": number(100, func(s *Settings) *int { return &s.Client.MaxInFlight }),
	"client.fixed":         truth(func(s *Settings) *bool { return &s.Client.Fixed }),
	"client.attempts":      number(10, func(s *Settings) *int { return &s.Client.Attempts }),
	"client.rate":          rate(func(s *Settings) *float64 { return &s.Client.Rate }),
	"client.pause":         duration(func(s *Settings) *time.Duration { return &s.Client.Pause }),
	"client.timeout":       duration(func(s *Settings) *time.Duration { return &s.Client.Timeout }),
	"client.idle_timeout":  duration(func(s *Settings) *time.Duration { return &s.Client.IdleTimeout }),
	"client.max_bundle":    size(func(s *Settings) *int64 { return &s.Client.MaxBundle }),
	"client.header":        header,
	"client.rebase_next":   truth(func(s *Settings) *bool { return &s.Client.RebaseNext }),

	"runner.sequential":             truth(func(s *Settings) *bool { return &s.Runner.Sequential }),
	"runner.batch_size":             batch,
	"runner.page_size":              number(unbounded, func(s *Settings) *int { return &s.Runner.PageSize }),
	"runner.timeout":                duration(func(s *Settings) *time.Duration { return &s.Runner.Timeout }),
	"runner.max_failures":           number(unbounded, func(s *Settings) *int { return &s.Runner.MaxFailures }),
	"runner.cache_ttl":              switched(func(s *Settings) *time.Duration { return &s.Runner.CacheTTL }),
	"runner.cache_entries":          number(unbounded, func(s *Settings) *int { return &s.Runner.CacheEntries }),
	"runner.cache_bytes":            size(func(s *Settings) *int64 { return &s.Runner.CacheBytes }),
	"runner.stale_while_revalidate": duration(func(s *Settings) *time.Duration { return &s.Runner.StaleWhileRevalidate }),
	"runner.cache_truncated":        truth(func(s *Settings) *bool { return &s.Runner.CacheTruncated }),
	"runner.slow_run":               switched(func(s *Settings) *time.Duration { return &s.Runner.SlowRun }),
}

// serverURL lets the client judge the URL. Its error does not repeat it.
func serverURL(error) setter {
	return func(s *Settings, v *value) error {
		if _, err := fhirclient.New(v.text, nil); err != nil {
			return err
		}
		s.Server = v.text
		return nil
	}
}

func listen(wrong error) setter {
	return func(s *Settings, v *value) error {
		if !checkAddress(v.text) {
			return wrong
		}
		s.Listen = v.text
		return nil
	}
}

func views(wrong error) setter {
	return func(s *Settings, v *value) error {
		if info, err := os.Stat(v.path()); err != nil || !info.IsDir() {
			return wrong
		}
		s.Views = v.path()
		return nil
	}
}

func release(wrong error) setter {
	return func(s *Settings, v *value) error {
		m, err := model.ForRelease(v.text)
		if err != nil {
			return wrong
		}
		s.FHIRVersion = m.Release()
		return nil
	}
}

// header lets the client judge what HTTP allows. Credentials have settings of their own, because a header of every request
// goes before them.
func header(wrong error) setter {
	return func(s *Settings, v *value) error {
		h := http.Header{}
		for line := range strings.Lines(v.text) {
			name, text, found := strings.Cut(strings.TrimSpace(line), ":")
			name = http.CanonicalHeaderKey(strings.TrimSpace(name))
			if !found || name == "Authorization" || name == "Proxy-Authorization" || name == "Cookie" {
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
}

// batch is a number or auto.
func batch(wrong error) setter {
	plain := number(unbounded, func(s *Settings) *int { return &s.Runner.BatchSize })(wrong)
	return func(s *Settings, v *value) error {
		if v.text == "auto" {
			s.Runner.BatchSize = -1
			return nil
		}
		return plain(s, v)
	}
}
