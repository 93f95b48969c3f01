package bench

import "strings"

// The views of this folder, written by hand. Each function is what one would write who knows the data.

// patientDemographics is views/patient_demographics.view.json.
func patientDemographics(out *rows, p map[string]any) {
	var official map[string]any
	for _, name := range list(p["name"]) {
		if n := object(name); text(n["use"]) == "official" {
			official = n
			break
		}
	}
	out.add(
		text(p["id"]),
		text(p["gender"]),
		text(p["birthDate"]),
		text(p["deceasedDateTime"]),
		firstCode(p["maritalStatus"]),
		text(official["family"]),
		join(official["given"], " "),
		join(official["prefix"], " "),
	)
}

func patientAddresses(out *rows, p map[string]any) {
	for _, address := range list(p["address"]) {
		a := object(address)
		out.add(
			text(p["id"]),
			text(a["use"]),
			join(a["line"], ", "),
			text(a["city"]),
			text(a["state"]),
			text(a["postalCode"]),
		)
	}
}

func patientIdentifiers(out *rows, p map[string]any) {
	for _, identifier := range list(p["identifier"]) {
		i := object(identifier)
		out.add(
			text(p["id"]),
			text(i["system"]),
			text(i["value"]),
			firstCode(i["type"]),
			text(object(i["type"])["text"]),
		)
	}
}

func patientContacts(out *rows, p map[string]any) {
	id := text(p["id"])
	telecom := func(owner string, telecoms any) {
		for _, telecom := range list(telecoms) {
			t := object(telecom)
			out.add(id, owner, text(t["system"]), text(t["use"]), text(t["value"]), "", "")
		}
	}
	address := func(owner string, a map[string]any) {
		out.add(id, owner, "address", text(a["use"]), join(a["line"], ", "), text(a["city"]), text(a["postalCode"]))
	}
	telecom("patient", p["telecom"])
	for _, a := range list(p["address"]) {
		address("patient", object(a))
	}
	contacts := list(p["contact"])
	for _, c := range contacts {
		telecom("contact", object(c)["telecom"])
	}
	for _, c := range contacts {
		if a := object(object(c)["address"]); a != nil {
			address("contact", a)
		}
	}
}

func observationFlat(out *rows, o map[string]any) {
	coding := object(first(object(o["code"])["coding"]))
	quantity := object(o["valueQuantity"])
	out.add(
		text(o["id"]),
		referenceKey(o["subject"], "Patient/"),
		referenceKey(o["encounter"], "Encounter/"),
		text(o["status"]),
		firstCode(first(o["category"])),
		text(coding["code"]),
		text(coding["display"]),
		text(object(o["code"])["text"]),
		text(o["effectiveDateTime"]),
		text(o["issued"]),
		text(quantity["value"]),
		text(quantity["unit"]),
		text(o["valueString"]),
		firstCode(o["valueCodeableConcept"]),
	)
}

func bloodPressure(out *rows, o map[string]any) {
	if !hasLOINC(o, "85354-9") {
		return
	}
	quantity := func(code string) (q map[string]any, ok bool) {
		for _, c := range list(o["component"]) {
			if component := object(c); hasLOINC(component, code) {
				return object(component["valueQuantity"]), true
			}
		}
		return nil, false
	}
	systolic, ok1 := quantity("8480-6")
	diastolic, ok2 := quantity("8462-4")
	if !ok1 || !ok2 {
		return
	}
	out.add(
		text(o["id"]),
		referenceKey(o["subject"], "Patient/"),
		text(o["effectiveDateTime"]),
		text(systolic["value"]),
		text(systolic["unit"]),
		text(diastolic["value"]),
		text(diastolic["unit"]),
	)
}

func observationRare(out *rows, o map[string]any) {
	if !hasLOINC(o, "718-7") {
		return
	}
	quantity := object(o["valueQuantity"])
	out.add(
		text(o["id"]),
		referenceKey(o["subject"], "Patient/"),
		text(o["effectiveDateTime"]),
		text(quantity["value"]),
		text(quantity["unit"]),
	)
}

func conditionFlat(out *rows, c map[string]any) {
	for _, code := range orNull(codings(c["code"])) {
		for _, category := range orNull(codings(list(c["category"])...)) {
			for _, clinical := range orNull(codings(c["clinicalStatus"])) {
				for _, verification := range orNull(codings(c["verificationStatus"])) {
					out.add(
						text(c["id"]),
						referenceKey(c["subject"], "Patient/"),
						referenceKey(c["encounter"], "Encounter/"),
						text(c["onsetDateTime"]),
						text(c["abatementDateTime"]),
						text(c["recordedDate"]),
						text(object(c["code"])["text"]),
						text(object(code)["system"]),
						text(object(code)["code"]),
						text(object(category)["code"]),
						text(object(clinical)["code"]),
						text(object(verification)["code"]),
					)
				}
			}
		}
	}
}

func encounterFlat(out *rows, e map[string]any) {
	period := object(e["period"])
	for _, kind := range orNull(codings(list(e["type"])...)) {
		for _, participant := range orNull(list(e["participant"])) {
			for _, location := range orNull(list(e["location"])) {
				out.add(
					text(e["id"]),
					text(e["status"]),
					text(object(e["class"])["code"]),
					referenceKey(e["subject"], "Patient/"),
					referenceKey(e["serviceProvider"], "Organization/"),
					text(period["start"]),
					text(period["end"]),
					firstCode(first(e["reasonCode"])),
					text(object(kind)["system"]),
					text(object(kind)["code"]),
					referenceKey(object(participant)["individual"], "Practitioner/"),
					referenceKey(object(location)["location"], "Location/"),
				)
			}
		}
	}
}

func claimItems(out *rows, claim map[string]any) {
	for _, i := range list(claim["item"]) {
		item := object(i)
		service := object(item["productOrService"])
		for _, a := range list(item["adjudication"]) {
			adjudication := object(a)
			amount := object(adjudication["amount"])
			out.add(
				text(claim["id"]),
				referenceKey(claim["patient"], "Patient/"),
				text(claim["created"]),
				text(object(claim["insurer"])["display"]),
				text(item["sequence"]),
				firstCode(service),
				text(service["text"]),
				text(object(item["net"])["value"]),
				firstCode(adjudication["category"]),
				text(amount["value"]),
				text(amount["currency"]),
			)
		}
	}
}

func questionnaireItems(out *rows, r map[string]any) {
	var below func(items any)
	below = func(items any) {
		for _, i := range list(items) {
			item := object(i)
			answer := object(first(item["answer"]))
			out.add(
				text(r["id"]),
				text(r["questionnaire"]),
				referenceKey(r["subject"], "Patient/"),
				text(r["authored"]),
				text(item["linkId"]),
				text(item["text"]),
				text(answer["valueBoolean"]),
				text(answer["valueInteger"]),
				text(answer["valueDecimal"]),
				text(answer["valueDate"]),
				text(object(answer["valueCoding"])["code"]),
				text(answer["valueString"]),
			)
			below(item["item"])
			for _, a := range list(item["answer"]) {
				below(object(a)["item"])
			}
		}
	}
	below(r["item"])
}

// hasLOINC reports whether one of the codings of an element's code is the given one of LOINC.
func hasLOINC(element map[string]any, code string) bool {
	for _, c := range list(object(element["code"])["coding"]) {
		if coding := object(c); text(coding["system"]) == "http://loinc.org" && text(coding["code"]) == code {
			return true
		}
	}
	return false
}

// codings returns all codings of CodeableConcepts.
func codings(concepts ...any) []any {
	if len(concepts) == 1 {
		return list(object(concepts[0])["coding"])
	}
	var all []any
	for _, c := range concepts {
		all = append(all, list(object(c)["coding"])...)
	}
	return all
}

// firstCode returns the code of a CodeableConcept's first coding.
func firstCode(concept any) string { return text(object(first(object(concept)["coding"]))["code"]) }

// referenceKey returns the id in a reference to a type, which prefix names.
func referenceKey(reference any, prefix string) string {
	key, ok := strings.CutPrefix(text(object(reference)["reference"]), prefix)
	if !ok {
		return ""
	}
	return key
}

// orNull is what a forEachOrNull goes over.
func orNull(items []any) []any {
	if len(items) == 0 {
		return []any{nil}
	}
	return items
}

func join(items any, separator string) string {
	all := list(items)
	switch len(all) {
	case 0:
		return ""
	case 1:
		return text(all[0])
	}
	parts := make([]string, len(all))
	for i, item := range all {
		parts[i] = text(item)
	}
	return strings.Join(parts, separator)
}

func first(items any) any {
	if all := list(items); len(all) > 0 {
		return all[0]
	}
	return nil
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}
