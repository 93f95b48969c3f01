package settings

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/fhirview/fhirview/internal/option"
)

// foreign matches variables that are not for a service: those that Kubernetes makes in every container beside a service
// called fhirview or fhirview-something, those of the command fhirview alone, and those of this repository's tests and tools.
var foreign = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^FHIRVIEW_(([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)` +
		`|SHARED|MEDPLUM|CHROMIUM|JUDGES|SPARK|ACCEPTANCE|FULL|TEST_SERVER|BENCH_[A-Z_]+)$`)
})

// environment returns the variables that settings have, by name. Others that look like some are problems. FHIRVIEW_PORT is
// Kubernetes's only where it holds an address; as a number somebody wants to set the port.
func (l *loader) environment(environ []string) map[string]value {
	known := []string{option.ConfigVariable}
	passed := map[string]bool{} // options of the command
	for i := range option.Table {
		o := &option.Table[i]
		if l.reads(o.Key) && !o.Command {
			known = append(known, o.Variable())
		} else {
			passed[o.Variable()] = true
		}
	}
	env := map[string]value{}
	for _, pair := range environ {
		name, text, _ := strings.Cut(pair, "=")
		switch {
		case !strings.HasPrefix(name, option.Prefix) || text == "":
		case slices.Contains(known, name):
			env[name] = value{text: text, from: name}
		case passed[name] || l.lenient():
		case !foreign().MatchString(name), name == option.Prefix+"PORT" && !strings.Contains(text, "://"):
			l.problemf("%s is no setting%s", name, suggestion(name, option.Prefix, known))
		}
	}
	return env
}
