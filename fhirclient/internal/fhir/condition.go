package fhir

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// EncodeQuery escapes parameters so that every server reads them alike: a plus means a space only in forms.
func EncodeQuery(params url.Values) string {
	return strings.ReplaceAll(params.Encode(), "+", "%20")
}

// ConditionKey is the same for the same condition, in whatever order it is written.
func ConditionKey(typ string, condition url.Values) string {
	sorted := make(url.Values, len(condition))
	for name, values := range condition {
		sorted[name] = slices.Sorted(slices.Values(values))
	}
	return typ + "?" + sorted.Encode()
}

// ParseCondition reads a search, of which some write the type or a question mark in front.
func ParseCondition(text string) url.Values {
	if i := strings.IndexByte(text, '?'); i >= 0 {
		text = text[i+1:]
	}
	values, err := url.ParseQuery(text)
	if err != nil {
		return nil
	}
	return values
}

// ValidETag is true for what may stand in a header If-Match.
func ValidETag(etag string) bool {
	v := strings.TrimPrefix(etag, "W/")
	if len(v) < 2 || v[0] != '"' || v[len(v)-1] != '"' {
		return false
	}
	return !strings.ContainsFunc(v[1:len(v)-1], func(r rune) bool { return r <= ' ' || r == '"' || r >= 0x7f })
}

// Retriable is true for statuses that may pass: the same request can have success later.
func Retriable(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}
