package cli

import (
	"errors"
	"strings"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/upload"
)

// keptFailures is how many failures are told.
const keptFailures = 10

// uploaded tells how an upload went, and returns what becomes the exit status.
func (e *env) uploaded(o *uploadOptions, f *feed, harmful bool, r *upload.Report, err error, tell *notices) error {
	for _, f := range r.Failures {
		e.tell(f)
		tell.said(f)
	}
	tell.said(err)
	if n := int64(len(r.Failures)); r.Failed > n && n > 0 {
		e.sayf("fhirview: %s failed; these were the first failures\n", counted(r.Failed, "resource"))
	}
	if !o.quiet || r.Failed > 0 || err != nil {
		e.sayf("%s\n", uploadSummary(r))
	}
	e.adviseUnknown(o, harmful, r)
	switch {
	case err != nil:
		e.adviseStopped(o, f, r, err)
		return err
	case r.State != upload.Complete:
		return &failure{status: exitPartial}
	}
	return nil
}

// adviseUnknown tells how to go on with resources of which nobody knows whether the server has them.
func (e *env) adviseUnknown(o *uploadOptions, harmful bool, r *upload.Report) {
	switch {
	case r.Unknown == 0:
	case o.unknown == "":
		e.sayf("fhirview: the server may have %s that failed; --unknown FILE keeps them apart\n", counted(r.Unknown, "resource"))
	case o.method.value == "create" && o.identifier == "":
		e.sayf("fhirview: the server may have what is in %s: look for it by identifier, or upload the file by --method create --identifier SYSTEM\n", o.unknown)
	case harmful:
		e.sayf("fhirview: the server may have what is in %s: look for it there by identifier, or upload the file by --unwrap --method create --identifier SYSTEM\n", o.unknown)
	default:
		e.sayf("fhirview: the server may have what is in %s; to upload the file in the same way does no harm\n", o.unknown)
	}
}

// adviseStopped tells how to go on with an upload that was stopped.
func (e *env) adviseStopped(o *uploadOptions, f *feed, r *upload.Report, err error) {
	switch {
	case errors.Is(err, upload.ErrServerCheck) && unreached(err): // nor would it be without a look
	case errors.Is(err, upload.ErrServerCheck):
		e.sayf("fhirview: --no-check uploads without a look at /metadata\n")
	case o.journal != "" && r.Read > 0 && f.again() &&
		!errors.Is(err, upload.ErrJournalInput) && !errors.Is(err, upload.ErrJournalDamaged):
		e.sayf("fhirview: the upload was stopped; the same command continues it\n")
	}
}

// unreached is true where no answer came.
func unreached(err error) bool {
	_, ok := errors.AsType[*fhirclient.NetworkError](err)
	return ok
}

func uploadSummary(r *upload.Report) string {
	parts := []string{counted(r.Read, "resource") + " read"}
	for _, part := range []struct {
		n    int64
		what string
	}{
		{r.Skipped, "done before"}, {r.Created, "created"}, {r.Updated, "updated"},
		{r.Deleted, "deleted"}, {r.Unchanged, "there already"}, {r.Failed, "failed"}, {r.Unknown, "of them of unknown outcome"},
	} {
		if part.n > 0 {
			parts = append(parts, thousands(part.n)+" "+part.what)
		}
	}
	if made := r.Created + r.Updated + r.Deleted + r.Unchanged; made > 0 && r.Took > 0 {
		parts = append(parts, r.Took.Round(time.Millisecond).String(), perSecond(float64(made)/r.Took.Seconds())+"/s")
	}
	return strings.Join(parts, ", ")
}
