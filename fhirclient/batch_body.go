package fhirclient

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// checkEntries returns the conditions of the entries that create under one.
func checkEntries(entries []BatchEntry) (keys []string, err error) {
	seen := map[string]int{}
	for i := range entries {
		e := &entries[i]
		if err := checkEntry(e); err != nil {
			return nil, fmt.Errorf("entry %d: %w", i, err)
		}
		if len(e.IfNoneExist) == 0 {
			continue
		}
		key := fhir.ConditionKey(e.typ(), e.IfNoneExist)
		if first, again := seen[key]; again {
			return nil, fmt.Errorf("entries %d and %d create under the same condition: send one of them", first, i)
		}
		seen[key] = i
		keys = append(keys, key)
	}
	return keys, nil
}

func checkEntry(e *BatchEntry) error {
	switch e.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		return errors.New("the method is none that FHIR allows in a bundle")
	}
	switch {
	case e.URL == "":
		return errors.New("there is no URL")
	case len(e.IfNoneExist) > 0 && e.Method != http.MethodPost:
		return errors.New("IfNoneExist is for POST only")
	case e.IfMatch != "" && !fhir.ValidETag(e.IfMatch):
		return errors.New(`IfMatch is not an ETag, such as W/"3"`)
	case e.Resource == nil && (e.Method == http.MethodPost || e.Method == http.MethodPut) && !strings.Contains(e.URL, "_search"):
		return errors.New("there is no resource")
	case e.Resource == nil:
		return nil
	}
	_, _, err := fhir.ResourceName(e.Resource)
	return err
}

// typ is the resource type of an entry's URL, or empty.
func (e *BatchEntry) typ() string { return fhir.RequestType(e.URL) }

// bundleBody is the JSON text of a Bundle. Resources go into it as they are.
func bundleBody(typ string, entries []BatchEntry) []byte {
	size := 64
	for i := range entries {
		size += max(len(entries[i].Resource), len(entries[i].raw)) + len(entries[i].URL) + len(entries[i].FullURL) + 128
	}
	b := make([]byte, 0, size)
	b = append(b, `{"resourceType":"Bundle","type":"`+typ+`","entry":[`...)
	for i := range entries {
		if i > 0 {
			b = append(b, ',')
		}
		b = entries[i].append(b)
	}
	return append(b, "]}"...)
}

func (e *BatchEntry) append(b []byte) []byte {
	if e.raw != nil {
		return append(b, e.raw...)
	}
	b = append(b, '{')
	if e.FullURL != "" {
		b = append(fhir.AppendText(append(b, `"fullUrl":`...), e.FullURL), ',')
	}
	if e.Resource != nil {
		b = append(append(append(b, `"resource":`...), fhir.WithoutMark(e.Resource)...), ',')
	}
	b = fhir.AppendText(append(b, `"request":{"method":`...), e.Method)
	b = fhir.AppendText(append(b, `,"url":`...), e.URL)
	if len(e.IfNoneExist) > 0 {
		b = fhir.AppendText(append(b, `,"ifNoneExist":`...), fhir.EncodeQuery(e.IfNoneExist))
	}
	if e.IfMatch != "" {
		b = fhir.AppendText(append(b, `,"ifMatch":`...), e.IfMatch)
	}
	return append(b, "}}"...)
}
