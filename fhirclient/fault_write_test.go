package fhirclient_test

import (
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/fhirview/fhirview/fhirclient"
	"github.com/fhirview/fhirview/internal/faultserver"
)

var (
	newPatient     = []byte(`{"resourceType":"Patient","identifier":[{"system":"http://example.org","value":"1"}]}`)
	ParseCondition = query("identifier", "http://example.org|1")
)

func TestFault08ConflictOnCreateIsFinal(t *testing.T) {
	for name, options := range map[string]*fhirclient.CreateOptions{"plain": nil, "conditional": {IfNoneExist: ParseCondition}} {
		t.Run(name, func(t *testing.T) {
			server := faultserver.New(t, faultserver.Answer(http.StatusConflict, faultserver.Outcome("transient")))
			client, _ := setup(t, server.URL, nil)
			_, err := client.Create(t.Context(), newPatient, options)
			wantStatus(t, err, http.StatusConflict, 1)
			wantCount(t, server.Count(""), 1)
		})
	}
}

func TestFault09CreatedWithoutBody(t *testing.T) {
	server := faultserver.New(t, faultserver.Answer(http.StatusCreated, "", "Location", "Patient/7/_history/1", "ETag", `W/"1"`))
	client, _ := setup(t, server.URL, nil)
	for name, options := range map[string]*fhirclient.CreateOptions{"plain": nil, "conditional": {IfNoneExist: ParseCondition}} {
		result, err := client.Create(t.Context(), newPatient, options)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !result.Created || result.ID != "7" || len(result.Resource) != 0 {
			t.Errorf("%s: result is %+v, want Patient/7 created, without a resource", name, result)
		}
	}
}

func TestFault10DroppedCreateIsUnknownAndNotRepeated(t *testing.T) {
	for name, fault := range map[string]http.Handler{
		"before": faultserver.Drop(), "after": faultserver.DropAfter(faultserver.NewStore()),
		"500": faultserver.Answer(http.StatusInternalServerError, ""), "503": faultserver.Busy(),
	} {
		t.Run(name, func(t *testing.T) {
			server := faultserver.New(t, fault)
			client, _ := setup(t, server.URL, nil)
			if _, err := client.Create(t.Context(), newPatient, nil); !errors.Is(err, fhirclient.ErrOutcomeUnknown) {
				t.Errorf("error is %v, want ErrOutcomeUnknown", err)
			}
			wantCount(t, server.Count(""), 1)
		})
	}
}

// Rule 4: what certainly was not processed may be sent again.
func TestFault10ButRefusedCreateIsRepeated(t *testing.T) {
	for name, fault := range map[string]http.Handler{
		"429":                  faultserver.Answer(http.StatusTooManyRequests, ""),
		"503 with Retry-After": faultserver.Answer(http.StatusServiceUnavailable, "", "Retry-After", "1"),
	} {
		t.Run(name, func(t *testing.T) {
			store := faultserver.NewStore()
			server := faultserver.New(t, faultserver.InTurn(fault, store))
			client, _ := setup(t, server.URL, nil)
			_, err := client.Create(t.Context(), newPatient, nil)
			wantNil(t, err)
			wantCount(t, server.Count(""), 2)
			wantCount(t, len(store.Resources()), 1)
		})
	}
}

func TestFault11DroppedConditionalCreateMakesOneResource(t *testing.T) {
	store := faultserver.NewStore()
	server := faultserver.New(t, faultserver.InTurn(faultserver.Drop(), faultserver.DropAfter(store), store))
	client, _ := setup(t, server.URL, nil)
	_, err := client.Create(t.Context(), newPatient, &fhirclient.CreateOptions{IfNoneExist: ParseCondition})
	wantNil(t, err)
	wantCount(t, server.Count(http.MethodPost), 3)
	wantCount(t, len(store.Resources()), 1)
	for _, request := range server.Requests() {
		if got, want := request.Header.Get("If-None-Exist"), ParseCondition.Encode(); got != want {
			t.Errorf("If-None-Exist is %q, want %q", got, want)
		}
	}
}

func TestFault12CreatesOfOneKeyAreSerialized(t *testing.T) {
	store := faultserver.NewStore()
	store.Between = func() { time.Sleep(20 * time.Millisecond) }
	server := faultserver.New(t, store)
	client, _ := setup(t, server.URL, nil)
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			if _, err := client.Create(t.Context(), newPatient, &fhirclient.CreateOptions{IfNoneExist: ParseCondition}); err != nil {
				t.Error(err)
			}
		})
	}
	workers.Wait()
	wantCount(t, server.MostInFlight(), 1)
	wantCount(t, len(store.Resources()), 1)
}

func TestFault13DroppedDeleteThenNotFoundIsSuccess(t *testing.T) {
	for name, gone := range map[string]int{"404": http.StatusNotFound, "410": http.StatusGone} {
		t.Run(name, func(t *testing.T) {
			server := faultserver.New(t, faultserver.InTurn(faultserver.Drop(), faultserver.Answer(gone, faultserver.Outcome("not-found"))))
			client, _ := setup(t, server.URL, nil)
			wantNil(t, client.Delete(t.Context(), "Patient", "p0"))
			wantCount(t, server.Count(http.MethodDelete), 2)
			// The first attempt of another one finds nothing that the client itself could have deleted.
			wantStatus(t, client.Delete(t.Context(), "Patient", "p1"), gone, 1)
		})
	}
}
