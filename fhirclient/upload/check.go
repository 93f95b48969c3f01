package upload

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// maxStrange is how many requests in a row may be answered by something other than FHIR. One may be a hiccup of a proxy;
// so many are a session that has ended.
const maxStrange = 10

// check looks at the server before the first write: what is no FHIR server may answer a write with success, too.
func (up *upload) check() error {
	if up.cfg.NoCheck {
		return nil
	}
	for round := 0; ; round++ {
		_, err := up.client.Capabilities(up.going)
		switch {
		case err == nil:
			up.heard.Store(true)
			return nil
		case up.ctx.Err() != nil:
			return err
		case !anotherRound(err) || unreachable(err) || round >= up.cfg.Rounds:
			return fmt.Errorf("%w: %w", ErrServerCheck, up.explain(err))
		}
		if !up.waitForRound(round) {
			return context.Cause(up.going)
		}
	}
}

// explain says what the answer to the look at the server means.
func (up *upload) explain(err error) error {
	_, network := errors.AsType[*fhirclient.NetworkError](err)
	switch status := statusOf(err); {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return fmt.Errorf("the rights for it are missing: the credentials are absent, have expired or do not go so far: %w", err)
	case status == http.StatusProxyAuthRequired || status == http.StatusNetworkAuthenticationRequired:
		return fmt.Errorf("a proxy or a network wants a login: %w", err)
	case network && !errors.Is(err, fhirclient.ErrRedirect), anotherRound(err), fhir.Retriable(status):
		return err
	case errors.Is(err, fhir.ErrBase): // which says what to look for
		return fmt.Errorf("%s is not the base of a FHIR server: %w", up.inside.Base, err)
	}
	return fmt.Errorf("%s is not the base of a FHIR server, which is what stands before /metadata and /Patient, and often ends in /fhir: %w",
		up.inside.Base, err)
}

// watchStrangers stops an upload that is answered by something other than FHIR again and again: the other records would
// fare no better.
func (up *upload) watchStrangers(results []result) {
	var odd error
	for _, r := range results {
		if status, ok := errors.AsType[*fhirclient.StatusError](r.err); r.err == nil || ok && status.Outcome != nil {
			up.strange.Store(0)
			return
		}
		if stranger(r.err) {
			odd = r.err
		}
	}
	if odd != nil && up.strange.Add(1) == maxStrange {
		up.stop(fmt.Errorf("%d requests in a row were answered by something other than FHIR: the session may have ended, or a proxy answers in the server's place: %w",
			maxStrange, odd))
	}
}

// stranger is true for the answers of those who stand before a server: a login page, the way to one, a network that wants a
// login.
func stranger(err error) bool {
	switch statusOf(err) {
	case http.StatusProxyAuthRequired, http.StatusNetworkAuthenticationRequired:
		return true
	}
	return errors.Is(err, fhirclient.ErrNotFHIR) || errors.Is(err, fhirclient.ErrRedirect)
}
