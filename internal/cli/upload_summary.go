package cli

import (
	"strings"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
)

// keptFailures is how many failures are told.
const keptFailures = 10

// uploaded tells how an upload went, and returns what becomes the exit status.
func (e *env) uploaded(o *uploadOptions, r *fhirclient.UploadReport, err error) error {
	for _, f := range r.Failures {
		e.tell(f)
	}
	if n := int64(len(r.Failures)); r.Failed > n && n > 0 {
		e.sayf("fhirview: %s failed; these were the first failures\n", counted(r.Failed, "resource"))
	}
	if !o.quiet || r.Failed > 0 || err != nil {
		e.sayf("%s\n", uploadSummary(r))
	}
	switch {
	case err != nil && o.journal != "":
		e.sayf("fhirview: the upload was stopped; the same command continues it\n")
		return err
	case err != nil:
		return err
	case r.State != fhirclient.UploadComplete:
		return &failure{status: exitPartial}
	}
	return nil
}

func uploadSummary(r *fhirclient.UploadReport) string {
	parts := []string{counted(r.Read, "resource") + " read"}
	for _, part := range []struct {
		n    int64
		what string
	}{
		{r.Skipped, "done before"}, {r.Created, "created"}, {r.Updated, "updated"},
		{r.Unchanged, "there already"}, {r.Failed, "failed"},
	} {
		if part.n > 0 {
			parts = append(parts, thousands(part.n)+" "+part.what)
		}
	}
	if made := r.Created + r.Updated + r.Unchanged; made > 0 && r.Took > 0 {
		parts = append(parts, r.Took.Round(time.Millisecond).String(), perSecond(float64(made)/r.Took.Seconds())+"/s")
	}
	return strings.Join(parts, ", ")
}
