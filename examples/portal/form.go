package main

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

const (
	defaultLimit = 1000
	mostRows     = 10_000
	// rowsPerPage is how many rows a page shows: more are slow to read, for people and for screen readers.
	rowsPerPage = 100
)

// form is what the researcher asked for, as the page's form and its links have it. Texts are kept as they were sent, so
// that what is wrong can be put right where it stands.
type form struct {
	View, Patient, From, To, Limit string

	limit, page int
}

// problem is something wrong with a field of the form.
type problem struct{ Field, Text string }

var patientID = regexp.MustCompile(`^[A-Za-z0-9.-]{1,64}$`)

// parseForm reads the form, and says everything that is wrong with it.
func parseForm(v url.Values) (form, []problem) {
	f := form{
		View: v.Get("view"), Patient: v.Get("patient"), From: v.Get("from"), To: v.Get("to"), Limit: v.Get("limit"),
		limit: defaultLimit, page: 1,
	}
	var problems []problem
	wrong := func(field, text string) { problems = append(problems, problem{field, text}) }
	if f.Patient != "" && !patientID.MatchString(f.Patient) {
		wrong("patient", "A patient's id has up to 64 letters, digits, hyphens and dots.")
	}
	from, fromOK := parseDate(f.From)
	to, toOK := parseDate(f.To)
	if !fromOK {
		wrong("from", "Give the first day as year, month and day, such as 2024-03-01.")
	}
	if !toOK {
		wrong("to", "Give the last day as year, month and day, such as 2024-03-31.")
	}
	if fromOK && toOK && f.From != "" && f.To != "" && to.Before(from) {
		wrong("to", "The last day is before the first.")
	}
	if f.Limit != "" {
		n, err := strconv.Atoi(f.Limit)
		if err != nil || n < 1 || n > mostRows {
			wrong("limit", fmt.Sprintf("The number of rows must be from 1 to %d.", mostRows))
		}
		f.limit = n
	} else {
		f.Limit = strconv.Itoa(defaultLimit)
	}
	if text := v.Get("page"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > mostRows {
			wrong("view", "There is no such page of the table.")
		}
		f.page = n
	}
	return f, problems
}

// parseDate accepts an empty text too.
func parseDate(text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, true
	}
	t, err := time.Parse(time.DateOnly, text)
	return t, err == nil
}

// link is the address of the same table at a path, with more parameters in pairs.
func (f *form) link(path string, more ...string) string {
	v := url.Values{"view": {f.View}}
	for name, text := range map[string]string{"patient": f.Patient, "from": f.From, "to": f.To} {
		if text != "" {
			v.Set(name, text)
		}
	}
	if f.limit != defaultLimit {
		v.Set("limit", f.Limit)
	}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return path + "?" + v.Encode()
}

// searchNames are the parameters by which a server finds the resources of a type: of a patient, and of a day.
var searchNames = map[string]struct{ patient, date string }{
	"AllergyIntolerance":    {"patient", "date"},
	"Claim":                 {"patient", "created"},
	"Condition":             {"patient", "recorded-date"},
	"DiagnosticReport":      {"patient", "date"},
	"Encounter":             {"patient", "date"},
	"ExplanationOfBenefit":  {"patient", "created"},
	"Immunization":          {"patient", "date"},
	"MedicationRequest":     {"patient", "authoredon"},
	"Observation":           {"patient", "date"},
	"Patient":               {"_id", "birthdate"},
	"Procedure":             {"patient", "date"},
	"QuestionnaireResponse": {"patient", "authored"},
}

// search returns the parameters of the form for the resources of a type. A condition that cannot be asked for is a problem:
// to leave it out would show other patients' rows.
func (f *form) search(resource string) (url.Values, []problem) {
	names := searchNames[resource]
	v := url.Values{}
	var problems []problem
	if f.Patient != "" {
		if names.patient == "" {
			problems = append(problems, problem{"patient", "This view cannot be limited to a patient: leave the id out."})
		}
		v.Set(names.patient, f.Patient)
	}
	for _, bound := range []struct{ field, prefix, day string }{{"from", "ge", f.From}, {"to", "le", f.To}} {
		if bound.day == "" {
			continue
		}
		if names.date == "" {
			problems = append(problems, problem{bound.field, "This view cannot be limited to dates: leave the date out."})
			continue
		}
		v.Add(names.date, bound.prefix+bound.day)
	}
	return v, problems
}
