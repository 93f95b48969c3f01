package fhirclient

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// An answer of success proves a write only where it is one that FHIR gives to this interaction, about this resource. A
// login page comes with 200, too.

// Answers of success that prove nothing, beside ErrNotFHIR.
var (
	errOtherStatus = errors.New("this interaction has no such status")
	errSaysError   = errors.New("its OperationOutcome says error")
	errOtherThing  = errors.New("it is about another resource")
	errSaysNothing = errors.New("it says nothing of the resource")
	errMalformed   = errors.New("it is malformed JSON")
	errXML         = errors.New("the answer is XML, where JSON was asked for")
	errMoved       = errors.New("a redirect made a read of it")
)

// write is what an answer has to be about to prove that something was written.
type write struct {
	method      string
	typ, id     string // id is empty where the server chooses it
	conditional bool   // a create that may find what it would create
}

// claim is what an answer of success says, or an entry of a batch's answer.
type claim struct {
	status   int
	location string
	version  bool // it tells a version: an ETag, or a time
	body     []byte
	outcome  *OperationOutcome // beside the body
	inBatch  bool              // a status in a Bundle is FHIR's own word
}

// claimOf reads an answer.
func claimOf(a *answer) claim {
	location := a.header.Get("Location")
	if location == "" {
		location = a.header.Get("Content-Location")
	}
	_, err := http.ParseTime(a.header.Get("Last-Modified"))
	return claim{
		status: a.status, location: location, version: err == nil || fhir.ValidETag(a.header.Get("ETag")),
		body: bytes.TrimSpace(fhir.WithoutMark(a.body)),
	}
}

// prove is nil where a claim proves that the write was done.
func (w write) prove(c claim) error {
	if !w.has(c.status) {
		return otherStatus(c.body)
	}
	if err := c.outcome.harmless(); err != nil {
		return err
	}
	typ, id, located := locationName(c.location)
	if located && (typ != w.typ || w.id != "" && id != w.id) {
		return errOtherThing
	}
	if len(c.body) == 0 {
		return w.bare(c, located)
	}
	bodyType, bodyID, err := bodyName(c.body)
	switch {
	case err != nil:
		return err
	case bodyType == "OperationOutcome" && (w.typ != bodyType || bodyID == ""):
		said := parseOutcome(c.body)
		switch {
		case said == nil:
			return errMalformed
		case len(said.Issues) == 0: // which FHIR does not allow
			return w.bare(c, located)
		}
		return said.harmless()
	case bodyType != w.typ, bodyID != "" && (w.id != "" && bodyID != w.id || located && bodyID != id):
		return errOtherThing
	case bodyID == "" && !located && c.status != http.StatusCreated && !c.inBatch:
		return errSaysNothing
	case bodyID == "" && w.id != "" && !located && !c.inBatch:
		return errOtherThing
	}
	return nil
}

// has is true for the statuses of success that FHIR gives to the interaction. RFC 9110 adds 204 to an update.
func (w write) has(status int) bool {
	switch w.method {
	case http.MethodPost:
		return status == http.StatusCreated || w.conditional && status == http.StatusOK
	case http.MethodDelete:
		return status == http.StatusOK || status == http.StatusAccepted || status == http.StatusNoContent
	default:
		return status == http.StatusOK || status == http.StatusCreated || status == http.StatusNoContent
	}
}

// bare is for claims without a body. Some statuses say enough by themselves: nobody else gives them to a stranger's
// request. For 200, and for 204 where it is not FHIR's, headers have to tell of the resource.
func (w write) bare(c claim, located bool) error {
	switch {
	case located || c.version:
		return nil
	case c.location != "":
		return errOtherThing // such as a login page
	case c.status == http.StatusCreated, c.inBatch && c.status != http.StatusNoContent:
		return nil
	case w.method == http.MethodDelete && (c.status == http.StatusNoContent || c.status == http.StatusAccepted):
		return nil
	}
	return errSaysNothing
}

// harmless is nil where no issue is more than a warning. A severity that FHIR does not have may be anything.
func (o *OperationOutcome) harmless() error {
	if o == nil {
		return nil
	}
	for _, issue := range o.Issues {
		if !slices.Contains([]string{"success", "information", "warning"}, issue.Severity) {
			return errSaysError
		}
	}
	return nil
}

// otherStatus is errOtherStatus, unless the body says more.
func otherStatus(body []byte) error {
	if len(body) > 0 {
		if _, _, err := bodyName(body); errors.Is(err, ErrNotFHIR) {
			return err
		}
	}
	return errOtherStatus
}

// bodyName returns type and id of the resource in a body, by its text alone: the Content-Type proves nothing.
func bodyName(body []byte) (typ, id string, err error) {
	typ, id, err = fhir.ResourceName(body)
	var malformed *fhir.SyntaxError
	switch {
	case err == nil:
		return typ, id, nil
	case body[0] == '<' && bytes.Contains(body[:min(len(body), 1024)], []byte("http://hl7.org/fhir")):
		return "", "", errXML
	case body[0] == '{' && errors.As(err, &malformed):
		return "", "", errMalformed
	case errors.Is(err, fhir.ErrID):
		return "", "", errOtherThing
	}
	return "", "", ErrNotFHIR
}

// locationName takes apart …/Type/id and …/Type/id/_history/version, of any type.
func locationName(location string) (typ, id string, ok bool) {
	location, _, _ = strings.Cut(location, "?")
	location, _, _ = strings.Cut(location, "/_history/")
	parts := strings.Split(strings.TrimSuffix(location, "/"), "/")
	n := len(parts)
	if n < 2 || fhir.CheckName(parts[n-2], parts[n-1]) != nil {
		return "", "", false
	}
	return parts[n-2], parts[n-1], true
}

// proof returns what a call's answers are held against.
func (w write) proof() func(*answer) error {
	return func(a *answer) error { return w.prove(claimOf(a)) }
}
