package fhirclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// PostBundle sends a Bundle of type batch or transaction that is a text already. It goes out as it is, with whatever stands
// in it, and the server is to judge it: nothing is checked but that it is such a Bundle. The results are those of
// [Client.Batch] or [Client.Transaction]; they are nil where nothing could be sent.
func (c *Client) PostBundle(ctx context.Context, bundle []byte) ([]EntryResult, error) {
	bundle = fhir.WithoutMark(bundle)
	op, requests, err := fhir.ParseRequests(bundle)
	if err == nil && op != "batch" && op != "transaction" {
		err = errors.New("its type is neither batch nor transaction")
	}
	if err != nil {
		return nil, fmt.Errorf("the Bundle: %w", err)
	}
	entries := make([]BatchEntry, len(requests))
	var keys []string
	for i := range requests {
		r, e := &requests[i], &entries[i]
		if r.Bad != nil {
			return nil, fmt.Errorf("%s: entry %d: %w", op, i, r.Bad)
		}
		*e = BatchEntry{
			Method: r.Method, URL: strings.TrimPrefix(r.URL, "/"), IfNoneExist: fhir.ParseCondition(r.IfNoneExist),
			Resource: r.Resource, raw: r.Raw,
		}
		if e.Method == http.MethodPost && len(e.IfNoneExist) > 0 {
			keys = append(keys, fhir.ConditionKey(e.typ(), e.IfNoneExist))
		}
	}
	return c.sendLocked(ctx, op, entries, bundle, keys, make([]EntryResult, len(entries)))
}
