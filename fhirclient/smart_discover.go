package fhirclient

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// discover asks the FHIR server where its tokens come from.
func (s *smart) discover(ctx context.Context) (string, error) {
	var found string
	err := s.repeat(ctx, "server's SMART configuration", func(ctx context.Context) (*tokenAnswer, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.discoverURL, http.NoBody)
		if err != nil {
			return nil, final(errors.New("the server's URL is no URL"))
		}
		answer, err := s.send(req)
		if err == nil && answer.status == http.StatusOK {
			found, err = s.readConfiguration(answer.body)
		}
		return answer, err
	})
	return found, err
}

// readConfiguration returns the token URL of a SMART configuration. One without TLS is taken only from a server without.
func (s *smart) readConfiguration(body []byte) (string, error) {
	var answer struct {
		TokenEndpoint string `json:"token_endpoint"`
	}
	if json.Unmarshal(body, &answer) != nil || answer.TokenEndpoint == "" {
		return "", final(errors.New("it names no token_endpoint; give the token URL"))
	}
	u, err := absoluteURL(answer.TokenEndpoint)
	switch {
	case err != nil:
		return "", final(errors.New("its token_endpoint is no absolute URL; give the token URL"))
	case u.Scheme == "http" && strings.HasPrefix(s.discoverURL, "https:"):
		return "", final(errors.New("its token_endpoint is not https; give the token URL"))
	}
	return answer.TokenEndpoint, nil
}
