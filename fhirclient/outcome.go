package fhirclient

import (
	"bytes"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// parseOutcome reads an OperationOutcome. It is nil where the text is anything else, or nothing. Only the text itself
// tells: servers send outcomes under many a Content-Type, and other things under FHIR's.
func parseOutcome(body []byte) *OperationOutcome {
	body = bytes.TrimSpace(fhir.WithoutMark(body))
	if len(body) == 0 || body[0] != '{' {
		return nil
	}
	var o outcomeJSON
	if looseUnmarshal(body, &o) != nil || o.ResourceType != "OperationOutcome" {
		return nil
	}
	outcome := &OperationOutcome{}
	for _, i := range o.Issue {
		outcome.Issues = append(outcome.Issues, Issue{
			Severity:    string(i.Severity),
			Code:        string(i.Code),
			Details:     detailsText(i.Details),
			Diagnostics: string(i.Diagnostics),
			Expression:  i.Expression,
		})
	}
	return outcome
}

type outcomeJSON struct {
	ResourceType looseText            `json:"resourceType"`
	Issue        looseList[issueJSON] `json:"issue"`
}

type issueJSON struct {
	Severity    looseText              `json:"severity"`
	Code        looseText              `json:"code"`
	Details     looseList[detailsJSON] `json:"details"`
	Diagnostics looseText              `json:"diagnostics"`
	Expression  looseTexts             `json:"expression"`
}

// UnmarshalJSON implements [json.Unmarshaler]. What is no object is an issue that says nothing, not even that it is harmless.
func (i *issueJSON) UnmarshalJSON(data []byte) error {
	type fields issueJSON
	*i = issueJSON{}
	if data[0] != '{' {
		return nil
	}
	return looseUnmarshal(data, (*fields)(i))
}

type detailsJSON struct {
	Text looseText `json:"text"`
}

// detailsText is the text of the details, of which there is one at most.
func detailsText(d looseList[detailsJSON]) string {
	if len(d) == 0 {
		return ""
	}
	return string(d[0].Text)
}
