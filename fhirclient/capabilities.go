package fhirclient

import (
	"context"
	"fmt"
	"net/http"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// Capabilities is what a server says it can do: the part of its CapabilityStatement that clients decide by.
type Capabilities struct {
	// FHIRVersion is the full version, such as 4.0.1.
	FHIRVersion string
	// Software is the server's name and version, as far as it tells.
	Software string
	// Formats are media types, and short names such as json.
	Formats []string
	// Interactions are those of the whole system: batch, transaction, history-system, search-system.
	Interactions []string
	// Types has the resource types by name.
	Types map[string]TypeCapability
	// Raw is the statement's JSON text.
	Raw []byte
}

// TypeCapability is what a server can do with resources of a type.
type TypeCapability struct {
	// Interactions are read, vread, update, create, delete, search-type, …
	Interactions []string
	// SearchParams has the search parameters' types by name: token, date, …
	SearchParams map[string]string
	// UpdateCreate is true where an update of what does not exist creates it; ConditionalCreate where there are creates
	// with a condition.
	UpdateCreate, ConditionalCreate bool
}

// Capabilities asks for what the server can do. Parts of the answer that have an unexpected form are left out; Raw has
// them. It is repeated on failures.
func (c *Client) Capabilities(ctx context.Context) (*Capabilities, error) {
	call := &call{
		op: "capabilities", method: http.MethodGet, url: c.url("metadata"), repeat: always,
	}
	resp, err := c.do(ctx, call)
	if err != nil {
		return nil, err
	}
	s, err := statementOf(call, resp)
	if err != nil {
		return nil, err
	}
	return s.capabilities(resp.body), nil
}

// statementOf reads an answer of success, which has to be a CapabilityStatement.
func statementOf(call *call, resp *response) (*statementJSON, error) {
	const want = "CapabilityStatement"
	var s statementJSON
	err := looseUnmarshal(resp.body, &s)
	if err == nil && s.ResourceType != want {
		err = &fhir.TypeError{Want: want, Got: string(s.ResourceType)}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", call.op, misplaced(err, call, resp))
	}
	return &s, nil
}

type statementJSON struct {
	ResourceType looseText  `json:"resourceType"`
	FHIRVersion  looseText  `json:"fhirVersion"`
	Format       looseTexts `json:"format"`
	Software     struct {
		Name    looseText `json:"name"`
		Version looseText `json:"version"`
	} `json:"software"`
	Rest looseList[restJSON] `json:"rest"`
}

type restJSON struct {
	Mode        looseText            `json:"mode"`
	Interaction looseList[codeJSON]  `json:"interaction"`
	Resource    looseList[typesJSON] `json:"resource"`
}

type codeJSON struct {
	Code looseText `json:"code"`
}

type typesJSON struct {
	Type              looseText            `json:"type"`
	Interaction       looseList[codeJSON]  `json:"interaction"`
	UpdateCreate      bool                 `json:"updateCreate"`
	ConditionalCreate bool                 `json:"conditionalCreate"`
	SearchParam       looseList[paramJSON] `json:"searchParam"`
}

type paramJSON struct {
	Name looseText `json:"name"`
	Type looseText `json:"type"`
}

func (s *statementJSON) capabilities(raw []byte) *Capabilities {
	c := &Capabilities{
		FHIRVersion: string(s.FHIRVersion),
		Software:    joinWords(string(s.Software.Name), string(s.Software.Version)),
		Formats:     s.Format,
		Types:       map[string]TypeCapability{},
		Raw:         raw,
	}
	for _, rest := range s.Rest {
		if rest.Mode == "client" {
			continue
		}
		c.Interactions = append(c.Interactions, codes(rest.Interaction)...)
		for _, t := range rest.Resource {
			c.Types[string(t.Type)] = t.capability()
		}
	}
	return c
}

func (t *typesJSON) capability() TypeCapability {
	params := map[string]string{}
	for _, p := range t.SearchParam {
		params[string(p.Name)] = string(p.Type)
	}
	return TypeCapability{
		Interactions:      codes(t.Interaction),
		SearchParams:      params,
		UpdateCreate:      t.UpdateCreate,
		ConditionalCreate: t.ConditionalCreate,
	}
}

func codes(list []codeJSON) []string {
	var all []string
	for _, c := range list {
		all = append(all, string(c.Code))
	}
	return all
}

func joinWords(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
