package fhirclient

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/fhirview/fhirview/fhirclient/internal/fhir"
)

// maxURL is the length of the longest address that is sent. Servers and proxies begin to refuse them at 4096 bytes.
const maxURL = 4000

// first makes the request of the first page.
func (s *Search) first() (*call, error) {
	if err := fhir.CheckType(s.typ); err != nil {
		return nil, err
	}
	if err := checkFormat(s.params); err != nil {
		return nil, err
	}
	params := s.params
	if s.opts.Count > 0 && !params.Has("_count") {
		params = maps.Clone(params)
		if params == nil {
			params = url.Values{}
		}
		params.Set("_count", strconv.Itoa(s.opts.Count))
	}
	address, query := s.client.url(s.typ), fhir.EncodeQuery(params)
	if s.opts.Post || len(address)+1+len(query) > maxURL {
		return s.post(address+"/_search", query), nil
	}
	if query != "" {
		address += "?" + query
	}
	return s.get(address), nil
}

func (s *Search) get(address string) *call {
	return &call{op: "search", typ: s.typ, method: http.MethodGet, url: address, header: s.header(), repeat: always}
}

func (s *Search) post(address, form string) *call {
	header := s.header()
	header.Set("Content-Type", "application/x-www-form-urlencoded")
	return &call{
		op: "search", typ: s.typ, method: http.MethodPost, url: address, header: header, body: []byte(form),
		repeat: always,
	}
}

func (s *Search) header() http.Header {
	h := http.Header{}
	if s.opts.Strict {
		h.Set("Prefer", "handling=strict")
	}
	return h
}

// checkFormat is nil where the parameters ask for JSON, or for no format.
func checkFormat(params url.Values) error {
	for _, format := range params["_format"] {
		media, _, _ := strings.Cut(format, ";")
		switch strings.TrimSpace(media) {
		case "json", "text/json", "application/json", "application/fhir+json":
		default:
			return errors.New("the parameter _format has to be json, or be left out")
		}
	}
	return nil
}
