// Package terminology asks a FHIR terminology service over HTTP, for memberOf(), subsumes() and the other functions of
// FHIRPath that need one.
//
//	service, err := terminology.New("https://tx.example.org/r4", nil)
//	opts := &fhirpath.Options{Terminology: service}
package terminology

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// defaultTimeout is how long a request may take with the default client.
const defaultTimeout = 30 * time.Second

// maxBody is how large an answer may be. The expansion of a value set of a hundred thousand codes fits.
const maxBody = 64 << 20

// Service is a terminology service at a base URL. It is a fhirpath.Terminology. Many goroutines may use it at once.
//
// Every call is a request: it remembers no answers.
type Service struct {
	base   string
	client *http.Client
}

// New returns the service at a base URL such as https://tx.example.org/r4. Nil is a client of its own, which gives up on
// a request after 30 seconds; what the service asks for beyond that, such as credentials, is for the client's transport
// to add.
func New(base string, client *http.Client) (*Service, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("the base URL of a terminology service has to begin with http:// or https:// and a host")
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("the base URL of a terminology service has no query and no fragment")
	}
	if client == nil {
		client = &http.Client{Timeout: defaultTimeout}
	}
	return &Service{base: strings.TrimRight(base, "/"), client: client}, nil
}

// Error says that a service did not answer an operation.
type Error struct {
	// Operation is the operation, such as ValueSet/$expand.
	Operation string
	// Status is the status of HTTP.
	Status int
	// Codes are the codes of the issues that the service reported, such as "too-costly". What it wrote besides is left
	// out, because it may repeat what it was asked.
	Codes []string
}

func (e *Error) Error() string {
	msg := fmt.Sprintf("%s: the terminology service answered with status %d", e.Operation, e.Status)
	if len(e.Codes) > 0 {
		msg += " (" + strings.Join(e.Codes, ", ") + ")"
	}
	return msg
}

// Call posts the parameters to an operation and returns the resource that it answers with. It returns nil where the
// service reports an issue of the code not-found: it does not know the value set, code or system.
//
// An answer of another kind is an [*Error]. It follows redirects as its client does.
func (s *Service) Call(ctx context.Context, operation string, parameters []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+"/"+operation, bytes.NewReader(parameters))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/fhir+json; charset=utf-8")
	req.Header.Set("Accept", "application/fhir+json")
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", operation, err)
	}
	defer func() { _ = resp.Body.Close() }() // what was read is there already
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", operation, err)
	case len(body) > maxBody:
		return nil, fmt.Errorf("%s: the answer is larger than %d MiB; ask for less, for example with count", operation, maxBody>>20)
	case resp.StatusCode == http.StatusOK:
		return body, nil
	}
	codes := issueCodes(body)
	if slices.Contains(codes, "not-found") {
		return nil, nil
	}
	return nil, &Error{Operation: operation, Status: resp.StatusCode, Codes: codes}
}

// issueCodes returns the codes of the issues of an OperationOutcome.
func issueCodes(body []byte) []string {
	var outcome struct {
		ResourceType string `json:"resourceType"`
		Issue        []struct {
			Code string `json:"code"`
		} `json:"issue"`
	}
	if json.Unmarshal(body, &outcome) != nil || outcome.ResourceType != "OperationOutcome" {
		return nil
	}
	var codes []string
	for _, issue := range outcome.Issue {
		if isCode(issue.Code) {
			codes = append(codes, issue.Code)
		}
	}
	return codes
}

// isCode is true for what can be one of FHIR's codes for issues, which are of lower case letters and hyphens.
func isCode(s string) bool {
	const longest = 20
	return s != "" && len(s) <= longest && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz-") == ""
}
