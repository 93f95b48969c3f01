package upload

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// conditions finds the resources that conditional references mean. What was found is remembered.
type conditions struct {
	mu    sync.Mutex
	found map[string]string
}

// mostConditions bounds the memory.
const mostConditions = 1 << 16

// find returns Type/id of the one resource that matches a condition, such as Patient?identifier=….
func (x *conditions) find(ctx context.Context, c *fhirclient.Client, condition string) (string, error) {
	x.mu.Lock()
	name := x.found[condition]
	x.mu.Unlock()
	if name != "" {
		return name, nil
	}
	typ, query, _ := strings.Cut(condition, "?")
	params, err := url.ParseQuery(query)
	if err != nil || len(params) == 0 {
		return "", errCondition
	}
	search := c.Search(ctx, typ, params, &fhirclient.SearchOptions{Count: 2, Strict: true, Sequential: true})
	for resource, err := range search.Entries() {
		if err != nil {
			return "", fmt.Errorf("its conditional reference: %w", err)
		}
		if name != "" {
			return "", errConditionMany
		}
		found, id, err := fhir.ResourceName(resource)
		if err != nil || found != typ || id == "" {
			return "", errCondition
		}
		name = typ + "/" + id
	}
	switch {
	case name == "":
		return "", errConditionNone
	case search.Info().Truncated:
		return "", errConditionMany
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.found == nil || len(x.found) >= mostConditions {
		x.found = map[string]string{}
	}
	x.found[condition] = name
	return name, nil
}
