package bench

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
)

// The baseline is what one would write for a view without fhirview: a generic JSON decoder that keeps the text of
// numbers, a function that picks the columns out of the maps, and the standard CSV writer. It knows what its columns
// need and no more: no FHIRPath, no check that a value is single or of the right type.

// extractor appends the cells of a resource's row to cells; ok is false where the view leaves the resource out.
type extractor func(cells []string, resource map[string]any) (row []string, ok bool)

// baselineRun writes the CSV of all resources of the input.
func baselineRun(w io.Writer, header []string, extract extractor, text []byte) error {
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	cells := make([]string, 0, len(header))
	err := baselineDecode(text, func(resource map[string]any) error {
		row, ok := extract(cells[:0], resource)
		if !ok {
			return nil
		}
		return out.Write(row)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// baselineDecode decodes all resources of the input.
func baselineDecode(text []byte, use func(map[string]any) error) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	for {
		var resource map[string]any
		switch err := decoder.Decode(&resource); err {
		case nil:
		case io.EOF:
			return nil
		default:
			return err
		}
		if err := use(resource); err != nil {
			return err
		}
	}
}

// patientRow is testdata/views/patient_demographics.view.json.
func patientRow(cells []string, p map[string]any) ([]string, bool) {
	_, died := p["deceasedDateTime"]
	dead, _ := p["deceasedBoolean"].(bool)
	race := withURL(p, "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race")
	absent := withURL(object(p["_birthDate"]), "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
	language := ""
	for _, c := range list(p["communication"]) {
		if preferred, _ := object(c)["preferred"].(bool); preferred {
			language = firstCode(object(c)["language"])
			break
		}
	}
	return append(cells,
		text(p["id"]),
		text(p["active"]),
		text(p["gender"]),
		text(p["birthDate"]),
		text(absent["valueCode"]),
		text(died || dead),
		text(p["deceasedDateTime"]),
		text(withURL(race, "text")["valueString"]),
		firstCode(p["maritalStatus"]),
		language,
	), true
}

// observationRow is testdata/views/observations.view.json.
func observationRow(cells []string, o map[string]any) ([]string, bool) {
	status := text(o["status"])
	if status == "" || status == "entered-in-error" {
		return nil, false
	}
	category := ""
	if all := list(o["category"]); len(all) > 0 {
		category = firstCode(all[0])
	}
	loinc := ""
	for _, c := range list(object(o["code"])["coding"]) {
		if text(object(c)["system"]) == "http://loinc.org" {
			loinc = text(object(c)["code"])
			break
		}
	}
	effective := text(o["effectiveDateTime"])
	if effective == "" {
		effective = text(object(o["effectivePeriod"])["start"])
	}
	quantity := object(o["valueQuantity"])
	return append(cells,
		text(o["id"]),
		referenceKey(o["subject"], "Patient/"),
		referenceKey(o["encounter"], "Encounter/"),
		status,
		category,
		loinc,
		text(object(o["code"])["text"]),
		effective,
		text(quantity["value"]),
		text(quantity["unit"]),
		firstCode(o["valueCodeableConcept"]),
		text(o["valueString"]),
		firstCode(o["dataAbsentReason"]),
		text(abnormal(o)),
	), true
}

func abnormal(o map[string]any) bool {
	for _, i := range list(o["interpretation"]) {
		for _, c := range list(object(i)["coding"]) {
			if code := text(object(c)["code"]); code == "H" || code == "L" {
				return true
			}
		}
	}
	return false
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return ""
}

// firstCode returns the code of a CodeableConcept's first coding.
func firstCode(concept any) string {
	if codings := list(object(concept)["coding"]); len(codings) > 0 {
		return text(object(codings[0])["code"])
	}
	return ""
}

// withURL returns the first extension of an element that has the URL.
func withURL(element map[string]any, url string) map[string]any {
	for _, e := range list(element["extension"]) {
		if extension := object(e); text(extension["url"]) == url {
			return extension
		}
	}
	return nil
}

// referenceKey returns the id in a reference to a type, which prefix names.
func referenceKey(reference any, prefix string) string {
	to := text(object(reference)["reference"])
	if len(to) > len(prefix) && to[:len(prefix)] == prefix {
		return to[len(prefix):]
	}
	return ""
}
