package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// flagVariable is a flag and the variable that sets it where the command line does not.
type flagVariable struct{ flag, variable string }

// serverVariables are for the flags of serverOptions. Their names are those of the package settings, where that knows them.
var serverVariables = []flagVariable{
	{"header", "FHIRVIEW_CLIENT_HEADER"},
	{"token-file", "FHIRVIEW_AUTH_TOKEN_FILE"},
	{"auth-smart-client-id", "FHIRVIEW_SMART_CLIENT_ID"},
	{"auth-smart-key", "FHIRVIEW_SMART_KEY_FILE"},
	{"auth-smart-key-id", "FHIRVIEW_SMART_KEY_ID"},
	{"auth-smart-token-url", "FHIRVIEW_SMART_TOKEN_URL"},
	{"auth-smart-scopes", "FHIRVIEW_SMART_SCOPES"},
	{"max-in-flight", "FHIRVIEW_CLIENT_MAX_IN_FLIGHT"},
	{"timeout", "FHIRVIEW_CLIENT_TIMEOUT"},
}

// searchVariables are for the flags that only reading has.
var searchVariables = []flagVariable{
	{"param", "FHIRVIEW_SEARCH_PARAM"},
	{"max-pages", "FHIRVIEW_SEARCH_MAX_PAGES"},
	{"rebase-next", "FHIRVIEW_CLIENT_REBASE_NEXT"},
}

// serverVariable names the server where the command line names none.
const serverVariable = "FHIRVIEW_SERVER"

// uploadVariables are for the flags that only upload has.
var uploadVariables = []flagVariable{
	{"to", serverVariable},
	{"pause", "FHIRVIEW_CLIENT_PAUSE"},
	{"concurrency", "FHIRVIEW_UPLOAD_CONCURRENCY"},
	{"method", "FHIRVIEW_UPLOAD_METHOD"},
	{"batch-size", "FHIRVIEW_UPLOAD_BATCH_SIZE"},
	{"identifier", "FHIRVIEW_UPLOAD_IDENTIFIER"},
	{"journal", "FHIRVIEW_UPLOAD_JOURNAL"},
	{"failed", "FHIRVIEW_UPLOAD_FAILED"},
	{"unknown", "FHIRVIEW_UPLOAD_UNKNOWN"},
	{"report", "FHIRVIEW_UPLOAD_REPORT"},
	{"max-failures", "FHIRVIEW_UPLOAD_MAX_FAILURES"},
	{"no-check", "FHIRVIEW_UPLOAD_NO_CHECK"},
	{"unwrap", "FHIRVIEW_UPLOAD_UNWRAP"},
	{"check-references", "FHIRVIEW_UPLOAD_CHECK_REFERENCES"},
}

// refuse is an error where the command line has one of the flags of the tables, or one that names a secret's variable.
func refuse(flags *pflag.FlagSet, why string, tables ...[]flagVariable) error {
	for _, v := range slices.Concat(append(tables, []flagVariable{{flag: "token-env"}, {flag: "auth-basic-env"}, {flag: "verbose"}})...) {
		if flags.Changed(v.flag) {
			return usagef("--%s: %s", v.flag, why)
		}
	}
	return nil
}

// fromEnvironment sets flags that the command line leaves alone. Those that can be given several times take a line each.
// Credentials on the command line go before all that the environment has of them.
func fromEnvironment(flags *pflag.FlagSet, tables ...[]flagVariable) error {
	named := credentialsNamed(flags)
	var errs []error
	for _, table := range tables {
		for _, v := range table {
			value, f := os.Getenv(v.variable), flags.Lookup(v.flag)
			if about := credentialsOf(v.flag); value == "" || f.Changed || named != "" && about != "" && about != named {
				continue
			}
			values := []string{value}
			if _, many := f.Value.(pflag.SliceValue); many {
				values = strings.Split(strings.TrimSpace(value), "\n")
			}
			for _, one := range values {
				if flags.Set(v.flag, one) != nil {
					errs = append(errs, fmt.Errorf("%s: the value is not one that --%s takes", v.variable, v.flag))
				}
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return usagef("%v", err)
	}
	return nil
}

// credentialsNamed is the flag by which the command line says what credentials to use, or "".
func credentialsNamed(flags *pflag.FlagSet) string {
	for _, name := range []string{"token-env", "token-file", "auth-basic-env", "auth-smart-client-id"} {
		if flags.Changed(name) {
			return name
		}
	}
	return ""
}

// credentialsOf is the flag that chooses the credentials that a flag is about, or "" where it is about something else.
func credentialsOf(flag string) string {
	if strings.HasPrefix(flag, "auth-smart-") {
		return "auth-smart-client-id"
	}
	if flag == "token-file" {
		return flag
	}
	return ""
}
