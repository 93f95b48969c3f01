package synth

import "time"

const (
	systemClinicalStatus     = "http://terminology.hl7.org/CodeSystem/condition-clinical"
	systemVerificationStatus = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
)

// condition writes the body of condition i: one condition to an encounter. The onset takes any of the forms that R4
// allows.
func (g *Generator) condition(i int) {
	start, _, _ := g.stay(i)
	ended := g.chance(40)
	g.concept("clinicalStatus", code{systemClinicalStatus, map[bool]string{true: "resolved", false: "active"}[ended], ""})
	g.concept("verificationStatus", code{systemVerificationStatus, "confirmed", ""})
	g.concepts("category", code{
		"http://terminology.hl7.org/CodeSystem/condition-category", "encounter-diagnosis", "Encounter Diagnosis",
	})
	g.concept("code", pick(g, disorders))
	g.ref("subject", "Patient", i/conditionsPerPatient)
	g.ref("encounter", "Encounter", i)
	g.onset(start)
	if ended {
		g.time("abatementDateTime", start.AddDate(0, 0, 7+g.rng.IntN(60)), layoutDate)
	}
	g.time("recordedDate", start, layoutSeconds)
	if g.chance(30) {
		g.array("note")
		g.open()
		g.str("authorString", pick(g, clinicians))
		g.time("time", start, layoutSeconds)
		g.str("text", "Discussed treatment; patient \"prefers\" to wait.\nReview in 6 weeks.")
		g.close()
		g.closeArray()
	}
}

func (g *Generator) onset(start time.Time) {
	switch n := g.rng.IntN(100); {
	case n < 60:
		g.time("onsetDateTime", start.AddDate(0, -g.rng.IntN(24), 0), pick(g, []string{layoutYear, layoutMonth, layoutDate}))
	case n < 75:
		g.quantity("onsetAge", 20+g.rng.IntN(60), 0, "years", "a")
	case n < 85:
		g.str("onsetString", "in early childhood")
	default:
		g.period("onsetPeriod", start.AddDate(0, 0, -30), start)
	}
}
