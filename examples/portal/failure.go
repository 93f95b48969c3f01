package main

import (
	"context"
	"errors"
	"net/http"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/runner"
)

// failure says why there is no table, in words for a researcher. It repeats nothing of what the server said.
type failure struct {
	Status      int
	Title, Text string
}

// describe finds the words for an error.
func describe(err error) *failure {
	var answered *fhirclient.StatusError
	var network *fhirclient.NetworkError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return &failure{
			http.StatusGatewayTimeout, "The FHIR server took too long",
			"Ask for fewer rows, for one patient or for fewer days, or try again later.",
		}
	case errors.As(err, &answered):
		return describeStatus(answered.Status)
	case errors.As(err, &network):
		return &failure{
			http.StatusBadGateway, "The FHIR server could not be reached",
			"Try again in a minute. If that does not help, tell whoever runs this portal.",
		}
	case errors.Is(err, runner.ErrTooManyFailures):
		return &failure{
			http.StatusBadGateway, "Too many resources could not be read",
			"The data does not fit this view. Tell whoever runs this portal, or try another view.",
		}
	default:
		return &failure{
			http.StatusBadGateway, "The table could not be made",
			"Try again. If that does not help, tell whoever runs this portal: its log says more.",
		}
	}
}

func describeStatus(status int) *failure {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return &failure{
			http.StatusBadGateway, "The FHIR server does not let the portal in",
			"Tell whoever runs this portal: its credentials are refused for this table.",
		}
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		return &failure{
			http.StatusServiceUnavailable, "The FHIR server is busy",
			"Try again in a few minutes.",
		}
	case status >= http.StatusInternalServerError:
		return &failure{
			http.StatusBadGateway, "The FHIR server failed",
			"Try again later. If that does not help, tell whoever runs the FHIR server.",
		}
	default:
		return &failure{
			http.StatusBadGateway, "The FHIR server did not accept the search",
			"It may not know this view's resources, or not how to search them by patient or date: try without those.",
		}
	}
}
