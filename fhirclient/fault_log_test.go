package fhirclient_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/upload"
	"github.com/fhirview/fhirview/internal/faultserver"
)

// buffer is a log that many goroutines write to.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

// Rule 17: whatever goes wrong, logs and errors hold no ids, queries, contents, diagnostics or tokens.
func TestLogsAndErrorsTellNothingOfPatients(t *testing.T) {
	const secret = "SECRET"
	patient := fmt.Sprintf(`{"resourceType":"Patient","id":%q,"name":[{"family":%q}]}`, secret, secret)
	outcome := fmt.Sprintf(`{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"SECRET","diagnostics":%q,"details":{"text":%q}}]}`, secret, secret)
	for name, handler := range map[string]http.Handler{
		"fine":       faultserver.OK(patient),
		"page":       faultserver.OK(faultserver.Page(5, "?SECRET=SECRET", patient)),
		"foreign":    faultserver.OK(faultserver.Page(5, "http://secret.SECRET.test/SECRET", patient)),
		"HTML":       faultserver.OK("<html>SECRET</html>"),
		"cut off":    faultserver.OK(patient[:len(patient)-2]),
		"refused":    faultserver.Answer(http.StatusUnprocessableEntity, outcome),
		"failed":     faultserver.Answer(http.StatusInternalServerError, outcome),
		"throttled":  faultserver.Answer(http.StatusTooManyRequests, outcome, "Retry-After", secret),
		"denied":     faultserver.Answer(http.StatusUnauthorized, outcome, "WWW-Authenticate", secret),
		"dropped":    faultserver.Drop(),
		"reset":      faultserver.Reset(patient, 10),
		"redirected": faultserver.Answer(http.StatusFound, "", "Location", "/SECRET?SECRET"),
		"misled":     faultserver.Answer(http.StatusFound, "", "Location", "http://127.0.0.1:1/SECRET?SECRET"),
		"odd entry":  faultserver.OK(faultserver.BatchResponse(`{"response":{"status":"SECRET","outcome":` + outcome + `}}`)),
	} {
		t.Run(name, func(t *testing.T) {
			log := &buffer{}
			server := faultserver.New(t, handler)
			client, _ := setup(t, server.URL, &fhirclient.Config{
				Auth: fhirclient.Bearer(secret), Header: http.Header{"X-Key": {secret}},
				Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
			})
			if text := provoke(t, client, []byte(patient)); strings.Contains(text, secret) {
				t.Errorf("errors: %s", text)
			}
			if text := log.text.String(); strings.Contains(text, secret) {
				t.Errorf("log: %s", text)
			} else if !strings.Contains(text, "level=DEBUG") {
				t.Errorf("nothing was logged: %s", text)
			}
		})
	}
}

// provoke has every operation done on a resource, and returns the text of all errors.
func provoke(t *testing.T, c *fhirclient.Client, patient []byte) string {
	t.Helper()
	ctx, id := t.Context(), idOf(patient)
	var all []error
	keep := func(err error) { all = append(all, err) }
	_, err := c.Read(ctx, "Patient", id)
	keep(err)
	_, err = c.Create(ctx, patient, &fhirclient.CreateOptions{IfNoneExist: query("identifier", id)})
	keep(err)
	_, err = c.Update(ctx, patient, &fhirclient.UpdateOptions{IfMatch: `W/"` + id + `"`})
	keep(err)
	keep(c.Delete(ctx, "Patient", id))
	for _, err := range c.Search(ctx, "Patient", query("name", id), nil).Entries() {
		keep(err)
	}
	results, err := c.Batch(ctx, []fhirclient.BatchEntry{{Method: http.MethodPut, URL: "Patient/" + id, Resource: patient}})
	keep(err)
	for _, result := range results {
		keep(result.Err)
	}
	report, err := upload.Run(ctx, c, records(string(patient), string(patient[:20])), nil)
	keep(err)
	for _, failure := range report.Failures {
		keep(failure)
	}
	if err := errors.Join(all...); err != nil {
		return fmt.Sprintf("%v %+v", err, all)
	}
	return ""
}
