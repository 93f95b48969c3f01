package settings

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

const (
	prefix = "FHIRVIEW_"
	// configVariable names the file. It is not a setting, because the file cannot name itself.
	configVariable = prefix + "CONFIG"
)

// variable is the name of a setting's variable.
func variable(key string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// foreign matches variables that are not for a service: those that Kubernetes makes in every container beside a service
// called fhirview or fhirview-something, those of the command fhirview alone, and those of this repository's tests and tools.
var foreign = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^FHIRVIEW_(([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)` +
		`|SEARCH_(PARAM|MAX_PAGES)|UPLOAD_[A-Z_]+|SHARED|MEDPLUM|CHROMIUM|BENCH_[A-Z_]+)$`)
})

// environment returns the variables that settings have, by name. Others that look like some are problems. FHIRVIEW_PORT is
// Kubernetes's only where it holds an address; as a number somebody wants to set the port.
func (l *loader) environment(environ []string) map[string]value {
	known := []string{configVariable}
	all := table()
	for i := range all {
		known = append(known, variable(all[i].key))
	}
	env := map[string]value{}
	for _, pair := range environ {
		name, text, _ := strings.Cut(pair, "=")
		switch {
		case !strings.HasPrefix(name, prefix) || text == "":
		case slices.Contains(known, name):
			env[name] = value{text: text, from: name}
		case !foreign().MatchString(name), name == prefix+"PORT" && !strings.Contains(text, "://"):
			l.problemf("%s is no setting%s", name, suggestion(name, prefix, known))
		}
	}
	return env
}
