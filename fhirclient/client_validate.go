package fhirclient

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/fhirview/fhirview/fhirclient/internal/host"
)

const maxAttempts = 10

// validate returns the config with its defaults and the base with its slash, or everything that is wrong with them.
func validate(base string, cfg *Config) (Config, *url.URL, error) {
	var full Config
	if cfg != nil {
		full = *cfg
	}
	full.Header = full.Header.Clone()
	root, err := parseBase(base)
	problems := append([]error{err}, checkConfig(&full)...)
	if err := errors.Join(problems...); err != nil {
		return Config{}, nil, fmt.Errorf("fhirclient: %w", err)
	}
	fillDefaults(&full)
	return full, root, nil
}

// parseBase never repeats the URL in its errors: it may hold a password.
func parseBase(base string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(base))
	switch {
	case err != nil:
		return nil, errors.New("the base URL cannot be parsed: give one such as https://example.org/fhir")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("the base URL must start with http:// or https://")
	case u.Hostname() == "":
		return nil, errors.New("the base URL names no host: give one such as https://example.org/fhir")
	case !validPort(u.Port()):
		return nil, errors.New("the base URL names a port that does not exist: they end at 65535")
	case u.User != nil:
		return nil, errors.New("the base URL holds a user name: use Config.Auth")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("the base URL has a query or a fragment: leave out everything from ? or #")
	}
	u.Host = strings.ToLower(u.Host)
	return u.JoinPath("/"), nil
}

// validPort is true for the port of a URL, which has none or a number of any size.
func validPort(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return port == "" || err == nil && n > 0
}

func checkConfig(c *Config) []error {
	var problems []error
	check := func(ok bool, format string, args ...any) {
		if !ok {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	check(c.Attempts >= 0 && c.Attempts <= maxAttempts, "Attempts is %d: it must be 1 to %d, or 0 for 3", c.Attempts, maxAttempts)
	check(c.MaxInFlight >= 0 && c.MaxInFlight <= host.MaxInFlight, "MaxInFlight is %d: it must be 1 to %d, or 0 for %[2]d", c.MaxInFlight, host.MaxInFlight)
	check(c.Rate >= 0 && !math.IsInf(c.Rate, 0), "Rate is %v: it must be above 0, or 0 for no limit", c.Rate)
	check(c.MaxBundle >= 0, "MaxBundle is %d: it must be above 0, or 0 for 256 MiB", c.MaxBundle)
	check(versionOK(c.FHIRVersion), "FHIRVersion must be two numbers such as 4.0 or 5.0, or empty")
	for _, d := range []struct {
		name string
		d    time.Duration
	}{{"Pause", c.Pause}, {"Timeout", c.Timeout}, {"IdleTimeout", c.IdleTimeout}} {
		check(d.d >= 0, "%s is %v: it must not be negative", d.name, d.d)
	}
	return append(problems, checkHeader(c.Header)...)
}

func checkHeader(h http.Header) []error {
	for name, values := range h {
		if name == "" || strings.ContainsFunc(name, notInName) {
			return []error{errors.New("the Header has a name that HTTP does not allow")}
		}
		for _, v := range values {
			if strings.ContainsAny(v, "\r\n\x00") {
				return []error{fmt.Errorf("the Header has a value of %s that HTTP does not allow", name)}
			}
		}
	}
	return nil
}

func notInName(r rune) bool {
	return r <= ' ' || r >= 0x7f || strings.ContainsRune("()<>@,;:\\\"/[]?={}", r)
}

func versionOK(v string) bool {
	major, minor, found := strings.Cut(v, ".")
	return v == "" || found && digits(major) && digits(minor)
}

func digits(s string) bool {
	return s != "" && len(s) < 10 && strings.Trim(s, "0123456789") == ""
}

// fillDefaults leaves Attempts alone, whose default depends on how an attempt fails.
func fillDefaults(c *Config) {
	setDefault(&c.MaxInFlight, host.MaxInFlight)
	setDefault(&c.Timeout, 2*time.Minute)
	setDefault(&c.IdleTimeout, time.Minute)
	setDefault(&c.MaxBundle, 256<<20)
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
