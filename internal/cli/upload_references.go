package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/upload"
)

var errReferences = errors.New("references lead nowhere: nothing was sent (--check-references=server also looks for their targets on the server)")

// checkReferences looks for the targets of all references, and is an error where some are missing.
func (e *env) checkReferences(ctx context.Context, client *fhirclient.Client, o *uploadOptions, in *input, lost *lost) error {
	feed := &feed{in: in}
	report, err := upload.CheckReferences(ctx, client, feed.records, &upload.ReferenceOptions{
		Server: o.references.value == "server", Unwrap: o.unwrap, Keep: keptFailures, Missing: lost.reason,
	})
	if err != nil {
		return err
	}
	for _, f := range report.Failures {
		e.tell(f)
	}
	if n := int64(len(report.Failures)); report.Missing > n {
		e.sayf("fhirview: these were the first that are missing\n")
	}
	if !o.quiet || report.Missing > 0 {
		e.sayf("%s\n", referenceSummary(report))
	}
	if report.Missing == 0 {
		return nil
	}
	return errors.Join(errReferences, lost.reasons.commit())
}

func referenceSummary(r *upload.ReferenceReport) string {
	parts := []string{counted(r.References, "reference")}
	for _, part := range []struct {
		n    int64
		what string
	}{{r.Input, "in the input"}, {r.Server, "on the server"}, {r.Elsewhere, "to other servers"}, {r.Missing, "missing"}} {
		if part.n > 0 {
			parts = append(parts, thousands(part.n)+" "+part.what)
		}
	}
	return strings.Join(parts, ", ")
}
