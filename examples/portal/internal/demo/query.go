package demo

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// record is a resource with what a search looks at.
type record struct {
	text json.RawMessage

	ID      string    `json:"id"`
	Subject reference `json:"subject"`
	Patient reference `json:"patient"`

	BirthDate         string `json:"birthDate"`
	EffectiveDateTime string `json:"effectiveDateTime"`
	RecordedDate      string `json:"recordedDate"`
	Authored          string `json:"authored"`
	Created           string `json:"created"`
	Period            struct {
		Start string `json:"start"`
	} `json:"period"`
}

type reference struct {
	Reference string `json:"reference"`
}

func newRecord(text []byte) (record, error) {
	r := record{text: text}
	err := json.Unmarshal(text, &r)
	return r, err
}

// date is the day that the parameters for dates look at; every type has only one of these elements.
func (r *record) date() string {
	for _, date := range []string{
		r.BirthDate, r.EffectiveDateTime, r.RecordedDate, r.Authored, r.Created, r.Period.Start,
	} {
		if date != "" {
			return date[:min(len(date), len("2006-01-02"))]
		}
	}
	return ""
}

// query is a search. The zero value of a bound is none.
type query struct {
	count, from int
	id, patient string
	least, most string // dates
}

// parseQuery refuses what it does not know: a server that leaves out a condition answers another question.
func parseQuery(params url.Values) (query, error) {
	q := query{count: 100}
	for name, values := range params {
		for _, v := range values {
			if err := q.set(name, v); err != nil {
				return query{}, err
			}
		}
	}
	return q, nil
}

func (q *query) set(name, v string) error {
	var err error
	switch {
	case name == "_count":
		q.count, err = strconv.Atoi(v)
		if err == nil && q.count < 1 {
			err = strconv.ErrRange
		}
		q.count = min(q.count, mostPerPage)
	case name == "_from":
		q.from, err = strconv.Atoi(v)
		if err == nil && q.from < 0 {
			err = strconv.ErrRange
		}
	case name == "_total", name == "_sort", name == "_format":
	case name == "_id":
		q.id = v
	case name == "patient", name == "subject":
		q.patient = strings.TrimPrefix(v, "Patient/")
	case slices.Contains([]string{"date", "birthdate", "recorded-date", "authored", "created"}, name):
		return q.bound(name, v)
	default:
		return fmt.Errorf("the parameter %s is not supported", name)
	}
	if err != nil {
		return fmt.Errorf("%s is no number that it could be", name)
	}
	return nil
}

func (q *query) bound(name, v string) error {
	switch {
	case strings.HasPrefix(v, "ge"):
		q.least = v[2:]
	case strings.HasPrefix(v, "le"):
		q.most = v[2:]
	default:
		return fmt.Errorf("%s needs the prefix ge or le", name)
	}
	return nil
}

// matches compares dates as text, which is right for days.
func (q *query) matches(r *record) bool {
	patient := r.Subject.Reference
	if patient == "" {
		patient = r.Patient.Reference
	}
	date := r.date()
	return (q.id == "" || q.id == r.ID) &&
		(q.patient == "" || patient == "Patient/"+q.patient) &&
		(q.least == "" || date >= q.least) && (q.most == "" || date != "" && date <= q.most)
}
